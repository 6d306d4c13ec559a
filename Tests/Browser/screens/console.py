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


@consoles("set-up", "setUp.headline", route="console/set-up")
def set_up(stage: Stage) -> Page:
    page = stage.aside()
    page.goto(stage.empty.set_up_link())
    expect(page.locator("entry-card input").first).to_be_visible()
    return page


@consoles("set-up, who you are", "setUp.password", route="console/set-up")
def set_up_you(stage: Stage) -> Page:
    page = set_up(stage)
    page.locator("entry-card input").first.fill("Acme Care")
    page.keyboard.press("Enter")
    expect(page.locator("input[type=email]")).to_be_visible()
    return page


@consoles("set-up, errors", "form.errorMissing", route="console/set-up")
def set_up_errors(stage: Stage) -> Page:
    page = set_up_you(stage)
    page.locator("input[type=email]").fill("zoe")
    page.keyboard.press("Enter")
    expect(page.locator("text-field .error:visible").first).to_be_visible()
    return page


@consoles("set-up is over", "welcome.headline", route="console/welcome")
def welcome(stage: Stage) -> Page:
    page = stage.open_console("/welcome")
    expect(page.locator("qr-code")).to_be_visible()
    return page


@consoles("set-up by a used link", "setUp.used", route="console/set-up")
def set_up_used(stage: Stage) -> Page:
    page = stage.aside()
    stage.pages.allow("410 (Gone)")
    page.goto(f"{stage.server.url}/console/set-up#used")
    expect(page.locator("entry-card a")).to_be_visible()
    return page


@consoles("set-up by half a link", "setUp.noLink", route="console/set-up")
def set_up_cut_off(stage: Stage) -> Page:
    page = stage.aside()
    page.goto(f"{stage.server.url}/console/set-up")
    expect(page.locator("entry-card")).to_be_visible()
    return page


@consoles("password", "password.headline", route="console/password")
def password(stage: Stage) -> Page:
    ben = stage.server.call("GET", "agents")["agents"][1]["id"]
    page = stage.aside()
    page.goto(stage.server.call("POST", f"agents/{ben}/password-link")["link"])
    expect(page.locator("input[type=password]")).to_be_visible()
    return page


@consoles("password by half a link", "password.noLink", route="console/password")
def password_cut_off(stage: Stage) -> Page:
    page = stage.aside()
    page.goto(f"{stage.server.url}/console/password")
    expect(page.locator("entry-card")).to_be_visible()
    return page


@consoles("password by a used link", "password.used", route="console/password")
def password_used(stage: Stage) -> Page:
    page = stage.aside()
    stage.pages.allow("410 (Gone)")
    page.goto(f"{stage.server.url}/console/password#used")
    expect(page.locator("entry-card a")).to_be_visible()
    return page


@consoles("log-on", "logOn.headline")
def log_on(stage: Stage) -> Page:
    page = stage.aside()
    page.goto(f"{stage.server.url}/console")
    expect(page.locator("input[type=password]")).to_be_visible()
    return page


@consoles("log-on with a wrong password", "error.wrongEmailOrPassword")
def wrong_password(stage: Stage) -> Page:
    page = log_on(stage)
    page.locator("input[type=email]").fill("ana@example.com")
    page.locator("input[type=password]").fill("not the password")
    page.keyboard.press("Enter")
    expect(page.get_by_text(stage.say("error.wrongEmailOrPassword"))).to_be_visible()
    return page


@consoles("server away", "page.failed")
def server_away(stage: Stage) -> Page:
    stage.pages.allow("503 (Service Unavailable)")
    page = stage.aside()
    page.route("**/console/api/me", lambda route: route.fulfill(
        status=503, json={"code": "overloaded", "message": "Later."}))
    page.goto(f"{stage.server.url}/console")
    expect(page.locator("entry-card button")).to_be_visible()
    return page


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
    expect(page.get_by_text(stage.say("pane.next")).first).to_be_visible()
    return page


@consoles("desk, reconnecting", "cut.offline", narrow=open_chat)
def reconnecting(stage: Stage) -> Page:
    page, _ = answered(stage)
    page.context.set_offline(True)
    expect(page.locator("status-switch .now")).to_have_text(stage.say("cut.offline"))
    page.locator("chat-pane textarea").fill("Written without a network")
    page.keyboard.press("Enter")
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


@consoles("the map of keys", "keys.title")
def key_map(stage: Stage) -> Page:
    page = desk(stage)
    page.keyboard.press("?")
    expect(page.get_by_role("dialog")).to_be_visible()
    return page


@consoles("letters, none", "letters.none", route="console/letters")
def no_letters(stage: Stage) -> Page:
    page = stage.open_console("/letters")
    expect(page.get_by_text(stage.say("letters.none"))).to_be_visible()
    return page


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
    page = agents(stage)
    stage.button("agents.new").click()
    expect(page.locator("new-agent")).to_be_visible()
    return page


@consoles("link for an agent", "agents.linkFor", route="console/agents")
def link_for_an_agent(stage: Stage) -> Page:
    page = agents(stage)
    page.get_by_role("button", name=stage.say("agents.newLink")).nth(1).click()
    expect(page.locator("copy-link")).to_be_visible()
    return page


@consoles("rooms", "rooms.headline", route="console/rooms")
def rooms(stage: Stage) -> Page:
    page = stage.open_console("/rooms")
    expect(page.locator("copy-link").first).to_be_visible()
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
