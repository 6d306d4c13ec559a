"""What the room decides is seen on both screens."""

import json
import re

import pytest
from playwright.sync_api import expect

from people import Customer, said
from screens.looks import layout_faults, violations
from test_languages import words_of


def test_without_preview_nothing_leaves_before_it_is_sent(server, customer, ana):
    server.settings(phones={"hidePreview": True})
    ana.log_on()
    customer.ask()
    ana.answer()
    frames = []
    customer.page.wait_for_selector("customer-phone")
    expect(customer.page.get_by_text("sees what you type")).to_have_count(0)
    customer.page.on("websocket", lambda socket: socket.on("framesent", lambda frame: frames.append(frame)))
    customer.page.reload()
    customer.page.wait_for_selector("customer-phone")
    customer.input.press_sequentially("a secret thought")
    customer.page.wait_for_timeout(600)
    assert not [frame for frame in frames if "secret" in str(frame)]
    expect(ana.page.locator("peer-preview .words")).to_have_text("")
    customer.input.press("Enter")
    said(ana, "a secret thought")
    told = [json.loads(frame) for frame in frames if "secret" in str(frame)]
    assert [frame["t"] for frame in told] == ["message"]


def test_hidden_and_mandatory_fields(server, customer):
    server.settings(contactForm={"phone": {"hidden": True}, "name": {"mandatory": True}})
    customer.open()
    expect(customer.page.get_by_label("Your question")).to_be_visible()
    expect(customer.page.get_by_label("Phone")).to_have_count(0)
    customer.page.get_by_role("button", name="Start the chat").click()
    name = customer.page.get_by_label("Your name")
    expect(name).to_be_focused()
    expect(name).to_have_attribute("aria-invalid", "true")
    assert name.get_attribute("aria-describedby")
    expect(name).to_have_accessible_description("Please fill this in.")
    customer.fill(name="Mei")
    customer.page.get_by_role("button", name="Start the chat").click()
    expect(customer.page.locator("waiting-room")).to_be_visible()


def test_buttons_that_are_off_are_absent(server, customer):
    server.settings(contactForm={"chatButton": False})
    customer.open()
    expect(customer.page.get_by_role("button", name="Leave a letter")).to_be_visible()
    expect(customer.page.get_by_role("button", name="Start the chat")).to_have_count(0)
    server.settings(contactForm={"chatButton": True, "letterButton": False})
    customer.open()
    expect(customer.page.get_by_role("button", name="Start the chat")).to_be_visible()
    expect(customer.page.get_by_role("button", name="etter")).to_have_count(0)


def test_the_rooms_word_for_the_agent(server, customer, ana):
    server.settings(phones={"agentRole": "Doctor"})
    ana.log_on()
    customer.ask()
    expect(customer.page.get_by_role("heading", name="Ringing: Doctor")).to_be_visible()


def test_an_email_that_cannot_be_one(customer):
    customer.open().fill(email="mei at example")
    customer.page.get_by_role("button", name="Start the chat").click()
    expect(customer.page.get_by_label("E-mail")).to_be_focused()
    expect(customer.page.get_by_text("This does not look like an e-mail address")).to_be_visible()


def test_a_letter_needs_words_and_an_address(customer):
    customer.open()
    customer.page.get_by_role("button", name="or leave a letter").click()
    expect(customer.page.get_by_label("E-mail")).to_be_focused()
    expect(customer.page.get_by_text("Please write your letter here.")).to_be_visible()


def test_scripts_off_is_told(server, pages):
    page = pages.new(java_script_enabled=False)
    page.goto(server.form)
    expect(page).to_have_url(re.compile("plain"))
    expect(page.get_by_text("Scripts are off in this browser")).to_be_visible()


def test_a_message_too_long_stays_in_the_input(talk):
    customer, _ = talk
    customer.input.fill("x" * 17_000)
    customer.input.press("Enter")
    expect(customer.page.get_by_text("This is too long to send in one message.")).to_be_visible()
    assert len(customer.input.input_value()) == 17_000


def test_enter_sends_and_shift_enter_does_not(talk):
    customer, ana = talk
    customer.input.press_sequentially("one")
    customer.input.press("Shift+Enter")
    customer.input.press_sequentially("two")
    customer.input.press("Enter")
    said(ana, "one\ntwo")


