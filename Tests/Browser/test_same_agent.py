"""DIST-4: who comes back is offered to the agent of before, and may have all agents asked."""

import pytest
from playwright.sync_api import expect

from people import Agent, Customer, said
from test_access import sound


@pytest.fixture
def known(server, customer, ana, ben):
    """A customer whom Ana has served, in a room that offers her first; Ben is ready, too."""
    server.settings(assignment={"sameAgent": True})
    ana.log_on()
    customer.ask()
    ana.answer()
    ana.write("Until next time")
    said(customer, "Until next time")
    customer.end()
    expect(ana.status).to_have_text("Customer hung up")
    ben.log_on()
    return customer


def ask_again(customer: Customer) -> None:
    customer.page.get_by_role("button", name="New question").click()
    customer.fill(question="One more thing")
    customer.page.get_by_role("button", name="Start the chat").click()


def choose(agent: Agent, name: str) -> None:
    agent.page.get_by_role("button", name=name, exact=True).first.click()


def headline(customer: Customer):
    return customer.page.locator("waiting-room h2")


def all_agents(customer: Customer):
    return customer.page.get_by_role("button", name="Ask all agents")


def test_a_free_agent_rings_alone_until_the_customer_asks_all(known, ana, ben):
    choose(ana, "Online")
    ask_again(known)
    expect(headline(known)).to_have_text("Asking Ana Lima, who helped you last")
    expect(ana.ring).to_contain_text("You served this customer last")
    expect(ben.ring).to_have_count(0)
    sound(known.page, "the agent of before rings")

    all_agents(known).focus()
    known.page.keyboard.press("Enter")
    expect(ben.ring).to_have_count(1)
    expect(ana.ring).to_have_count(1)
    expect(headline(known)).to_have_text("Ringing 2 agents")
    expect(headline(known)).to_be_focused()
    expect(all_agents(known)).to_be_hidden()
    ben.answer()
    expect(ana.ring).to_have_count(0)


def test_a_busy_agent_is_waited_for_and_rings_when_ready(known, ana, ben):
    ask_again(known)
    expect(headline(known)).to_have_text("Waiting for Ana Lima, who helped you last and is busy")
    expect(ben.ring).to_have_count(0)
    sound(known.page, "the agent of before is busy")
    known.page.reload()
    expect(headline(known)).to_have_text("Waiting for Ana Lima, who helped you last and is busy")
    choose(ana, "Online")
    expect(ana.ring).to_have_count(1)
    expect(ben.ring).to_have_count(0)
    ana.answer()
    expect(known.page.locator("customer-phone")).to_be_visible()


def test_a_busy_agent_is_not_waited_for_longer_than_the_room_says(server, known, ben):
    server.settings(distribution={"lastAgentRingSeconds": 2})
    ask_again(known)
    expect(ben.ring).to_have_count(1)
    expect(headline(known)).to_have_text("Ringing 1 agent")


def test_an_agent_on_a_break_is_passed_at_once(known, ana, ben):
    choose(ana, "Break")
    expect(ana.status).to_have_text("On a break")
    ask_again(known)
    expect(ben.ring).to_have_count(1)
    expect(all_agents(known)).to_be_hidden()


def test_an_agent_who_logged_off_is_passed_at_once(known, ana, ben):
    ana.log_off()
    expect(ana.page.get_by_role("heading", name="Log on")).to_be_visible()
    ask_again(known)
    expect(ben.ring).to_have_count(1)
    expect(all_agents(known)).to_be_hidden()


def test_who_goes_on_with_a_chat_may_ask_all(known, ben):
    known.page.get_by_role("button", name="Continue this chat").click()
    expect(known.page.locator("customer-phone .strong")).to_contain_text("Waiting for Ana Lima")
    all_agents(known).click()
    expect(ben.ring).to_have_count(1)
    expect(all_agents(known)).to_be_hidden()
    ben.answer()
    assert "Until next time" in known.texts
