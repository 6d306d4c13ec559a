"""The form's own fields, from the customer's keyboard to the agent's screen, and how they are edited."""

import pytest
from playwright.sync_api import expect

from people import Agent, Customer
from screens.looks import layout_faults, violations
from test_languages import words_of
from test_settings import deaf

FIELDS = [
    {"key": "order", "kind": "text", "label": "Order number", "mandatory": True},
    {"key": "about", "kind": "choice", "label": "What is it about?", "choices": ["Delivery", "Price"]},
    {"key": "where", "kind": "lines", "label": "Where to?", "mandatory": True,
     "showWhen": {"field": "about", "value": "Delivery"}},
    {"key": "urgent", "kind": "checkBox", "label": "It is urgent"},
    {"key": "calls", "kind": "consent", "label": "You may call me, <b>even</b> at night",
     "showWhen": {"field": "urgent", "value": "yes"}},
]


@pytest.fixture
def asking(server, customer) -> Customer:
    server.settings(contactForm={"customFields": FIELDS})
    customer.open()
    expect(customer.page.get_by_label("Order number")).to_be_visible()
    return customer


def press(customer: Customer) -> None:
    customer.page.get_by_role("button", name="Start the chat").click()


def test_fields_come_and_go_with_the_answers_before_them(asking):
    page = asking.page
    where, about = page.get_by_label("Where to?"), page.get_by_label("What is it about?")
    expect(where).to_have_count(0)
    about.select_option("Delivery")
    where.fill("Kowloon")
    about.select_option("Price")
    expect(where).to_have_count(0)
    about.select_option("Delivery")
    expect(where).to_have_value("Kowloon")
    box = page.get_by_label("It is urgent")
    box.focus()
    page.keyboard.press("Space")
    expect(page.get_by_label("You may call me, <b>even</b> at night")).to_be_visible()
    # The hand stays where it was, and the next step of the keyboard is the new field.
    expect(box).to_be_focused()
    page.keyboard.press("Tab")
    expect(page.get_by_label("You may call me, <b>even</b> at night")).to_be_focused()


def test_what_is_needed_is_said_at_the_field(asking):
    page = asking.page
    page.get_by_label("It is urgent").check()
    press(asking)
    order = page.get_by_label("Order number")
    expect(order).to_be_focused()
    expect(order).to_have_accessible_description("Please fill this in.")
    order.fill("7")
    expect(order).to_have_accessible_description("")
    press(asking)
    consent = page.get_by_label("You may call me, <b>even</b> at night")
    expect(consent).to_be_focused()
    expect(consent).to_have_accessible_description("Please tick this box.")
    assert violations(page) == []


def test_what_was_answered_survives_a_reload(asking):
    page = asking.page
    page.get_by_label("What is it about?").select_option("Delivery")
    page.get_by_label("Where to?").fill("Kowloon")
    page.get_by_label("It is urgent").check()
    page.reload()
    expect(page.get_by_label("What is it about?")).to_have_value("Delivery")
    expect(page.get_by_label("Where to?")).to_have_value("Kowloon")
    expect(page.get_by_label("It is urgent")).to_be_checked()


def test_the_agent_sees_what_was_answered_also_after_the_form_changed(asking, server, ana: Agent):
    ana.log_on()
    page = asking.page
    asking.fill(name="Mei", question="Where is it?")
    page.get_by_label("Order number").fill("<img src=x onerror=alert(1)>")
    page.get_by_label("What is it about?").select_option("Delivery")
    page.get_by_label("Where to?").fill("Kowloon\n3rd floor")
    page.get_by_label("It is urgent").check()
    page.get_by_label("You may call me, <b>even</b> at night").check()
    press(asking)
    expect(page.locator("waiting-room")).to_be_visible()
    server.settings(contactForm={"customFields": []})
    ana.answer()
    told = ana.page.locator("chat-pane chat-transcript .facts .answers > div")
    expect(told).to_have_text([
        "Order number<img src=x onerror=alert(1)>", "What is it about?Delivery", "Where to?Kowloon\n3rd floor",
        "It is urgentYes", "You may call me, <b>even</b> at nightYes"])
    if ana.page.locator("facts-panel").is_hidden():
        ana.page.locator("chat-pane button.facts").click()
    facts = ana.page.locator("facts-panel fact-list")
    expect(facts).to_contain_text("Where to?")
    expect(facts).to_contain_text("Kowloon")
    expect(facts.get_by_role("button", name="Copy: Order number")).to_be_visible()
    assert violations(ana.page) == []


def test_a_letter_has_them_too(asking, ana: Agent):
    page = asking.page
    asking.fill(email="mei@example.com", question="Call me")
    page.get_by_label("Order number").fill("77-1")
    page.get_by_role("button", name="or leave a letter").click()
    expect(page.get_by_role("heading", name="Your letter")).to_be_visible()
    ana.log_on()
    ana.page.goto(f"{ana.server.url}/console/letters")
    card = ana.page.locator(".letter").first
    expect(card).to_contain_text("Order number")
    expect(card).to_contain_text("77-1")
    expect(card.locator(".answers > div").nth(1)).to_have_text("It is urgentNo")


