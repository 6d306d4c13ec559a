"""The settings of a room, edited in the console: what customers see is what the preview showed."""

import datetime
import json
import re

import pytest
from playwright.sync_api import expect

from editor import Editor, room_of, same_looks
from lines import AgentLine
from screens.known import setting_groups
from screens.looks import PHONE
from test_access import sound
from test_languages import words_of


@pytest.fixture
def editor(pages, server):
    return Editor(pages.new(viewport={"width": 1440, "height": 900}), server)


def live(server) -> dict:
    return server.call("GET", f"rooms/{room_of(server)}/settings")["settings"]


def test_what_is_published_looks_as_the_preview_did(server, editor, customer):
    editor.open()
    editor.control("contactForm.companyName").fill("Acme Boats")
    editor.control("contactForm.header").fill("Ahoy!")
    editor.page.get_by_role("radio", name="Orchid").check()
    editor.control("contactForm.letterButton").uncheck()
    editor.row("contactForm.phone.hidden").get_by_label("Hidden").check()
    editor.row("contactForm.name.hidden").get_by_label("Mandatory").check()
    editor.saved(6)
    expect(editor.page.frame_locator("room-preview iframe").get_by_role("heading", name="Ahoy!")).to_be_visible()
    customer.open()
    expect(customer.page.get_by_role("heading", name="How can we help?")).to_be_visible()
    editor.publish()
    customer.open()
    customer.page.wait_for_selector("contact-form")
    same_looks(editor, customer.page)
    editor.page.get_by_role("radio", name="Arabic").check()
    editor.saved(1)
    editor.publish()
    expect(editor.page.frame_locator("room-preview iframe").locator("html")).to_have_attribute("dir", "rtl")
    # An open form loads itself anew in another language.
    expect(customer.page.locator("html")).to_have_attribute("dir", "rtl")
    customer.page.wait_for_selector("contact-form")
    same_looks(editor, customer.page)


def test_the_preview_of_waiting_is_what_who_waits_sees(server, editor, customer):
    server.settings(contactForm={"theme": "brick"}, phones={"agentRole": "Doctor"})
    AgentLine(server, 0).rest()
    editor.open().shows("nobodyFree")
    customer.ask(question="My order has not come. Where is it?")
    expect(customer.page.get_by_role("heading", name="Nobody can answer right now")).to_be_visible()
    same_looks(editor, customer.page)


def test_the_preview_in_the_dark(server, editor, customer):
    server.settings(contactForm={"theme": "mango"})
    editor.open()
    editor.page.locator("room-preview").get_by_label("Dark").check()
    customer.page.emulate_media(color_scheme="dark")
    customer.open()
    customer.page.wait_for_selector("contact-form")
    same_looks(editor, customer.page)
    editor.page.locator("room-preview").get_by_label("Language").select_option("zh-Hant")
    say = words_of("zh-Hant")
    expect(editor.page.frame_locator("room-preview iframe").get_by_role(
        "button", name=say["form.chat"])).to_be_visible()
    editor.page.locator("room-preview").get_by_label("Language").select_option("")
    expect(editor.page.frame_locator("room-preview iframe").get_by_role(
        "button", name="Start the chat")).to_be_visible()


def test_nothing_on_the_preview_does_anything(server, editor):
    asked = []
    editor.open()
    editor.preview.wait_for_selector("contact-form")
    editor.page.on("request", lambda request: asked.append(request.url))
    editor.page.on("websocket", lambda socket: asked.append(socket.url))
    frame = editor.page.frame_locator("room-preview iframe")
    frame.get_by_label("Your question").fill("Where is my order?")
    frame.get_by_role("button", name="Start the chat").click()
    frame.get_by_role("button", name="or leave a letter").click()
    frame.get_by_label("Your name").press("Enter")
    frame.locator("bar-menu button").click()
    editor.shows("chatting")
    frame.get_by_label("Your message", exact=True).fill("Hello")
    frame.get_by_role("button", name="Send").click()
    frame.get_by_label("Your message", exact=True).press("Enter")
    editor.page.wait_for_timeout(400)
    assert [each for each in asked if "/locales/" not in each] == []
    expect(frame.locator("chat-transcript .text")).to_have_count(3)


