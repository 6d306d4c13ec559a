"""Everything by keys: the map, the palette, chats by their numbers; and never the caret."""

import pytest
from playwright.sync_api import expect

from crowd import Caller
from people import Agent
from test_access import sound


@pytest.fixture
def several(server, ana):
    """Three chats that are being served, and one that rings."""
    server.settings(phones={"simultaneousChats": True, "maxChats": 20}, distribution={"desktopRingSeconds": 120})
    ana.page.set_viewport_size({"width": 1440, "height": 900})
    ana.log_on()
    for name in ("Mei", "José Núñez", "Omar"):
        Caller(server, name)
        expect(ana.ring).to_be_visible()
        ana.page.keyboard.press("Control+Enter")
        expect(ana.page.get_by_label(f"Your message: {name}")).to_be_focused()
    Caller(server, "Ken", "Opening hours?")
    expect(ana.ring).to_be_visible()
    return ana


@pytest.mark.both_browsers
def test_the_map_shows_every_key_and_closes(several):
    page = several.page
    several.input.first.fill("what? ")
    page.keyboard.type("?")
    expect(several.input.first).to_have_value("what? ?")
    expect(page.get_by_role("dialog")).to_have_count(0)
    page.locator("status-switch").click()
    page.locator("chat-pane h2").first.focus()
    page.keyboard.press("?")
    dialog = page.get_by_role("dialog", name="Keyboard")
    expect(dialog).to_be_visible()
    for words in ("Answer the first ring", "Go to a chat by its place", "Find a chat, a page or a command"):
        expect(dialog.get_by_text(words)).to_be_visible()
    sound(page, "the map of keys")
    page.keyboard.press("Escape")
    expect(dialog).to_have_count(0)
    expect(page.locator("chat-pane h2").first).to_be_focused()


@pytest.mark.both_browsers
def test_chats_by_their_place_and_one_after_the_other(several):
    page = several.page
    for number, name in enumerate(("Mei", "José Núñez", "Omar"), 1):
        page.keyboard.press(f"Alt+{number}")
        expect(page.get_by_label(f"Your message: {name}")).to_be_focused()
    page.keyboard.press("Alt+PageDown")
    expect(page.get_by_label("Your message: Mei")).to_be_focused()
    page.keyboard.press("Alt+PageUp")
    expect(page.get_by_label("Your message: Omar")).to_be_focused()
    page.keyboard.press("Alt+7")
    expect(page.get_by_label("Your message: Omar")).to_be_focused()


@pytest.mark.both_browsers
def test_the_palette_finds_goes_and_answers(several):
    page = several.page
    page.keyboard.press("Alt+1")
    page.get_by_label("Your message: Mei").fill("half a sen")
    page.keyboard.press("Control+k")
    box = page.get_by_role("combobox", name="Commands")
    expect(box).to_be_focused()
    sound(page, "the palette")
    page.keyboard.type("jose")
    chosen = page.get_by_role("option", selected=True)
    expect(chosen).to_have_count(1)
    expect(chosen).to_contain_text("José Núñez")
    expect(box).to_have_attribute("aria-activedescendant", chosen.get_attribute("id"))
    page.keyboard.press("Enter")
    expect(page.get_by_label("Your message: José Núñez")).to_be_focused()
    page.keyboard.press("Control+k")
    page.keyboard.type("ken")
    expect(chosen).to_contain_text("Answer Ken")
    page.keyboard.press("Enter")
    expect(page.get_by_label("Your message: Ken")).to_be_focused()
    page.keyboard.press("Control+k")
    page.keyboard.type("zzzz")
    expect(page.get_by_text("Nothing goes by these letters.").first).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_label("Your message: Ken")).to_be_focused()
    page.keyboard.press("Control+k")
    page.keyboard.type("letters")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Letters")).to_be_visible()
    page.keyboard.press("Alt+1")
    expect(page.get_by_label("Your message: Mei")).to_have_value("half a sen")


def test_the_arrows_choose_in_the_palette_and_go_round(several):
    page = several.page
    page.keyboard.press("Control+k")
    options = page.get_by_role("option")
    chosen = page.get_by_role("option", selected=True)
    expect(chosen).to_contain_text("Answer Ken")
    page.keyboard.press("ArrowUp")
    expect(chosen).to_contain_text("Log off")
    expect(options.last).to_have_attribute("aria-selected", "true")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    expect(chosen).to_contain_text("Not me: Ken")
    page.keyboard.press("Enter")
    expect(several.ring).to_have_count(0)


def test_a_ring_that_comes_while_writing_takes_nothing(several, server):
    page = several.page
    page.keyboard.press("Alt+2")
    box = page.get_by_label("Your message: José Núñez")
    box.press_sequentially("one two")
    box.evaluate("box => box.setSelectionRange(3, 3)")
    Caller(server, "Fifth")
    expect(several.ring).to_have_count(2)
    page.keyboard.type("X")
    expect(box).to_have_value("oneX two")
    assert box.evaluate("box => box.selectionStart") == 4


