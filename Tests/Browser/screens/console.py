"""The console's screens."""

from playwright.sync_api import Page, expect

from screens.listing import listed_elsewhere, screen
from screens.stage import Stage


def consoles(name: str, *shows: str, route: str = "console", narrow=None):
    return screen("console", name, *shows, route=route, narrow=narrow)


def open_chat(page: Page) -> None:
    if page.locator("chat-pane").first.is_hidden():
        page.locator("chat-lists .chats button").first.click()
    expect(page.locator("chat-pane").first).to_be_visible()


def open_facts(page: Page) -> None:
    open_chat(page)
    if page.locator("facts-panel").is_hidden():
        page.locator("chat-pane button.facts").click()
    expect(page.locator("facts-panel")).to_be_visible()


listed_elsewhere(
    "console", "components", "components.headline", route="console/components", where="test_components.py")


@consoles("desk, all quiet", "desk.idle", "desk.noChats")
def desk(stage: Stage) -> Page:
    page = stage.open_console()
    expect(page.locator("status-switch .now")).to_have_text(stage.say("status.WAITING_NEW_CALL"))
    return page


@consoles("desk, on a break", "desk.idleBreak")
def on_a_break(stage: Stage) -> Page:
    page = desk(stage)
    stage.ana.rest()
    expect(page.locator("status-switch .now")).to_have_text(stage.say("status.TAKING_BREAK"))
    return page


@consoles("desk, without a room", "desk.idleNoRooms")
def without_a_room(stage: Stage) -> Page:
    me = stage.server.call("GET", "me")["agent"]
    rooms = [each["id"] for each in stage.server.call("GET", "rooms")["rooms"]]
    stage.server.call("PATCH", f"agents/{me['id']}", {"rooms": []})
    stage.undo.append(lambda: stage.server.call("PATCH", f"agents/{me['id']}", {"rooms": rooms}))
    return stage.open_console()


@consoles("desk, ringing", "ring.heading")
def ringing(stage: Stage) -> Page:
    page = desk(stage)
    stage.ask(name="Mei Wong", question="My order has not come, and I wonder where it is. " * 8)
    expect(page.locator("ring-card")).to_be_visible()
    return page


@consoles("desk, three ring", "ring.heading")
def three_ring(stage: Stage) -> Page:
    page = desk(stage)
    for name in ("Mei Wong", "Omar", ""):
        stage.ask(name=name, question="Do you ship?" if name else "")
    expect(page.locator("ring-card")).to_have_count(3)
    return page


@consoles("desk, a colleague answered", "gone.taken")
def taken(stage: Stage) -> Page:
    stage.ben.ready()
    page = ringing(stage)
    stage.ben.answer_next()
    expect(page.locator("ring-card")).to_have_count(0)
    return page


@consoles("desk, others wait", "desk.waiting")
def others_wait(stage: Stage) -> Page:
    page = on_a_break(stage)
    for number in range(6):
        stage.ask(name=f"Customer {number}", question="Is anybody there?")
    return page


def answered(stage: Stage, **form: str):
    """A chat that Ana serves, on her page: the page and the customer's line."""
    page = desk(stage)
    customer = stage.ask(**form)
    stage.ana.answer(customer.chat)
    expect(page.locator("chat-pane")).to_be_visible()
    return page, customer


@consoles("desk, talk", "desk.chats", narrow=open_chat)
def talk(stage: Stage) -> Page:
    page, customer = answered(stage, page="https://shop.example/a/very/long/address?of=" + "x" * 80)
    customer.write("And one more thing: " + "w" * 300)
    stage.ana.write("It left on Monday.\nSee https://example.com/track?id=123")
    customer.type("Thank you, that is")
    expect(page.locator("peer-preview .words")).not_to_be_empty()
    page.locator("chat-pane textarea").fill("half a sent")
    return page


