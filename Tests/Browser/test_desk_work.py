"""Eight hours of it: drafts, unread counts, facts, one question after the last chat, odd names, an upgrade."""

import pytest
from playwright.sync_api import expect

from crowd import Caller
from people import Agent
from test_access import sound

NAMES = {
    "long": "Maximiliana-Konstantinopolitanischer " * 5,
    "one word": "W" * 200,
    "emoji": "👩‍👩‍👧‍👦" * 28,
    "marks": "Z̸̧̢͍̲̤͕̈́͝a̷l̶g̴o̷" * 12,
    "turned": "\u202eruoy si siht\u202c \u2067 مرحبا \u2066",
    "markup": "<img src=x onerror=alert(1)><script>alert(1)</script>",
    "lines": "one\u2028two\u0085three",
}


@pytest.fixture
def many(server, ana):
    server.settings(phones={"simultaneousChats": True, "maxChats": 20}, distribution={"desktopRingSeconds": 120})
    # Wide enough for one chat beside the list.
    ana.page.set_viewport_size({"width": 1000, "height": 760})
    return ana.log_on()


def take(agent, name, **facts):
    caller = Caller(agent.server, name, **facts)
    agent.ring.get_by_role("button", name="Answer").first.click()
    expect(agent.page.get_by_label(f"Your message: {name}")).to_be_focused()
    return caller


def row(page, name):
    return page.locator("chat-lists .chats li", has_text=name)


def test_a_draft_is_kept_for_each_chat_and_named_in_the_list(many):
    page = many.page
    take(many, "Mei")
    many.input.fill("half a sen")
    take(many, "Omar")
    many.input.fill("another")
    expect(row(page, "Mei")).to_contain_text("Draft: half a sen")
    expect(row(page, "Omar")).not_to_contain_text("Draft")
    page.reload()
    expect(row(page, "Omar")).to_contain_text("Draft: another")
    page.keyboard.press("Alt+2")
    expect(page.get_by_label("Your message: Omar")).to_have_value("another")
    page.keyboard.press("Enter")
    expect(page.get_by_label("Your message: Omar")).to_have_value("")
    page.keyboard.press("Alt+1")
    expect(page.get_by_label("Your message: Mei")).to_have_value("half a sen")
    expect(row(page, "Omar")).not_to_contain_text("Draft")


def test_what_comes_to_a_chat_that_is_not_seen_is_counted_and_marked(many):
    page = many.page
    mei = take(many, "Mei")
    take(many, "Omar")
    mei.write("one", "two", "three")
    count = row(page, "Mei").get_by_role("img", name="3 unread messages")
    expect(count).to_be_visible()
    sound(page, "unread messages")
    page.keyboard.press("Alt+1")
    expect(page.locator("chat-pane .body").last).to_have_text("three")
    expect(count).to_have_count(0)


def test_the_one_question_stands_in_one_place(many):
    page = many.page
    page.set_viewport_size({"width": 1600, "height": 800})
    mei = take(many, "Mei")
    omar = take(many, "Omar")
    mei.end()
    expect(row(page, "Mei")).to_contain_text("The chat has ended.")
    expect(page.locator("chat-pane").get_by_text("Ready for the next?")).to_have_count(0)
    omar.end()
    expect(many.status).to_have_text("Customer hung up")
    expect(page.locator("chat-pane").get_by_text("Ready for the next?")).to_have_count(1)
    expect(page.locator("chat-pane").get_by_role("button", name="Put away")).to_have_count(1)
    page.locator("chat-pane").get_by_role("button", name="Break").click()
    expect(many.status).to_have_text("On a break")
    expect(row(page, "Omar")).to_have_count(0)
    page.keyboard.press("Control+k")
    page.keyboard.type("put all ended")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="You are on a break")).to_be_visible()


def test_who_has_put_all_away_without_a_choice_is_asked_for_it(many):
    page = many.page
    take(many, "Mei").end()
    expect(many.status).to_have_text("Customer hung up")
    page.keyboard.press("Control+k")
    page.keyboard.type("put all ended")
    page.keyboard.press("Enter")
    note = page.locator("idle-note")
    expect(note.get_by_role("heading", name="Ready for the next?")).to_be_visible()
    expect(note).to_contain_text("Nothing rings here until you choose Online.")
    note.get_by_role("button", name="Online").click()
    expect(note.get_by_role("heading", name="All quiet")).to_be_visible()


