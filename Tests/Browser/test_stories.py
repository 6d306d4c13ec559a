"""Two people and one chat."""

import re

import pytest
from playwright.sync_api import expect

from people import Agent, Customer, said


@pytest.mark.both_browsers
def test_ask_ring_answer_talk_end_choose(customer, ana):
    ana.log_on()
    customer.ask("Mei", "Where is my order?")
    expect(customer.page.get_by_role("heading", name="Ringing 1 agent")).to_be_visible()
    expect(customer.page.locator("waiting-room").get_by_text("You are next")).to_be_visible()
    expect(ana.ring).to_contain_text("Where is my order?")
    expect(ana.page).to_have_title("(1) Ringing: Mei")
    ana.answer()
    expect(ana.page).to_have_title("Serving · Foyer")
    expect(ana.page.get_by_text("Where is my order?").last).to_be_visible()
    expect(customer.page.get_by_role("heading", name="Ana Lima")).to_be_visible()

    customer.input.press_sequentially("and my card is 4111 1111 1111 1111")
    expect(ana.page.locator("peer-preview")).to_contain_text("and my card is •••• •••• •••• ••••")
    customer.input.fill("")
    expect(ana.page.locator("peer-preview .words")).to_have_text("")
    ana.input.press_sequentially("It left")
    expect(customer.page.locator("peer-preview")).to_contain_text("It left")

    ana.write("It left on Monday.")
    customer.write("Thank you!")
    said(ana, "It left on Monday.", "Thank you!")
    said(customer, "It left on Monday.", "Thank you!")
    expect(customer.page.locator(".mine .mark").last).to_have_text("Read")
    expect(customer.page.locator("peer-preview .words")).to_have_text("")

    ana.hang_up()
    expect(customer.page.get_by_text("Ana Lima ended the chat.")).to_be_visible()
    expect(ana.status).to_have_text("You hung up")
    ana.page.locator("chat-pane").get_by_role("button", name="Break").click()
    expect(ana.status).to_have_text("On a break")
    expect(ana.page.locator("chat-pane")).to_have_count(0)


def test_the_customer_ends_and_starts_again_with_what_is_known(talk):
    customer, ana = talk
    customer.end()
    expect(customer.page.get_by_text("You ended the chat.")).to_be_visible()
    expect(ana.status).to_have_text("Customer hung up")
    ana.page.locator("chat-pane").get_by_role("button", name="Online").click()
    expect(ana.status).to_have_text("Online")
    customer.page.get_by_role("button", name="New question").click()
    expect(customer.page.get_by_label("Your name")).to_have_value("Mei")
    expect(customer.page.get_by_label("Your question")).to_have_value("")
    customer.page.get_by_role("button", name="Start the chat").click()
    expect(ana.ring).to_be_visible()
    ana.answer()
    expect(ana.page.get_by_role("heading", name="1 earlier chat")).to_be_visible()
    ana.page.locator("facts-panel li button").click()
    expect(ana.page.locator("facts-panel chat-transcript")).to_contain_text("Where is my order?")


def test_two_agents_answer_at_once_and_one_is_told(customer, ana, ben):
    ana.log_on()
    ben.log_on()
    customer.ask()
    expect(ana.ring).to_be_visible()
    expect(ben.ring).to_be_visible()
    press = "document.querySelector('ring-card .button.next')?.click()"
    ana.page.evaluate(f"setTimeout(() => {press}, 50)")
    ben.page.evaluate(f"setTimeout(() => {press}, 50)")
    panes = [each.page.locator("chat-pane") for each in (ana, ben)]
    expect(customer.page.locator("customer-phone")).to_be_visible()
    for each in (ana, ben):
        expect(each.ring).to_have_count(0)
    winner = 0 if customer.page.get_by_role("heading", name="Ana Lima").count() else 1
    expect(panes[winner]).to_be_visible()
    loser = (ben, ana)[winner]
    expect(loser.page.locator("desk-page .partings")).to_contain_text("answered by a colleague")
    expect(loser.status).to_have_text("Online")
    assert panes[1 - winner].count() == 0


def test_ctrl_enter_answers_from_anywhere_and_enter_only_on_the_card(customer, ana):
    ana.log_on()
    ana.page.get_by_role("link", name="Rooms").click()
    customer.ask()
    expect(ana.page.locator("console-shell .badge[data-rings]")).to_have_text("1")
    ana.page.keyboard.press("Enter")
    expect(customer.page.locator("waiting-room")).to_be_visible()
    ana.page.keyboard.press("Control+Enter")
    expect(ana.page.locator("chat-pane")).to_be_visible()
    expect(ana.input).to_be_focused()