@consoles("desk, the customer is away", "pane.away", narrow=open_chat)
def customer_away(stage: Stage) -> Page:
    page, customer = answered(stage)
    customer.close()
    expect(page.locator("chat-pane .away")).to_be_visible()
    return page


@consoles("desk, the facts", "facts.email", "earlier.heading", narrow=open_facts)
def facts(stage: Stage) -> Page:
    page, customer = answered(stage)
    customer.write("First time")
    stage.ana.hang_up()
    stage.ana.clear()
    stage.ana.ready()
    again = stage.ask(token=customer.token)
    stage.ana.answer(again.chat)
    expect(page.locator("chat-pane")).to_be_visible()
    open_facts(page)
    expect(page.locator("facts-panel li button")).to_be_visible()
    return page


@consoles("desk, an earlier chat", "earlier.back", narrow=open_facts)
def earlier_chat(stage: Stage) -> Page:
    page = facts(stage)
    page.locator("facts-panel li button").click()
    expect(page.locator("facts-panel chat-transcript .body").first).to_be_visible()
    return page


@consoles("desk, why it came here", "why.heading", "explain.offered", "explain.after.asked", narrow=open_facts)
def why(stage: Stage) -> Page:
    page, _ = answered(stage)
    open_facts(page)
    page.locator("why-list summary").click()
    expect(page.locator("why-list li").first).to_be_visible()
    return page


@consoles("desk, hang up?", "pane.endSure", narrow=open_chat)
def hang_up(stage: Stage) -> Page:
    page, _ = answered(stage)
    page.locator("chat-pane .hang-up").click()
    expect(stage.button("pane.endSure")).to_be_visible()
    return page


@consoles("desk, two chats", "desk.chats", narrow=open_chat)
def two_chats(stage: Stage) -> Page:
    stage.settings(phones={"simultaneousChats": True})
    page = desk(stage)
    for name in ("Mei Wong", "Omar"):
        stage.ana.answer(stage.ask(name=name).chat)
    expect(page.locator("chat-lists .chats button")).to_have_count(2)
    return page


@consoles("desk, ready for the next?", "pane.next", narrow=open_chat)
def next_one(stage: Stage) -> Page:
    page, _ = answered(stage)
    stage.ana.hang_up()
    return page


def cut_off(stage: Stage):
    """A chat without a network, in which something was written: the page and the customer's line."""
    page, customer = answered(stage)
    page.context.set_offline(True)
    expect(page.locator("status-switch .now")).to_have_text(stage.say("cut.offline"))
    page.locator("chat-pane textarea").fill("Written without a network")
    page.keyboard.press("Enter")
    return page, customer


@consoles("desk, reconnecting", "cut.offline", narrow=open_chat)
def reconnecting(stage: Stage) -> Page:
    page, _ = cut_off(stage)
    return page


@consoles("desk, what was not sent", "mark.refused", narrow=open_chat)
def not_sent(stage: Stage) -> Page:
    page, customer = cut_off(stage)
    customer.end()
    page.context.set_offline(False)
    expect(page.locator("chat-pane .mark[data-mark=refused]")).to_be_visible(timeout=20_000)
    return page


@consoles("desk, an unsent draft", "pane.unsent", narrow=open_chat)
def unsent(stage: Stage) -> Page:
    page, customer = answered(stage)
    page.locator("chat-pane textarea").fill("Half an answer")
    customer.end()
    expect(page.locator("unsent-draft")).to_be_visible()
    return page


@consoles("log off?", "leave.ask")
def log_off(stage: Stage) -> Page:
    page, _ = answered(stage)
    page.locator("me-menu > button").click()
    stage.button("nav.logOff").click()
    expect(page.get_by_role("dialog")).to_be_visible()
    return page


@consoles("who is logged on", "alarm.tone")
def me_menu(stage: Stage) -> Page:
    page = desk(stage)
    page.locator("me-menu > button").click()
    expect(page.get_by_role("switch", name=stage.say("alarm.tone"))).to_be_visible()
    return page