def test_a_page_beside_it_cannot_tell_the_preview_anything(server, pages):
    page = pages.new()
    pages.allow("frame-ancestors")
    page.goto(f"{server.url}/console/preview")
    page.evaluate("postMessage({ t: 'preview', room: { company: 'Evil' } }, location.origin)")
    page.wait_for_timeout(300)
    expect(page.locator("#app")).not_to_contain_text("Evil")
    policy = page.request.get(f"{server.url}/console/preview").headers["content-security-policy"]
    assert "frame-ancestors 'self'" in policy


def test_the_changes_are_read_in_words_before_they_are_published(server, editor):
    editor.open()
    editor.control("contactForm.header").fill("Ahoy!")
    editor.control("contactForm.chatButton").uncheck()
    editor.control("contactForm.letterButton").uncheck()
    editor.saved(3)
    expect(editor.page.locator("settings-groups [aria-current] .found")).to_be_visible()
    editor.changes.click()
    expect(editor.sheet).to_contain_text(re.compile("Headline.*empty.*“Ahoy!”", re.DOTALL))
    expect(editor.sheet).to_contain_text(re.compile("Chat.*on.*off", re.DOTALL))
    expect(editor.sheet).to_contain_text("customers can do nothing here")
    editor.sheet.get_by_role("button", name="Publish").click()
    expect(editor.state).to_have_text("Version 2 is live")
    assert live(server)["contactForm"]["header"] == "Ahoy!"
    editor.page.get_by_role("button", name="Undo").click()
    expect(editor.state).to_have_text("Version 3 is live")
    assert live(server)["contactForm"]["header"] == ""
    expect(editor.control("contactForm.header")).to_have_value("")


def test_discarded_changes_can_come_back(server, editor):
    editor.open()
    editor.control("contactForm.header").fill("Ahoy!")
    editor.saved(1).changes.click()
    editor.sheet.get_by_role("button", name="Discard").click()
    expect(editor.state).to_have_text("1 change was discarded")
    expect(editor.control("contactForm.header")).to_have_value("")
    editor.page.get_by_role("button", name="Undo").click()
    editor.saved(1)
    expect(editor.control("contactForm.header")).to_have_value("Ahoy!")


def test_defaults_one_by_one_and_all_at_once(server, editor):
    server.settings(distribution={"desktopRingSeconds": 20, "maxRounds": 3})
    editor.open("distribution")
    row = editor.row("distribution.desktopRingSeconds")
    row.get_by_role("button", name="Back to default").click()
    expect(editor.control("distribution.desktopRingSeconds")).to_have_value("30")
    expect(row.get_by_text("default", exact=True)).to_be_visible()
    editor.saved(1)
    editor.page.get_by_role("button", name="Restore defaults").click()
    expect(editor.control("distribution.maxRounds")).to_have_value("1")
    editor.saved(2)
    editor.changes.click()
    expect(editor.sheet).to_contain_text(re.compile("20 seconds.*30 seconds", re.DOTALL))


def test_what_cannot_be_saved_is_said_where_it_was_typed(server, editor, pages):
    pages.allow("400 (Bad Request)")
    editor.open("distribution")
    ring = editor.control("distribution.desktopRingSeconds")
    ring.fill("9999")
    expect(editor.row("distribution.desktopRingSeconds").locator(".error")).to_have_text(
        "A whole number from 1 to 600, please.")
    editor.control("distribution.maxRounds").fill("2")
    editor.saved(1)
    expect(ring).to_have_value("9999")
    editor.changes.click()
    expect(editor.sheet).to_contain_text("Ring at each agent: what you typed there cannot be saved")
    editor.page.keyboard.press("Escape")
    ring.fill("40")
    editor.saved(2)
    # Two control characters pass here and not there.
    editor.open("phones")
    role = editor.control("phones.agentRole")
    role.evaluate("it => { it.value = 'Doc\\u0007tor'; it.dispatchEvent(new Event('input')) }")
    expect(editor.row("phones.agentRole").locator(".error")).not_to_be_empty()
    assert role.input_value() == "Doc\u0007tor"