def test_while_characters_are_composed_no_key_answers(several):
    page = several.page
    box = page.get_by_label("Your message: Omar")
    box.focus()
    for key in ({"key": "Enter", "ctrlKey": True}, {"key": "k", "code": "KeyK", "ctrlKey": True}):
        box.evaluate("""(box, key) => box.dispatchEvent(
          new KeyboardEvent('keydown', { ...key, isComposing: true, bubbles: true, cancelable: true }))""", key)
    expect(page.get_by_role("dialog")).to_have_count(0)
    expect(several.ring).to_have_count(1)


def test_not_me_break_and_hang_up_by_keys(server, ana):
    ana.log_on()
    page = ana.page
    page.keyboard.press("Alt+b")
    expect(ana.status).to_have_text("On a break")
    page.keyboard.press("Alt+b")
    expect(ana.status).to_have_text("Online")
    Caller(server, "Mei")
    expect(ana.ring).to_be_visible()
    page.keyboard.press("Control+Shift+Enter")
    expect(ana.ring).to_have_count(0)
    Caller(server, "Ken")
    expect(ana.ring).to_be_visible()
    page.keyboard.press("Control+Enter")
    expect(ana.input).to_be_focused()
    page.keyboard.press("Alt+h")
    expect(page.get_by_role("button", name="Hang up now?")).to_be_focused()
    page.keyboard.press("Enter")
    expect(ana.status).to_have_text("You hung up")


def test_a_key_that_is_held_down_acts_once(several, server):
    page = several.page
    Caller(server, "Zoe")
    expect(several.ring).to_have_count(2)
    page.keyboard.down("Control")
    for _ in range(4):
        page.keyboard.down("Enter")
        page.wait_for_timeout(100)
    page.keyboard.up("Enter")
    page.keyboard.up("Control")
    expect(several.ring).to_have_count(1)
    expect(page.get_by_label("Your message: Ken")).to_be_focused()
    page.keyboard.down("Alt")
    for _ in range(4):
        page.keyboard.down("h")
    page.keyboard.up("h")
    page.keyboard.up("Alt")
    sure = page.get_by_role("button", name="Hang up now?")
    expect(sure).to_be_focused()
    page.keyboard.press("Alt+1")
    expect(page.get_by_label("Your message: Mei")).to_be_focused()
    expect(sure).to_have_count(0)
    page.get_by_role("region", name="Mei").get_by_role("button", name="Hang up").focus()
    for _ in range(4):
        page.keyboard.down("Enter")
    page.keyboard.up("Enter")
    page.wait_for_timeout(300)
    expect(page.get_by_label("Your message: Mei")).to_be_visible()
    expect(several.ring).to_have_count(1)


def test_a_double_press_answers_once_and_leads_to_the_chat(several):
    page = several.page
    page.evaluate("""() => {
      const press = { key: 'Enter', ctrlKey: true, bubbles: true, cancelable: true };
      for (let time = 0; time < 2; time++) document.body.dispatchEvent(new KeyboardEvent('keydown', press));
    }""")
    expect(page.get_by_label("Your message: Ken")).to_be_focused()


def test_what_the_palette_does_to_a_chat_is_seen_from_every_page(several):
    page = several.page
    page.keyboard.press("Alt+1")
    page.get_by_role("link", name="Letters").click()
    for _ in range(3):  # the keys that open it close it
        page.keyboard.press("Control+k")
    page.get_by_role("combobox", name="Commands").fill("hang up")
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Hang up now?")).to_be_focused()
    page.get_by_role("link", name="Letters").click()
    page.keyboard.press("Control+k")
    page.keyboard.press("Control+k")
    expect(page.get_by_role("dialog")).to_have_count(0)


def test_a_long_list_of_those_who_wait_is_read_by_keys(server, ana):
    ana.log_on()
    page = ana.page
    page.set_viewport_size({"width": 1280, "height": 480})
    page.keyboard.press("Alt+b")
    expect(page.get_by_text("Nothing rings here until you choose Online.")).to_be_visible()
    lists = page.get_by_role("group", name="Chats", exact=True)
    expect(lists).not_to_have_attribute("tabindex", "0")
    for number in range(8):
        Caller(server, f"Customer {number}")
    last = page.locator("chat-lists .waiting li").last
    expect(last).to_contain_text("Customer 7")
    expect(last).not_to_be_in_viewport()
    sound(page, "more than fits")
    page.locator("status-switch").get_by_role("button", name="Break").focus()
    page.keyboard.press("Tab")
    expect(lists).to_be_focused()
    page.keyboard.press("End")
    expect(last).to_be_in_viewport()


def test_who_is_here_and_the_way_out_stand_in_a_menu(server, ana):
    ana.log_on()
    page = ana.page
    page.get_by_role("button", name="Ana Lima: your menu").click()
    menu = page.locator("me-menu [popover]")
    expect(menu).to_contain_text("ana@example.com")
    expect(menu).to_contain_text("Acme Care")
    sound(page, "the agent's menu")
    page.keyboard.press("Escape")
    expect(menu).to_be_hidden()
    Agent(page, server).log_off()
    expect(page.get_by_text("You have logged off.")).to_be_visible()
