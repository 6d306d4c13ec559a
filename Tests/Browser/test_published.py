"""What is published stands on open forms within a second, and what was typed stays."""

import time

import pytest
from playwright.sync_api import expect

from people import Agent, Customer
from screens.looks import layout_faults, violations
from test_languages import words_of
from test_settings import token

ORDER = {"key": "order", "kind": "text", "label": "Order number", "mandatory": True}
STATE = """() => {
  const { activeElement: held } = document;
  return { name: held.name, value: held.value, from: held.selectionStart, to: held.selectionEnd };
}"""


@pytest.fixture
def writing(server, customer) -> Customer:
    """A customer in the middle of a sentence, with the caret within it."""
    with customer.page.expect_request("**/changes?**"):
        customer.open()
    customer.fill(name="Mei")
    customer.page.get_by_label("Your question").press_sequentially("Where is my order?")
    for _ in range(6):
        customer.page.keyboard.press("ArrowLeft")
    # The page waits for news by now.
    customer.page.wait_for_timeout(200)
    return customer


def test_the_open_form_changes_under_the_hand(server, writing, proof):
    page = writing.page
    before = page.evaluate(STATE)
    page.evaluate("document.activeElement.dataset.same = 'yes'")
    usual = token(page, "--theme")
    server.settings(contactForm={
        "header": "Ahoy!", "subHeader": "A sailor answers.", "companyName": "Acme Boats", "theme": "mango",
        "customFields": [ORDER], "phone": {"hidden": True}, "letterButton": False})
    began = time.monotonic()
    expect(page.get_by_role("heading", name="Ahoy!")).to_be_visible()
    took = time.monotonic() - began
    proof("CF-2", f"an open form showed new settings {took:.2f} s after they were published")
    assert took < 1
    expect(page.get_by_label("Order number")).to_be_visible()
    expect(page.get_by_text("A sailor answers.")).to_be_visible()
    expect(page.locator("room-bar")).to_contain_text("Acme Boats")
    expect(page.get_by_label("Phone")).to_have_count(0)
    expect(page.get_by_role("button", name="or leave a letter")).to_have_count(0)
    assert token(page, "--theme") not in ("", usual)
    # The same input, its words, and the caret within them.
    assert page.evaluate(STATE) == before
    assert page.evaluate("document.activeElement.dataset.same") == "yes"
    expect(page.get_by_label("Your name")).to_have_value("Mei")
    assert violations(page) == []
    page.keyboard.type("big ")
    expect(page.get_by_label("Your question")).to_have_value("Where is my big order?")


def test_every_publication_is_shown_and_the_form_can_be_sent(server, writing, ana: Agent):
    ana.log_on()
    page = writing.page
    for number in range(4):
        server.settings(contactForm={"header": f"Number {number}"})
        expect(page.get_by_role("heading", name=f"Number {number}")).to_be_visible()
    server.settings(contactForm={"customFields": [ORDER]})
    page.get_by_label("Order number").fill("7")
    page.get_by_role("button", name="Start the chat").click()
    expect(page.locator("waiting-room")).to_be_visible()
    ana.answer()
    expect(ana.page.locator("chat-pane .answers")).to_contain_text("Order number")


def test_answers_stay_when_their_fields_change(server, writing):
    page = writing.page
    about = {"key": "about", "kind": "choice", "label": "About", "choices": ["Delivery", "Price"]}
    terms = {"key": "terms", "kind": "consent", "label": "I accept"}
    server.settings(contactForm={"customFields": [ORDER, about, terms]})
    page.get_by_label("Order number").fill("77")
    page.get_by_label("About").select_option("Price")
    page.get_by_label("I accept").check()
    server.settings(contactForm={"customFields": [
        terms, {**about, "label": "Subject", "choices": ["Price", "Other"]}, {**ORDER, "mandatory": False, "label": "Order"}]})
    expect(page.get_by_label("Subject")).to_have_value("Price")
    expect(page.get_by_label("Order")).to_have_value("77")
    expect(page.get_by_label("I accept")).to_be_checked()
    server.settings(contactForm={"customFields": [{**about, "choices": ["Other", "More"]}]})
    expect(page.get_by_label("About")).to_have_value("")


def test_a_hidden_tab_hears_of_it_when_it_is_seen(server, writing):
    page = writing.page
    hide = "(state) => Object.defineProperty(document, 'visibilityState', { value: state, configurable: true })"
    turn = "() => document.dispatchEvent(new Event('visibilitychange'))"
    page.evaluate(hide, "hidden")
    page.evaluate(turn)
    server.settings(contactForm={"header": "Ahoy!"})
    page.wait_for_timeout(1500)
    expect(page.get_by_role("heading", name="Ahoy!")).to_have_count(0)
    page.evaluate(hide, "visible")
    page.evaluate(turn)
    expect(page.get_by_role("heading", name="Ahoy!")).to_be_visible()


def test_another_language_turns_the_page_and_keeps_the_words(server, writing):
    server.settings(contactForm={"language": "ar"})
    expect(writing.page.locator("html")).to_have_attribute("dir", "rtl")
    expect(writing.page.get_by_role("button", name=words_of("ar")["form.chat"])).to_be_visible()
    expect(writing.page.locator("textarea")).to_have_value("Where is my order?")


def test_a_replaced_link_is_said_on_the_open_form(server, writing, pages):
    pages.allow("410 (Gone)")
    room = server.call("GET", "rooms")["rooms"][0]["id"]
    server.call("POST", f"rooms/{room}/token")
    said = writing.page.locator("contact-form .said")
    expect(said).to_contain_text("replaced by a new one")
    expect(writing.page.get_by_label("Your question")).to_have_value("Where is my order?")
    expect(writing.page.get_by_role("button", name="Start the chat")).to_be_disabled()
    assert violations(writing.page) == []


def test_a_deleted_room_is_said_on_the_open_form(server, customer, pages):
    pages.allow("404 (Not Found)")
    room = server.call("POST", "rooms", {"name": "BOATS"})
    server.token = room["token"]
    with customer.page.expect_request("**/changes?**"):
        customer.open()
    customer.page.wait_for_timeout(200)
    server.call("DELETE", f"rooms/{room['id']}")
    expect(customer.page.locator("contact-form .said")).to_contain_text(words_of("en")["gone.body"])


def test_after_the_server_was_away_the_form_hears_again(server, writing, pages):
    pages.allow("Failed to load resource")
    server.stop()
    server.start()
    writing.page.wait_for_timeout(7_000)
    server.settings(contactForm={"header": "Back again"})
    expect(writing.page.get_by_role("heading", name="Back again")).to_be_visible(timeout=15_000)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_new_form_looks_right_on_a_small_phone(server, pages, scheme):
    page = pages.new(viewport={"width": 320, "height": 640}, color_scheme=scheme)
    with page.expect_request("**/changes?**"):
        Customer(page, server).open()
    page.wait_for_timeout(200)
    server.settings(contactForm={"header": "x" * 120, "colour": "#bc4044", "customFields": [{**ORDER, "label": "w" * 120}]})
    expect(page.get_by_role("heading", name="x" * 120)).to_be_visible()
    assert layout_faults(page) == []
    assert violations(page) == []