def test_enter_on_the_card_answers(customer, ana):
    ana.log_on()
    customer.ask()
    ana.ring.focus()
    ana.page.keyboard.press("Enter")
    expect(ana.page.locator("chat-pane")).to_be_visible()


def test_a_rejected_ring_goes_away(customer, ana):
    ana.log_on()
    customer.ask()
    ana.ring.get_by_role("button", name="Not me").click()
    expect(ana.ring).to_have_count(0)
    expect(customer.page.get_by_role("heading", name="Nobody can answer right now")).to_be_visible()
    expect(ana.page.locator("chat-lists .waiting")).to_contain_text("Mei")


def test_cancel_while_waiting_brings_the_form_back(customer, ana):
    ana.log_on()
    customer.ask()
    expect(ana.ring).to_be_visible()
    customer.page.get_by_role("button", name="Cancel").click()
    expect(customer.page.get_by_label("Your question")).to_have_value("Where is my order?")
    expect(ana.ring).to_have_count(0)
    expect(ana.page.locator("desk-page .partings")).to_contain_text("Mei left.")


def test_nobody_free_is_said_and_a_letter_offered(customer, ana):
    customer.ask()
    expect(customer.page.get_by_role("heading", name="Nobody can answer right now")).to_be_visible()
    customer.begin_letter()
    customer.page.get_by_label("E-mail").fill("mei@example.com")
    customer.page.get_by_role("button", name="Send the letter").click()
    expect(customer.page.get_by_role("heading", name="Your letter is on its way")).to_be_visible()
    ana.log_on()
    ana.page.get_by_role("link", name="Letters").click()
    letter = ana.page.locator("letters-page .card")
    expect(letter).to_contain_text("Where is my order?")
    expect(letter.get_by_role("link")).to_have_attribute("href", re.compile("^mailto:mei%40example.com"))


def test_who_comes_online_is_rung_for_those_who_wait(customer, ana):
    customer.ask()
    ana.log_on()
    expect(ana.ring).to_be_visible()
    expect(customer.page.get_by_role("heading", name="Ringing 1 agent")).to_be_visible()


def test_a_wrong_link_says_so(pages, server):
    pages.allow("404 (Not Found)")
    page = pages.new()
    answer = page.goto(f"{server.url}/r/nosuchroom")
    assert answer.status == 404
    expect(page.get_by_role("heading", name="This link leads nowhere")).to_be_visible()
    expect(page.locator("form")).to_have_count(0)


def test_text_is_never_markup(customer, ana):
    ana.log_on()
    customer.ask("<img src=x onerror=alert(1)>", "<b>bold</b> & <script>alert(2)</script>")
    expect(ana.ring).to_contain_text("<img src=x onerror=alert(1)>")
    ana.answer()
    customer.write("<i>line</i>\n\tsecond")
    ana.write("<b>also</b> <img src=x>")
    for person, place in ((ana, "desk-page"), (customer, "customer-phone")):
        said(person, "<i>line</i>\n\tsecond", "<b>also</b> <img src=x>")
        markup = person.page.locator(place).locator("b, i, img, script")
        expect(markup).to_have_count(0)


def test_two_chats_side_by_side_keep_their_drafts(pages, server, ana):
    server.settings(phones={"simultaneousChats": True})
    ana.page.set_viewport_size({"width": 1600, "height": 900})
    ana.log_on()
    mei = Customer(pages.new(), server).ask("Mei", "First?")
    ana.answer()
    omar = Customer(pages.new(), server).ask("Omar", "Second?")
    expect(ana.ring).to_be_visible()
    ana.page.keyboard.press("Control+Enter")
    expect(ana.page.locator("chat-pane")).to_have_count(2)
    ana.page.get_by_label("Your message: Mei").fill("for Mei")
    ana.page.get_by_label("Your message: Omar").fill("for Omar")
    ana.page.reload()
    expect(ana.page.get_by_label("Your message: Mei")).to_have_value("for Mei")
    ana.page.get_by_label("Your message: Omar").press("Enter")
    said(omar, "for Omar")
    assert "for Omar" not in mei.texts
