"""What is typed into a room's settings: it stays where it is typed, and outlives what happens to the page."""

import pytest
from playwright.sync_api import expect

from editor import Editor

FIELD = {"key": "order", "kind": "text", "label": "Order", "mandatory": False}
CHOICE = {"key": "about", "kind": "choice", "label": "About", "choices": ["One", "Two"]}


@pytest.fixture
def editor(pages, server):
    return Editor(pages.new(viewport={"width": 1440, "height": 900}), server)


def draft(server, editor):
    return server.call("GET", f"rooms/{editor.room}/draft")["settings"]["contactForm"]


def test_a_pause_behind_a_blank_takes_nothing_away(server, editor):
    server.settings(contactForm={"customFields": [FIELD]})
    editor.open()
    label = editor.page.locator("custom-field-card").get_by_label("What customers read")
    label.fill("Order ")
    # Longer than it takes to be saved and answered.
    editor.page.wait_for_timeout(1_500)
    expect(label).to_be_focused()
    assert label.input_value() == "Order "
    editor.page.keyboard.type("number")
    editor.saved(1)
    assert draft(server, editor)["customFields"][0]["label"] == "Order number"


def test_an_error_stands_in_the_field_that_it_is_about(server, editor, pages):
    pages.allow("400 (Bad Request)")
    server.settings(contactForm={"customFields": [FIELD, CHOICE]})
    editor.open()
    cards = editor.page.locator("custom-field-card")
    cards.nth(1).get_by_label("What customers read").fill("")
    expect(cards.nth(1).locator(".error:visible").first).to_have_text("Please fill this in.")
    expect(cards.nth(0).locator(".error:visible")).to_have_count(0)
    cards.nth(1).get_by_label("What customers read").fill("What about?")
    expect(cards.nth(1).locator(".error:visible")).to_have_count(0)
    editor.saved(1)


def test_where_nothing_can_be_published_nothing_is(server, editor):
    editor.open("distribution")
    editor.control("distribution.maxRounds").fill("0")
    editor.changes.click()
    expect(editor.sheet).to_contain_text("what you typed there cannot be saved")
    for name in ("Publish", "Schedule"):
        expect(editor.sheet.get_by_role("button", name=name)).to_have_count(0)
    expect(editor.sheet.get_by_role("button", name="Discard")).to_be_focused()


def test_what_did_not_arrive_is_there_again_when_the_page_is(server, editor, pages):
    pages.allow("503 (Service Unavailable)")
    editor.open()
    editor.page.route("**/draft", lambda route: route.fulfill(status=503) if route.request.method == "PATCH"
                      else route.continue_())
    editor.control("contactForm.header").fill("Ahoy!")
    expect(editor.page.locator("draft-bar > .bad")).to_contain_text("Not saved yet")
    editor.page.get_by_role("link", name="Letters").click()
    expect(editor.control("contactForm.header")).to_have_count(0)
    editor.page.unroute("**/draft")
    editor.open()
    expect(editor.control("contactForm.header")).to_have_value("Ahoy!")
    editor.saved(1)
    assert draft(server, editor)["header"] == "Ahoy!"
    # Once it has arrived it is nobody's any more.
    editor.control("contactForm.header").fill("")
    expect(editor.state).not_to_contain_text("Saving")
    editor.open()
    expect(editor.control("contactForm.header")).to_have_value("")


def test_other_digits_can_be_typed_for_a_colour(server, editor):
    server.settings(contactForm={"colour": "#112233"})
    editor.open()
    digits = editor.row("contactForm.colour").locator("input[type=text]")
    digits.fill("")
    editor.page.wait_for_timeout(600)
    expect(digits).to_be_focused()
    editor.page.keyboard.type("aa3344")
    editor.saved(1)
    assert draft(server, editor)["colour"] == "#aa3344"


def test_who_serves_is_chosen_from_what_is_so_now(server, editor, pages):
    editor.list()
    before = server.call("GET", "rooms")["rooms"][0]["agents"]
    server.call("PATCH", f"rooms/{editor.room}", {"agents": before[:1]})
    editor.card("GENERAL").get_by_role("button", name="Agents").click()
    boxes = editor.page.locator("room-agents").get_by_role("checkbox")
    expect(boxes.first).to_be_visible()
    assert sum(boxes.nth(at).is_checked() for at in range(boxes.count())) == 1
