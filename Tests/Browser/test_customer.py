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
