"""A ring is impossible to miss: the tone, the notification, the title, on every page and tab."""

import pytest
from playwright.sync_api import expect

from crowd import Caller
from people import Agent
from screens.looks import settle
from test_access import sound

# What would sound: the sources that were started and not stopped yet, looping ones only.
LISTEN = """
window.sounding = 0;
const start = AudioBufferSourceNode.prototype.start;
const stop = AudioBufferSourceNode.prototype.stop;
AudioBufferSourceNode.prototype.start = function (...args) { if (this.loop) sounding += 1; return start.apply(this, args); };
AudioBufferSourceNode.prototype.stop = function (...args) { if (this.loop) sounding -= 1; return stop.apply(this, args); };
"""

# A hidden tab, and notifications that can be counted and pressed.
NOTES = """
window.notes = [];
window.Notification = class {
  static permission = 'default';
  static requestPermission() { window.asked = (window.asked ?? 0) + 1; return Promise.resolve(Notification.permission = 'granted'); }
  constructor(title, options) { Object.assign(this, options, { title, open: true }); notes.push(this); }
  close() { this.open = false; }
};
window.hide = (hidden) => {
  Object.defineProperty(document, 'visibilityState', { configurable: true, get: () => hidden ? 'hidden' : 'visible' });
  document.dispatchEvent(new Event('visibilitychange'));
};
"""


def sounding(page) -> int:
    return page.evaluate("sounding")


def wait_for_sound(page, count):
    page.wait_for_function("count => sounding === count", arg=count)


@pytest.fixture
def heard(server, ana):
    server.settings(distribution={"desktopRingSeconds": 120})
    ana.page.add_init_script(LISTEN + NOTES)
    return ana.log_on()


@pytest.mark.both_browsers
def test_nothing_sounds_until_it_is_asked_for_and_it_stops_with_the_answer(server, heard):
    page = heard.page
    first = Caller(server, "Mei")
    expect(heard.ring).to_be_visible()
    expect(page).to_have_title("(1) Ringing: Mei")
    assert sounding(page) == 0
    page.get_by_role("button", name="Ana Lima: your menu").click()
    tone = page.get_by_role("switch", name="Ring tone")
    expect(tone).not_to_be_checked()
    tone.click()
    expect(tone).to_be_checked()
    wait_for_sound(page, 1)
    page.keyboard.press("Escape")
    heard.answer()
    wait_for_sound(page, 0)
    first.end()
    page.reload()
    expect(heard.status).to_have_text("Customer hung up")
    page.locator("chat-pane").get_by_role("button", name="Online").click()
    Caller(server, "Omar")
    wait_for_sound(page, 1)


def test_only_one_tab_sounds_and_it_stops_when_a_colleague_answers(server, heard, ben):
    ben.log_on()
    page = heard.page
    page.get_by_role("button", name="Turn the ring tone on").click()
    second = page.context.new_page()
    second.add_init_script(LISTEN)
    second.goto(f"{server.url}/console")
    expect(second.locator("status-switch .now")).to_have_text("Online")
    second.locator("status-switch").click()
    Caller(server, "Mei")
    expect(second.locator("ring-card")).to_be_visible()
    wait_for_sound(page, 1)
    page.wait_for_timeout(300)
    assert sounding(page) + sounding(second) == 1
    page.close()
    wait_for_sound(second, 1)
    ben.answer()
    wait_for_sound(second, 0)


def test_a_notification_comes_only_to_a_hidden_tab_and_leads_to_the_desk(server, heard):
    page = heard.page
    page.get_by_role("link", name="Rooms").click()
    page.get_by_role("button", name="Ana Lima: your menu").click()
    page.get_by_role("switch", name="Notifications while this tab is hidden").click()
    expect(page.get_by_role("switch", name="Notifications while this tab is hidden")).to_be_checked()
    page.keyboard.press("Escape")
    page.evaluate("hide(true)")
    Caller(server, "Mei", "Where is it?")
    page.wait_for_function("notes.length === 1")
    assert page.evaluate("[notes[0].title, notes[0].body, notes[0].open]") == ["Mei rings in GENERAL", "Where is it?", True]
    page.evaluate("notes[0].onclick()")
    expect(page.locator("desk-page")).to_be_visible()
    assert page.evaluate("notes[0].open") is False
    page.evaluate("hide(false)")
    Caller(server, "Omar")
    expect(heard.ring).to_have_count(2)
    assert page.evaluate("notes.length") == 1