def test_on_a_phone_enter_makes_a_new_line(server, pages, ana):
    ana.log_on()
    phone = Customer(
        pages.new(viewport={"width": 360, "height": 740}, has_touch=True, is_mobile=True), server)
    phone.ask()
    ana.answer()
    phone.input.press_sequentially("one")
    phone.input.press("Enter")
    phone.input.press_sequentially("two")
    phone.page.get_by_role("button", name="Send").tap()
    said(ana, "one\ntwo")


def token(page, name: str) -> str:
    return page.evaluate("(name) => getComputedStyle(document.documentElement).getPropertyValue(name)", name).strip()


def test_the_rooms_words_stand_above_the_form(server, customer):
    server.settings(contactForm={"companyName": "Acme Boats", "header": "Ahoy!", "subHeader": "A sailor answers."})
    customer.open()
    page = customer.page
    expect(page.get_by_role("heading", name="Ahoy!")).to_be_visible()
    expect(page.get_by_text("A sailor answers.")).to_be_visible()
    expect(page.locator("room-bar")).to_contain_text("Acme Boats")
    expect(page).to_have_title(re.compile("Acme Boats"))
    server.settings(contactForm={"header": "", "subHeader": "", "companyName": ""})
    customer.open()
    expect(page.get_by_role("heading", name="How can we help?")).to_be_visible()
    expect(page.locator("room-bar")).to_contain_text("Acme Care")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_rooms_colours_are_readable_in_both_schemes(server, customer, ana, scheme):
    page = customer.page
    page.emulate_media(color_scheme=scheme)
    customer.open()
    usual = token(page, "--theme")
    server.settings(contactForm={"theme": "mango"})
    customer.open()
    page.wait_for_selector("contact-form")
    assert token(page, "--theme") == {"light": "#786c39", "dark": "#f5de74"}[scheme]
    button = page.get_by_role("button", name="Start the chat")
    expect(button).to_have_css("background-color", {"light": "rgb(120, 108, 57)", "dark": "rgb(245, 222, 116)"}[scheme])
    assert violations(page) == []
    server.settings(contactForm={"colour": "#bc4044"})
    customer.open()
    page.wait_for_selector("contact-form")
    assert token(page, "--theme") == {"light": "#bc4044", "dark": "#d99194"}[scheme]
    ana.log_on()
    customer.ask()
    ana.answer()
    expect(customer.input).to_be_visible()
    assert violations(page) == []
    server.settings(contactForm={"theme": "harbour", "colour": ""})
    customer.open()
    page.wait_for_selector("room-bar")
    assert token(page, "--theme") == usual


def test_one_language_for_all_customers(server, customer):
    server.settings(contactForm={"language": "ar"})
    customer.open()
    page = customer.page
    page.wait_for_selector("contact-form")
    assert page.evaluate("[document.documentElement.lang, document.documentElement.dir]") == ["ar", "rtl"]
    expect(page.get_by_role("button", name=words_of("ar")["form.chat"])).to_be_visible()
    # An open form loads itself anew in another language.
    server.settings(contactForm={"language": "browser"})
    expect(page.get_by_role("button", name="Start the chat")).to_be_visible()
    assert page.evaluate("document.documentElement.dir") == "ltr"


def test_a_long_word_above_the_form_does_not_widen_it(server, customer):
    server.settings(contactForm={"header": "x" * 120, "subHeader": "y" * 300, "companyName": "z" * 80})
    customer.page.set_viewport_size({"width": 320, "height": 640})
    customer.open()
    customer.page.wait_for_selector("contact-form")
    assert layout_faults(customer.page) == []
    assert customer.page.evaluate("document.querySelector('#app').scrollWidth") == 320


def deaf(customer: Customer, pages) -> None:
    """A form that does not hear of new settings: the server has no place for one more, say."""
    pages.allow("ERR_FAILED")
    customer.page.route("**/changes?*", lambda route: route.abort())


def test_a_form_that_is_renewed_speaks_the_rooms_language(server, customer, pages):
    pages.allow("403 (Forbidden)")  # the press on a button that is off
    deaf(customer, pages)
    customer.open()
    customer.fill(question="Where is my order?")
    server.settings(contactForm={"language": "ar", "phone": {"mandatory": True, "hidden": False}})
    server.settings(contactForm={"chatButton": False})
    customer.page.get_by_role("button", name="Start the chat").click()
    expect(customer.page.locator("html")).to_have_attribute("dir", "rtl")
    expect(customer.page.locator("textarea")).to_have_value("Where is my order?")