def test_consent_is_asked_anew_for_each_chat(asking, server, ana: Agent):
    server.settings(contactForm={"customFields": [{"key": "terms", "kind": "consent", "label": "I accept the terms"}]})
    page = asking.open().page
    page.get_by_label("I accept the terms").check()
    press(asking)
    page.get_by_role("button", name="Cancel").click()
    expect(page.get_by_label("I accept the terms")).not_to_be_checked()


def test_a_field_that_is_gone_renews_the_form(asking, server, pages):
    pages.allow("400 (Bad Request)")  # the press on a form that has changed
    deaf(asking, pages)
    asking.open()
    asking.fill(question="Where is it?")
    asking.page.get_by_label("Order number").fill("7")
    server.settings(contactForm={"customFields": FIELDS[1:]})
    press(asking)
    expect(asking.page.get_by_text("This form was changed just now.")).to_be_visible()
    expect(asking.page.get_by_label("Order number")).to_have_count(0)
    expect(asking.page.locator("textarea")).to_have_value("Where is it?")


@pytest.mark.parametrize("language", ["en", "zh-Hant", "ar"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_they_look_right_on_a_small_phone(server, pages, language, scheme):
    long = {"key": "long", "kind": "choice", "label": "w" * 120, "choices": ["x" * 80, "y" * 80], "mandatory": True}
    server.settings(contactForm={"customFields": [*FIELDS, long], "language": language})
    page = pages.new(viewport={"width": 320, "height": 640}, color_scheme=scheme)
    phone = Customer(page, server).open()
    phone.page.get_by_label("It is urgent").check()
    page.get_by_role("button", name=words_of(language)["form.chat"]).click()
    expect(page.get_by_text(words_of(language)["form.errorTick"])).to_be_visible()
    expect(page.get_by_text(words_of(language)["form.errorChoose"])).to_be_visible()
    assert layout_faults(page) == []
    assert violations(page) == []


class Editor:
    """The editor on the page for developers, with what it tells."""

    def __init__(self, server, pages, **options):
        pages.allow("401 (Unauthorized)")
        self.page = pages.new(viewport={"width": 1280, "height": 900}, **options)
        self.page.goto(f"{server.url}/console/components")
        self.root = self.page.locator("custom-fields-editor").first
        self.root.evaluate("element => element.addEventListener('changed', ({ detail }) => (window.told = detail))")

    @property
    def cards(self):
        return self.root.locator("custom-field-card")

    def told(self):
        return self.page.evaluate("window.told")

    def add(self, label: str, kind: str = "") -> None:
        self.root.get_by_role("button", name="Add a field").click()
        self.page.keyboard.type(label)
        if kind:
            self.cards.last.get_by_label("Kind").select_option(kind)


def test_fields_are_added_edited_moved_and_removed_by_keyboard(empty_server, pages):
    editor = Editor(empty_server, pages)
    expect(editor.root.get_by_text("No fields of your own yet")).to_be_visible()
    editor.add("Subject", "choice")
    editor.cards.last.get_by_label("Choices").fill("Delivery\n\n Price ")
    editor.add("Where to?")
    card = editor.cards.last
    card.get_by_label("Must be answered").check()
    card.get_by_label("Shown", exact=True).select_option(label="Subject")
    card.get_by_label("The answer for which").select_option("Price")
    subject, where = editor.told()
    assert (subject["kind"], subject["choices"], subject["label"]) == ("choice", ["Delivery", "Price"], "Subject")
    assert where["showWhen"] == {"field": subject["key"], "value": "Price"} and where["mandatory"]
    # Above what it asks, a field cannot ask: that is said.
    card.get_by_label("What customers read").focus()
    editor.page.keyboard.press("Alt+ArrowUp")
    assert [each["label"] for each in editor.told()] == ["Where to?", "Subject"]
    assert editor.told()[0]["showWhen"] is None
    expect(editor.root.get_by_role("status")).to_contain_text("“Where to?” is always shown now")
    expect(editor.cards.first.get_by_label("What customers read")).to_be_focused()
    editor.root.get_by_role("button", name="Move down: Where to?").click()
    assert [each["label"] for each in editor.told()] == ["Subject", "Where to?"]
    expect(editor.root.get_by_role("button", name="Move up: Where to?")).to_be_focused()
    editor.root.get_by_role("button", name="Remove: Subject").click()
    expect(editor.root.get_by_role("button", name="Remove: Where to?")).to_be_focused()
    editor.page.keyboard.press("Enter")
    expect(editor.root.get_by_role("button", name="Add a field")).to_be_focused()
    assert editor.told() == []


def test_a_consent_has_no_choice_about_being_needed(empty_server, pages):
    editor = Editor(empty_server, pages)
    editor.add("Terms", "consent")
    expect(editor.cards.last.get_by_label("Must be answered")).to_be_hidden()
    editor.cards.last.get_by_label("Kind").select_option("text")
    expect(editor.cards.last.get_by_label("Must be answered")).to_be_visible()


def test_there_are_at_most_twenty(empty_server, pages):
    editor = Editor(empty_server, pages)
    for number in range(20):
        editor.add(f"Field {number}")
    expect(editor.root.get_by_role("button", name="Add a field")).to_be_hidden()
    expect(editor.root.get_by_text("A form has at most 20 fields of its own.")).to_be_visible()
    assert len({each["key"] for each in editor.told()}) == 20