def test_facts_are_copied_with_one_press_and_only_web_addresses_are_links(server, pages):
    ana = Agent(pages.new(permissions=["clipboard-read", "clipboard-write"]), server)
    server.settings(phones={"simultaneousChats": True}, distribution={"desktopRingSeconds": 120})
    ana.page.set_viewport_size({"width": 1440, "height": 800})
    ana.log_on()
    take(ana, "Mei", email="mei@example.com", phone="+852 5555 1234", page="https://shop.example.com/p?plan=pro")
    page = ana.page
    for name, value in (("E-mail", "mei@example.com"), ("Phone", "+852 5555 1234")):
        page.get_by_role("button", name=f"Copy: {name}").click()
        page.wait_for_function("value => navigator.clipboard.readText().then(text => text === value)", arg=value)
    sound(page, "facts")
    link = page.locator("facts-panel").get_by_role("link")
    assert (link.get_attribute("href"), link.get_attribute("rel")) == (
        "https://shop.example.com/p?plan=pro", "noopener noreferrer")
    take(ana, "Omar", page="javascript:alert(1)")
    expect(page.locator("facts-panel")).to_contain_text("javascript:alert(1)")
    expect(page.locator("facts-panel").get_by_role("link")).to_have_count(0)


@pytest.mark.parametrize("width", [360, 1440])
def test_no_name_breaks_the_layout(server, pages, width):
    server.settings(phones={"simultaneousChats": True, "maxChats": 20}, distribution={"desktopRingSeconds": 120})
    ana = Agent(pages.new(viewport={"width": width, "height": 800}), server).log_on()
    page = ana.page
    fits = """() => [...document.querySelectorAll('chat-lists, chat-pane, facts-panel, ring-card, ring-float, status-switch, dialog, chat-pane > header, .cards, .idle')]
      .filter((each) => each.checkVisibility() && each.scrollWidth > each.clientWidth + 1 && getComputedStyle(each).overflowX !== 'hidden')
      .map((each) => each.localName)"""
    for kind, name in NAMES.items():
        Caller(server, name[:200], name)
        expect(ana.ring).to_have_count(1)
        assert page.evaluate(fits) == [], f"{kind}: the ring"
        page.keyboard.press("Control+Enter")
        expect(ana.ring).to_have_count(0)
        expect(page.locator("chat-pane textarea").first).to_be_visible()
        assert page.evaluate(fits) == [], f"{kind}: the chat"
        page.keyboard.press("Alt+i")
        page.wait_for_timeout(50)
        assert page.evaluate(fits) == [], f"{kind}: the facts"
        page.keyboard.press("Alt+i")
    page.keyboard.press("Control+k")
    assert page.evaluate(fits) == [], "the palette"
    page.keyboard.press("Escape")
    wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert wide <= 0


@pytest.mark.both_browsers
def test_nothing_moves_while_writing(many):
    page = many.page
    mei = take(many, "Mei")
    mei.write("one", "two")
    expect(page.locator("chat-pane .body").last).to_have_text("two")
    box = page.get_by_label("Your message: Mei")
    box.press_sequentially("I am wri")
    places = """() => ['chat-pane textarea', 'chat-pane .scroller', 'chat-pane > header', 'status-switch']
      .map((each) => Object.values(document.querySelector(each).getBoundingClientRect().toJSON()))"""
    before = page.evaluate(places)
    mei.type("and one more thing")
    expect(page.locator("peer-preview")).to_contain_text("and one more thing")
    Caller(many.server, "Omar")
    expect(many.ring).to_be_visible()
    mei.write("three")
    expect(page.locator("chat-pane .body").last).to_have_text("three")
    page.keyboard.type("ting")
    expect(box).to_have_value("I am writing")
    assert page.evaluate(places) == before


def test_who_serves_no_room_is_told_whom_to_ask(server, ben):
    agents = server.call("GET", "agents")["agents"]
    server.call("PATCH", f"agents/{next(each['id'] for each in agents if each['name'].startswith('Ben'))}", {"rooms": []})
    ben.log_on()
    expect(ben.page.get_by_role("heading", name="No room yet")).to_be_visible()
    expect(ben.page.locator("status-switch .note")).to_have_text("No room is yours yet")
    sound(ben.page, "no room")


def test_the_idle_desk_shows_the_way_for_customers_and_a_break_the_way_back(server, ana):
    ana.log_on()
    page = ana.page
    link = page.get_by_label("The link of GENERAL", exact=True)
    expect(link).to_have_value(server.form)
    sound(page, "all quiet")
    page.keyboard.press("Alt+b")
    expect(page.get_by_text("Nothing rings here until you choose Online.")).to_be_visible()
    page.locator("idle-note").get_by_role("button", name="Online").click()
    expect(ana.status).to_have_text("Online")
    expect(page.get_by_role("heading", name="All quiet")).to_be_visible()