def test_a_colour_that_is_hard_to_read_is_shown_as_it_will_be(server, editor):
    editor.open()
    editor.control("contactForm.colour").check()
    editor.page.get_by_label("as six digits").fill("#f5de74")
    row = editor.row("contactForm.colour")
    expect(row.locator(".correction")).to_contain_text("Chosen: #f5de74")
    expect(row.locator(".correction")).to_contain_text("Shown: #786c39")
    expect(row.locator(".swatch")).to_have_count(3)
    button = editor.page.frame_locator("room-preview iframe").get_by_role("button", name="Start the chat")
    expect(button).to_have_css("background-color", "rgb(120, 108, 57)")


@pytest.mark.skipif("website" not in setting_groups(), reason="this server has no such settings")
def test_what_is_not_connected_yet_says_so(server, editor):
    editor.open("website")
    expect(editor.page.get_by_text("without effect until Foyer has the icon for websites").first).to_be_visible()


def test_whoever_has_the_link_of_the_statistics_is_told_of(server, editor):
    editor.open("statistics")
    expect(editor.page.get_by_text("can open it without logging on")).to_be_visible()


def test_two_administrators_at_once_lose_nothing(server, pages, editor):
    server.call("PATCH", f"agents/{server.call('GET', 'me', agent=1)['agent']['id']}", {"administrator": True})
    ben = Editor(pages.new(viewport={"width": 1440, "height": 900}), server, 1)
    pages.allow("409 (Conflict)")
    editor.open()
    ben.open()
    editor.control("contactForm.header").fill("Ahoy!")
    editor.saved(1)
    ben.control("contactForm.subHeader").fill("A sailor answers.")
    ben.saved(2)
    note = ben.page.locator("draft-bar .meanwhile")
    expect(note).to_contain_text("changed 1 setting: Headline")
    expect(ben.control("contactForm.header")).to_have_value("Ahoy!")
    ben.page.get_by_role("button", name="Understood").click()
    expect(note).to_be_hidden()
    # Ana publishes what she saw, which is not what stands there now.
    editor.changes.click()
    editor.sheet.get_by_role("button", name="Publish").click()
    expect(editor.sheet).to_contain_text("Somebody changed something meanwhile")
    expect(editor.sheet).to_contain_text("A sailor answers.")
    editor.sheet.get_by_role("button", name="Publish").click()
    expect(editor.state).to_have_text("Version 2 is live")
    ben.control("contactForm.companyName").fill("Acme Boats")
    ben.saved(1)
    expect(ben.page.locator("draft-bar .meanwhile")).to_contain_text("made version 2 live")
    form = live(server)["contactForm"]
    assert (form["header"], form["subHeader"]) == ("Ahoy!", "A sailor answers.")


def test_typing_without_a_network_is_saved_once_it_is_back(server, editor):
    editor.open()
    editor.page.context.set_offline(True)
    editor.control("contactForm.header").fill("Ahoy!")
    expect(editor.page.locator("draft-bar > .bad")).to_contain_text("Not saved yet")
    editor.page.context.set_offline(False)
    editor.saved(1)
    expect(editor.page.locator("draft-bar > .bad")).to_be_empty()