@consoles("commands", "palette.group.pages")
def palette(stage: Stage) -> Page:
    page, _ = answered(stage)
    stage.ask(name="Omar", question="Do you ship?")
    page.keyboard.press("Control+k")
    expect(page.get_by_role("combobox")).to_be_focused()
    return page


@consoles("commands, none of that name", "palette.none")
def palette_empty(stage: Stage) -> Page:
    page = desk(stage)
    page.keyboard.press("Control+k")
    page.get_by_role("combobox").fill("w" * 60)
    return page


@consoles("the map of keys", "keys.title")
def key_map(stage: Stage) -> Page:
    page = desk(stage)
    page.keyboard.press("?")
    expect(page.get_by_role("dialog")).to_be_visible()
    return page


@consoles("letters, none", "letters.none", route="console/letters")
def no_letters(stage: Stage) -> Page:
    return stage.open_console("/letters")


@consoles("letters", "letters.headline", route="console/letters")
def letters(stage: Stage) -> Page:
    stage.letter("Mei Wong", "Please write to me. " * 30)
    stage.letter("", "w" * 400)
    page = stage.open_console("/letters")
    expect(page.get_by_text("Please write to me.").first).to_be_visible()
    return page


@consoles("agents", "agents.headline", route="console/agents")
def agents(stage: Stage) -> Page:
    page = stage.open_console("/agents")
    expect(page.get_by_text("ben@example.com")).to_be_visible()
    return page


@consoles("new agent", "agents.create", route="console/agents")
def new_agent(stage: Stage) -> Page:
    agents(stage)
    page = stage.press("agents.new")
    expect(page.locator("new-agent")).to_be_visible()
    return page


@consoles("new agent with an error", "error.emailInUse", route="console/agents")
def new_agent_error(stage: Stage) -> Page:
    stage.pages.allow("409 (Conflict)")
    page = new_agent(stage)
    inputs = page.locator("new-agent input")
    inputs.nth(0).fill("Ben")
    inputs.nth(1).fill("ben@example.com")
    inputs.nth(1).press("Enter")
    return page


@consoles("link for an agent", "agents.linkFor", route="console/agents")
def link_for_an_agent(stage: Stage) -> Page:
    page = agents(stage)
    page.get_by_role("button", name=stage.say("agents.newLink")).nth(1).click()
    expect(page.locator("copy-link")).to_be_visible()
    return page


@consoles("limits", "limits.headline", "limits.none", "limits.refusedNever", route="console/limits")
def limits(stage: Stage) -> Page:
    page = stage.open_console("/limits")
    expect(page.locator(".limit").first).to_be_visible()
    return page


@consoles("limits, more than the plan allows", "limits.over", "limits.refusedTimes", route="console/limits")
def limits_over(stage: Stage) -> Page:
    def smaller(route):
        limits = route.fetch().json()
        limits["plan"] = {"key": "foreverFree", "name": "Forever Free", "features": []}
        limits["limits"][0] |= {"max": 1, "used": 3, "source": "plan", "refused": {"count": 4, "lastAt": 1_750_000_000_000}}
        route.fulfill(json=limits)
    stage.page.route("**/console/api/limits", smaller)
    stage.undo.append(lambda: stage.page.unroute("**/console/api/limits"))
    page = stage.open_console("/limits")
    expect(page.locator(".limit.over")).to_be_visible()
    return page


@consoles("a ring over the rooms", "ring.oneMore", route="console/rooms")
def ring_float(stage: Stage) -> Page:
    stage.settings(phones={"simultaneousChats": True})
    stage.open_console()
    stage.ana.answer(stage.ask().chat)
    page = stage.open_console("/rooms", ready=False)
    stage.ask(name="Omar", question="Do you ship?")
    expect(page.locator("ring-card")).to_be_visible()
    return page