# What an upgrade does to a tab: its page is of older files than those that the server names.
UPGRADE = """
addEventListener('DOMContentLoaded', () => {
  document.querySelector('meta[name="foyer-web"]').content = 'older';
});
const { get } = Object.getOwnPropertyDescriptor(MessageEvent.prototype, 'data');
Object.defineProperty(MessageEvent.prototype, 'data', { get() {
  const data = get.call(this);
  const told = localStorage.getItem('test.tag') ?? 'older';
  return String(data).includes('"t":"welcome"') ? JSON.stringify({ ...JSON.parse(data), web: told }) : data;
} });
"""


def test_a_stale_tab_renews_itself_once_and_keeps_the_drafts(server, pages, ana):
    page = ana.page
    page.add_init_script(UPGRADE)
    pages.allow("ERR_CONNECTION")
    pages.allow("WebSocket connection")
    server.settings(distribution={"desktopRingSeconds": 120})
    ana.log_on()
    take(ana, "Mei")
    ana.input.fill("half a sen")
    loads = []
    page.on("load", lambda _: loads.append(page.url))
    page.evaluate("localStorage.setItem('test.tag', 'newer')")
    server.kill()
    expect(ana.status).to_have_text("Reconnecting…")
    expect(ana.input).to_have_value("half a sen")
    with page.expect_event("load", timeout=20_000):
        server.start()
    # The page that comes is old again, as behind a careless proxy: it must not try for ever.
    expect(ana.status).to_have_text("Serving", timeout=20_000)
    expect(ana.input).to_have_value("half a sen")
    page.wait_for_timeout(1500)
    assert len(loads) == 1


def test_an_earlier_chat_opens_in_place_and_escape_goes_back_step_by_step(talk, server):
    customer, ana = talk
    page = ana.page
    page.set_viewport_size({"width": 1440, "height": 800})
    ana.write("the first answer")
    ana.hang_up()
    page.locator("chat-pane").get_by_role("button", name="Online").click()
    customer.page.get_by_role("button", name="New question").click()
    customer.fill(question="And now?")
    customer.page.get_by_role("button", name="Start the chat").click()
    ana.answer()
    panel = page.locator("facts-panel")
    if panel.is_hidden():
        page.keyboard.press("Alt+i")
    expect(panel.get_by_role("heading", name="1 earlier chat")).to_be_visible()
    # It may take its time: who goes on writing keeps the caret.
    page.route("**/console/api/chats/*", lambda route: (page.wait_for_timeout(600), route.continue_()), times=1)
    panel.locator("li button").click()
    ana.input.press_sequentially("half a")
    expect(panel.locator(".body").last).to_have_text("the first answer")
    page.keyboard.type(" sen")
    expect(ana.input).to_have_value("half a sen")
    panel.get_by_role("button", name="Back").focus()
    expect(panel.locator("textarea")).to_have_count(0)
    page.keyboard.press("Escape")
    expect(panel.get_by_role("heading", name="Mei")).to_be_focused()
    page.keyboard.press("Escape")
    expect(panel).to_be_hidden()


def test_a_ring_that_rang_out_is_not_called_quiet_and_rings_again_by_a_press(server, ana):
    server.settings(distribution={"desktopRingSeconds": 4})
    ana.log_on()
    page = ana.page
    Caller(server, "Mei")
    expect(ana.ring).to_be_visible()
    expect(ana.ring).to_have_count(0)
    note = page.locator("idle-note")
    expect(note.get_by_role("heading", name="1 chat rang out here")).to_be_visible()
    waiting = page.locator("chat-lists .waiting li", has_text="Mei")
    expect(waiting).to_contain_text("rang out here")
    sound(page, "a ring that rang out")
    page.reload()
    expect(note.get_by_role("heading", name="1 chat rang out here")).to_be_visible()
    waiting.get_by_role("button", name="Ring me again: Mei").focus()
    page.keyboard.press("Enter")
    expect(ana.ring).to_be_visible()
    expect(note.get_by_role("heading", name="A chat rings")).to_be_visible()
    ana.answer()
    expect(ana.input).to_be_visible()


def test_the_idle_desk_rings_again_by_its_own_button(server, ana):
    server.settings(distribution={"desktopRingSeconds": 4})
    ana.log_on()
    Caller(server, "Mei")
    expect(ana.ring).to_be_visible()
    expect(ana.ring).to_have_count(0)
    ana.page.locator("idle-note").get_by_role("button", name="Ring me again").click()
    expect(ana.ring).to_be_visible()
    expect(ana.ring).to_have_count(0)
    kept = "Object.keys(sessionStorage).filter((key) => key.includes('rangOut')).length"
    assert ana.page.evaluate(kept) == 1
    ana.log_off()
    expect(ana.page.get_by_role("button", name="Log on")).to_be_visible()
    assert ana.page.evaluate(kept) == 0, "the next agent at this screen would be told of it"


