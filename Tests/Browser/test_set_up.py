"""The doors of the console."""

import re

import pytest
from playwright.sync_api import expect

from people import Agent


def test_the_printed_link_sets_the_company_up(empty_server, pages):
    page = pages.new()
    page.goto(empty_server.set_up_link())
    page.get_by_label("Company").fill("Acme Care")
    page.get_by_label("Your name").fill("Ana")
    page.get_by_label("Your e-mail").fill("ana@example.com")
    page.get_by_label("Choose a password").fill("a long enough password")
    page.get_by_role("button", name="Set up").click()
    expect(page.locator("status-switch .now")).to_have_text("Online")
    page.get_by_role("link", name="Rooms").click()
    link = page.get_by_label("Contact form: put this link on your website", exact=True).input_value()
    asks = pages.new()
    asks.goto(link)
    expect(asks.get_by_role("heading", name="Acme Care")).to_be_visible()


def test_the_printed_link_works_once(server, pages):
    pages.allow("409 (Conflict)")
    page = pages.new()
    page.goto(f"{server.url}/console/set-up#wrong")
    for label in ("Company", "Your name"):
        page.get_by_label(label).fill("Acme")
    page.get_by_label("Your e-mail").fill("x@example.com")
    page.get_by_label("Choose a password").fill("a long enough password")
    page.get_by_role("button", name="Set up").click()
    expect(page.get_by_text("The company is set up already")).to_be_visible()
    page.get_by_role("link", name="To the log-on").click()
    expect(page.get_by_role("heading", name="Log on")).to_be_visible()


def test_the_rules_of_the_fields_stand_beside_them(empty_server, pages):
    pages.allow("400 (Bad Request)")
    page = pages.new()
    page.goto(empty_server.set_up_link())
    password = page.get_by_label("Choose a password")
    expect(password).to_have_accessible_description(re.compile("At least 10 characters"))
    page.get_by_label("Company").fill("Acme Care")
    page.get_by_label("Your name").fill("Ana")
    page.get_by_label("Your e-mail").fill("zoe")
    password.fill("short")
    page.get_by_role("button", name="Set up").click()
    expect(page.get_by_text("This does not look like an e-mail address")).to_be_visible()
    expect(page.get_by_label("Your e-mail")).to_be_focused()
    page.get_by_label("Your e-mail").fill("zoe@example.com")
    page.get_by_role("button", name="Set up").click()
    expect(password).to_be_focused()
    expect(page.locator("text-field .error:visible")).to_contain_text("At least 10 characters")
    password.fill("a long enough password")
    page.get_by_role("button", name="Set up").click()
    expect(page.locator("status-switch .now")).to_have_text("Online")


@pytest.mark.parametrize("door", ["set-up", "password"])
def test_a_whole_link_opens_where_a_cut_off_one_stood(server, pages, door):
    page = pages.new()
    page.goto(f"{server.url}/console/{door}")
    expect(page.get_by_text("cut off")).to_be_visible()
    page.goto(f"{server.url}/console/{door}#whole")
    expect(page.locator("input[type=password]")).to_be_visible()


def test_a_used_password_link_leads_to_the_log_on(server, pages):
    pages.allow("410 (Gone)")
    page = pages.new()
    page.goto(f"{server.url}/console/password#used")
    page.get_by_label("New password").fill("a long enough password")
    page.get_by_role("button", name="Save the password").click()
    expect(page.get_by_text("This link was used already")).to_be_visible()
    expect(page.get_by_label("New password")).to_have_count(0)
    page.get_by_role("link", name="To the log-on").click()
    expect(page.get_by_role("heading", name="Log on")).to_be_visible()


def test_a_wrong_password_is_told_and_the_e_mail_stays(server, pages):
    page = pages.new()
    page.goto(f"{server.url}/console")
    page.get_by_label("E-mail").fill(server.agents[0]["email"])
    page.get_by_label("Password").fill("not the password")
    page.get_by_role("button", name="Log on").click()
    expect(page.get_by_text("The e-mail or the password is wrong.")).to_be_visible()
    expect(page.get_by_label("E-mail")).to_have_value(server.agents[0]["email"])


def test_a_new_agent_chooses_a_password_by_the_link(server, pages, ana):
    ana.log_on()
    page = ana.page
    page.get_by_role("link", name="Agents").click()
    page.get_by_role("button", name="New agent").click()
    page.get_by_label("Name").fill("Kim")
    page.get_by_label("E-mail").fill("kim@example.com")
    page.get_by_role("button", name="Create the agent").click()
    link = page.get_by_label("Send this link to Kim").input_value()
    other = pages.new()
    other.goto(link)
    other.get_by_label("New password").fill("another long password")
    other.get_by_role("button", name="Save the password").click()
    expect(other.get_by_text("Your password is saved")).to_have_attribute("data-kind", "good")
    kim = Agent(other, server)
    kim.who = {"email": "kim@example.com", "password": "another long password"}
    kim.log_on()


def test_a_log_on_that_was_ended_says_so_and_keeps_the_draft(talk):
    customer, ana = talk
    ana.input.fill("half a sen")
    ana.page.evaluate("fetch('/console/api/log-off', { method: 'POST' })")
    expect(ana.page.get_by_text("You were logged off.")).to_be_visible()
    ana.page.get_by_label("E-mail").fill(ana.who["email"])
    ana.page.get_by_label("Password").fill(ana.who["password"])
    ana.page.get_by_role("button", name="Log on").click()
    ana.answer()  # who logs off gives the chat back to the queue
    expect(ana.input).to_have_value("half a sen")