def test_the_palette_offers_what_the_browser_allows(heard):
    page = heard.page
    for turned in ("on", "off"):
        page.keyboard.press("Control+k")
        page.get_by_role("combobox", name="Commands").fill(f"notifications {turned}")
        expect(page.get_by_role("option", selected=True)).to_have_text(f"Turn notifications {turned}")
        page.keyboard.press("Enter")
    page.evaluate("Notification.permission = 'denied'")
    page.keyboard.press("Control+k")
    page.get_by_role("combobox", name="Commands").fill("notifications")
    expect(page.get_by_text("Nothing goes by these letters.").first).to_be_visible()


def test_a_notification_goes_with_its_ring(server, heard, ben):
    ben.log_on()
    page = heard.page
    page.get_by_role("button", name="Ana Lima: your menu").click()
    page.get_by_role("switch", name="Notifications while this tab is hidden").click()
    page.evaluate("hide(true)")
    Caller(server, "Mei")
    page.wait_for_function("notes.length === 1 && notes[0].open")
    ben.answer()
    page.wait_for_function("!notes[0].open")


def test_the_card_says_all_of_it_on_every_page(server, heard):
    page = heard.page
    Caller(server, "Mei", "Where is my order?")
    expect(page.get_by_role("heading", name="A chat rings")).to_be_visible()
    for way in (None, "Letters", "Agents", "Rooms"):
        if way:
            page.get_by_role("link", name=way).click()
        expect(heard.ring).to_have_count(1)
        for words in ("Mei", "GENERAL", "Text chat", "Where is my order?", "You are free", "waits", "only at you"):
            expect(heard.ring).to_contain_text(words)
        expect(heard.ring.get_by_role("timer")).to_be_visible()
        expect(page.get_by_role("link", name="Desk").get_by_role("img", name="1 chat rings")).to_be_visible()
        sound(page, f"a ring over {way}")


def test_what_is_unread_stands_in_the_title_and_at_the_way_to_the_desk(server, heard):
    mei = Caller(server, "Mei")
    heard.answer()
    page = heard.page
    expect(page).to_have_title("Serving · Foyer")
    page.get_by_role("link", name="Letters").click()
    mei.write("one", "two")
    expect(page).to_have_title("(2) Letters · Foyer")
    expect(page.get_by_role("img", name="2 unread messages")).to_be_visible()
    page.get_by_role("link", name="Desk").click()
    expect(page).to_have_title("Serving · Foyer")


def test_a_notice_covers_nothing_that_is_pressed_or_read(server, pages):
    server.settings(phones={"simultaneousChats": True}, distribution={"desktopRingSeconds": 120})
    ana = Agent(pages.new(viewport={"width": 360, "height": 740}, has_touch=True, is_mobile=True), server).log_on()
    page = ana.page
    mei = Caller(server, "Mei")
    ana.answer()
    ana.input.fill("It left on")
    mei.write(*(f"line {number}" for number in range(20)))
    omar = Caller(server, "Omar", "Do you ship?")
    expect(ana.ring).to_be_visible()
    omar.end()
    notice = page.locator("ring-float .partings li")
    expect(notice).to_have_text("Omar left.")
    mei.end()
    expect(page.locator("unsent-draft")).to_be_visible()
    settle(page)
    told = notice.bounding_box()
    words = page.locator("chat-pane .body").last.bounding_box()
    draft = page.locator("unsent-draft").bounding_box()
    assert words["y"] + words["height"] <= told["y"]
    assert told["y"] + told["height"] <= draft["y"]


def test_the_ring_is_near_the_thumb_and_covers_no_last_word(server, pages):
    server.settings(phones={"simultaneousChats": True}, distribution={"desktopRingSeconds": 120})
    ana = Agent(pages.new(viewport={"width": 360, "height": 740}, has_touch=True, is_mobile=True), server).log_on()
    page = ana.page
    mei = Caller(server, "Mei")
    expect(ana.ring).to_be_visible()
    assert ana.ring.bounding_box()["y"] > 740 / 2
    ana.ring.get_by_role("button", name="Answer").tap()
    expect(page.locator("chat-pane")).to_be_visible()
    mei.write(*(f"line {number}" for number in range(20)))
    Caller(server, "Omar", "Do you ship?")
    expect(ana.ring).to_be_visible()
    last = page.locator("chat-pane .body").last
    expect(last).to_have_text("line 19")
    page.wait_for_timeout(1200)
    card, words, box = ana.ring.bounding_box(), last.bounding_box(), page.locator("chat-pane textarea").bounding_box()
    assert words["y"] + words["height"] <= card["y"]
    assert card["y"] + card["height"] <= box["y"]
    sound(page, "a ring on a phone")