def test_who_serves_is_told_when_what_rang_out_rings_again(many):
    page = many.page
    take(many, "Mei")
    many.server.settings(
        phones={"simultaneousChats": True, "maxChats": 20}, distribution={"desktopRingSeconds": 2})
    Caller(many.server, "Omar")
    expect(many.ring).to_be_visible()
    expect(many.ring).to_have_count(0)
    waiting = page.locator("chat-lists .waiting li", has_text="Omar")
    expect(waiting).to_contain_text("rings again after your chat")
    expect(waiting.get_by_role("button")).to_be_hidden()


def test_what_was_not_sent_is_kept_in_sight_when_the_customer_ends(server, pages):
    ana = Agent(pages.new(permissions=["clipboard-read", "clipboard-write"]), server)
    server.settings(distribution={"desktopRingSeconds": 120})
    ana.log_on()
    mei = take(ana, "Mei")
    page = ana.page
    ana.input.fill("It is on its way:\nnumber 47")
    mei.end()
    draft = page.locator("chat-pane unsent-draft")
    expect(draft).to_contain_text("Not sent")
    expect(draft.locator(".words")).to_have_text("It is on its way:\nnumber 47")
    expect(page.get_by_text("Ready for the next?")).to_be_focused()
    sound(page, "an unsent draft")
    page.reload()
    draft.get_by_role("button", name="Copy").click()
    expect(draft.get_by_role("button", name="Copied")).to_be_visible()
    assert page.evaluate("navigator.clipboard.readText()") == "It is on its way:\nnumber 47"
    page.locator("chat-pane").get_by_role("button", name="Break").click()
    expect(page.get_by_text("Ready for the next?")).to_be_hidden()
    expect(draft.locator(".words")).to_have_text("It is on its way:\nnumber 47")
    draft.get_by_role("button", name="Discard").click()
    expect(draft).to_have_count(0)
    page.reload()
    expect(page.get_by_role("button", name="Put away")).to_be_visible()
    expect(draft).to_have_count(0)


def test_live_chats_come_before_ended_ones(many):
    page = many.page
    page.set_viewport_size({"width": 1440, "height": 800})
    page.keyboard.press("Alt+i")
    take(many, "Mei").end()
    expect(row(page, "Mei")).to_contain_text("The chat has ended.")
    page.locator("status-switch").get_by_role("button", name="Online").click()
    away = page.get_by_role("button", name="Put all ended chats away")
    take(many, "Omar")
    expect(away).to_have_count(0)
    take(many, "Zoe").end()
    expect(row(page, "Zoe")).to_contain_text("The chat has ended.")
    take(many, "Ken")
    names = page.locator("chat-lists .chats .name")
    expect(names).to_have_text(["Omar", "Ken", "Mei", "Zoe"])
    for name in ("Omar", "Ken"):
        expect(page.get_by_label(f"Your message: {name}")).to_be_visible()
    page.keyboard.press("Alt+1")
    expect(page.get_by_label("Your message: Omar")).to_be_focused()
    away.focus()
    page.keyboard.press("Enter")
    expect(names).to_have_text(["Omar", "Ken"])
    expect(away).to_have_count(0)
    expect(page.get_by_label("Your message: Omar")).to_be_focused()


def test_the_question_stands_once(many):
    page = many.page
    page.set_viewport_size({"width": 1440, "height": 800})
    take(many, "Mei").end()
    expect(page.locator("chat-pane").get_by_text("Ready for the next?")).to_be_visible()
    expect(page.get_by_text("Ready for the next?")).to_have_count(1)


def test_a_wide_screen_keeps_the_conversation_in_a_column(many):
    page = many.page
    page.set_viewport_size({"width": 2200, "height": 900})
    take(many, "Mei")
    page.keyboard.press("Alt+i")
    for each in ("chat-composer", "chat-transcript ol", "peer-preview"):
        box, pane = (page.locator(f"chat-pane {part}".rstrip()).bounding_box() for part in (each, ""))
        assert box["width"] <= 960, each
        assert abs((box["x"] + box["width"] / 2) - (pane["x"] + pane["width"] / 2)) < 12, each


def test_a_name_turns_nothing_around_in_the_line_of_facts(many):
    page = many.page
    Caller(many.server, NAMES["turned"], email="mei@example.com")
    page.keyboard.press("Control+Enter")
    facts = page.locator("chat-pane chat-transcript .facts")
    expect(facts.locator("bdi")).not_to_have_count(0)
    expect(facts.locator("bdi", has_text="mei@example.com")).to_have_text("mei@example.com")
