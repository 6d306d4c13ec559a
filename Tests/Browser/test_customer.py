"""The customer's screens: who is named, what fits, where the focus stands."""

import pytest
from playwright.sync_api import expect

from people import Agent, Customer, said


@pytest.fixture
def lost(server, pages):
    """A chat whose agent has written and is gone; it waits again: the customer."""
    server.settings(phones={"lostConnectionSeconds": 5})
    ana = Agent(pages.new(), server).log_on()
    customer = Customer(pages.new(), server).ask()
    ana.answer()
    ana.write("Ana promises you a refund")
    said(customer, "Ana promises you a refund")
    ana.page.close()
    expect(customer.page.locator("customer-phone .strong")).to_be_visible(timeout=15_000)
    return customer


def test_each_text_keeps_the_name_of_the_agent_who_wrote_it(lost, ben):
    customer = lost
    ben.log_on()
    ben.answer()
    ben.write("Ben here")
    said(customer, "Ben here")
    line = customer.page.locator(".text", has_text="Ana promises you a refund")
    expect(line.locator(".who")).to_have_text("Ana Lima")
    expect(customer.page.locator(".text .who").last).to_have_text("Ben Okafor")
    theirs = ben.page.locator("chat-pane .text", has_text="Ana promises you a refund")
    expect(theirs.locator(".who")).to_have_text("Ana Lima")
    expect(theirs).to_have_class("text theirs ends")


@pytest.mark.parametrize("width", [320, 375])
def test_a_long_word_in_the_input_does_not_widen_the_page(talk, width):
    customer, _ = talk
    customer.page.set_viewport_size({"width": width, "height": 667})
    customer.input.fill("https://example.com/" + "x" * 200)
    for part in ("#app", "customer-phone", "room-bar", "chat-composer textarea", "chat-composer .send"):
        box = customer.page.locator(part).bounding_box()
        assert box["x"] >= 0 and box["x"] + box["width"] <= width, (part, box)
    assert customer.page.evaluate("document.querySelector('#app').scrollWidth") == width


def test_a_card_that_stays_keeps_the_focus(pages, server, ana, ben):
    ana.log_on()
    ben.log_on()
    Customer(pages.new(), server).ask("Mei", "First?")
    expect(ana.ring).to_have_count(1)
    Customer(pages.new(), server).ask("Omar", "Second?")
    expect(ana.ring).to_have_count(2)
    order = ana.ring.locator("h2").all_text_contents()
    ana.ring.nth(1).get_by_role("button", name="Answer").focus()
    ben.page.locator("ring-card", has_text=order[0]).get_by_role("button", name="Answer").click()
    expect(ana.ring).to_have_count(1)
    expect(ana.ring.get_by_role("button", name="Answer")).to_be_focused()


def test_who_waits_again_may_leave_a_letter(lost):
    page = lost.page
    expect(page.get_by_text("Nobody is free right now")).to_be_visible()
    expect(page).to_have_title("Nobody is free right now · Acme Care")
    page.get_by_role("button", name="Leave a letter instead").click()
    expect(page.get_by_label("Your letter")).to_have_value("Where is my order?")
    expect(page.get_by_label("Your letter")).to_be_focused()


def test_who_cancels_while_waiting_again_keeps_what_was_said(lost, ben):
    ben.log_on()
    expect(lost.page).to_have_title("Ringing 1 agent · Acme Care")
    lost.page.get_by_role("button", name="Cancel").click()
    expect(lost.page.get_by_text("You ended the chat.")).to_be_visible()
    assert "Ana promises you a refund" in lost.texts


def test_the_seconds_of_a_lost_agent_are_not_read_out(talk):
    customer, ana = talk
    ana.page.close()
    bar = customer.page.locator("link-bar")
    expect(bar.get_by_role("timer")).to_contain_text("Waiting up to")
    expect(bar.get_by_role("status")).to_have_text("Ana Lima’s connection was lost.")


def test_the_focus_stands_where_the_next_step_is(talk):
    customer, ana = talk
    page = customer.page
    expect(customer.input).to_be_focused()
    page.reload()
    expect(customer.input).to_be_focused()
    end = page.get_by_role("button", name="End", exact=True)
    end.focus()
    ana.write("news draw the page anew")
    said(customer, "news draw the page anew")
    expect(end).to_be_focused()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Start again")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="How can we help?")).to_be_focused()


def test_who_is_typing_at_the_end_presses_nothing_by_accident(talk):
    customer, ana = talk
    customer.input.press_sequentially("half")
    ana.hang_up()
    expect(customer.page.locator(".strong")).to_be_focused()
    customer.page.keyboard.press("Enter")
    expect(customer.page.get_by_text("Ana Lima ended the chat.")).to_be_visible()


def test_by_touch_enter_is_a_new_line_and_the_key_says_so(pages, server, ana):
    ana.log_on()
    customer = Customer(pages.new(has_touch=True, is_mobile=True), server).ask()
    ana.answer()
    expect(customer.input).to_have_attribute("enterkeyhint", "enter")
    expect(customer.page.get_by_role("log")).to_be_focused()
    customer.input.fill("one")
    customer.input.press("Enter")
    expect(customer.input).to_have_value("one\n")


def test_a_form_that_was_changed_meanwhile_is_drawn_anew(server, customer, pages):
    pages.allow("400 (Bad Request)")
    pages.allow("403 (Forbidden)")
    page = customer.page
    server.settings(contactForm={"phone": {"hidden": True}})
    customer.open().fill(name="Mei", question="Where is my order?")
    server.settings(contactForm={"phone": {"hidden": False, "mandatory": True}})
    page.get_by_role("button", name="Start the chat").click()
    expect(page.get_by_role("alert").filter(has_text="This form was changed")).to_be_visible()
    expect(page.get_by_label("Your question")).to_have_value("Where is my order?")
    customer.fill(phone="+852 1234")
    server.settings(contactForm={"chatButton": False})
    page.get_by_role("button", name="Start the chat").click()
    expect(page.get_by_role("button", name="Start the chat")).to_have_count(0)
    expect(page.get_by_role("button", name="Leave a letter")).to_be_visible()
    expect(page.get_by_label("Your question")).to_have_value("Where is my order?")