def test_a_publication_is_planned_and_happens(server, editor, customer):
    editor.open()
    editor.control("contactForm.header").fill("Ahoy!")
    editor.saved(1).changes.click()
    editor.sheet.get_by_role("button", name="Schedule…").click()
    when = editor.page.get_by_label("Goes live on")
    tomorrow = datetime.datetime.now() + datetime.timedelta(days=1)
    when.fill(tomorrow.strftime("%Y-%m-%dT%H:%M"))
    editor.sheet.get_by_role("button", name="Schedule", exact=True).click()
    expect(editor.page.locator("draft-bar .planned")).to_contain_text("1 change goes live on")
    expect(editor.changes).to_be_hidden()
    editor.page.locator("draft-bar .planned").get_by_role("button", name="Cancel").click()
    editor.saved(1).changes.click()
    editor.sheet.get_by_role("button", name="Schedule…").click()
    soon = datetime.datetime.now() + datetime.timedelta(seconds=4)
    when.fill(soon.strftime("%Y-%m-%dT%H:%M:%S"))
    editor.sheet.get_by_role("button", name="Schedule", exact=True).click()
    expect(editor.page.locator("draft-bar .planned")).to_contain_text("1 change goes live on")
    expect(editor.state).to_contain_text("Version 2 is live", timeout=20_000)
    expect(editor.page.locator("draft-bar .planned")).to_be_hidden()
    customer.open()
    expect(customer.page.get_by_role("heading", name="Ahoy!")).to_be_visible()


def test_an_earlier_version_is_made_live_again(server, editor):
    for header in ("One", "Two"):
        server.settings(contactForm={"header": header})
    editor.open("history")
    items = editor.page.locator("room-history .versions > li")
    expect(items).to_have_count(3)
    expect(items.first).to_contain_text("live now")
    items.nth(1).locator("summary").click()
    expect(items.nth(1)).to_contain_text(re.compile("empty.*“One”", re.DOTALL))
    items.nth(1).get_by_role("button").click()
    expect(items).to_have_count(4)
    expect(items.first).to_contain_text("made live again from version 2")
    assert live(server)["contactForm"]["header"] == "One"


def test_on_a_phone_one_column_at_a_time(server, pages):
    editor = Editor(pages.new(viewport=PHONE, has_touch=True, is_mobile=True), server)
    editor.open("")
    page = editor.page
    expect(page.locator("settings-groups")).to_be_visible()
    expect(page.locator("settings-form")).to_be_hidden()
    sound(page, "groups")
    page.get_by_role("link", name="Contact form").tap()
    expect(page.locator("settings-groups")).to_be_hidden()
    editor.control("contactForm.header").fill("Ahoy!")
    editor.saved(1)
    sound(page, "form")
    page.get_by_role("button", name="Preview").tap()
    expect(page.locator("settings-form")).to_be_hidden()
    expect(page.frame_locator("room-preview iframe").get_by_role("heading", name="Ahoy!")).to_be_visible()
    sound(page, "preview")
    page.go_back()
    expect(page.locator("settings-groups")).to_be_visible()


def test_who_is_no_administrator_has_no_settings(server, pages):
    ben = Editor(pages.new(), server, 1)
    ben.page.goto(f"{server.url}/console/rooms/{room_of(server)}")
    expect(ben.page.get_by_role("heading", name="Rooms")).to_be_visible()
    expect(ben.page.locator("room-page, room-card")).to_have_count(0)


def test_export_and_bring_into_the_draft(server, editor, tmp_path):
    editor.open()
    with editor.page.expect_download() as download:
        editor.page.get_by_role("button", name="Export").click()
    path = tmp_path / "room.json"
    download.value.save_as(path)
    room = json.loads(path.read_text())
    room["settings"]["contactForm"]["header"] = "From a file"
    path.write_text(json.dumps(room))
    editor.page.locator("input[type=file]").first.set_input_files(path)
    editor.saved(1)
    expect(editor.control("contactForm.header")).to_have_value("From a file")
    path.write_text("{}")
    editor.page.locator("input[type=file]").first.set_input_files(path)
    expect(editor.page.get_by_text("This file is not an exported room.")).to_be_visible()
