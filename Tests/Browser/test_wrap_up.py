"""ST-2: where the room says so, an agent is online again by itself some time after a chat."""

from playwright.sync_api import expect

from people import Customer
from test_access import sound


def test_the_desk_counts_down_and_is_online_by_itself(server, pages, customer, ana):
    server.settings(distribution={"wrapUpSeconds": 6})
    ana.log_on()
    customer.ask()
    ana.answer()
    ana.hang_up()
    expect(ana.status).to_have_text("You hung up")
    switch = ana.page.locator("status-switch")
    expect(switch).to_contain_text("Online again in a moment")
    expect(switch.locator(".left")).to_have_text("0:04", timeout=5_000)
    sound(ana.page, "time after a chat")
    Customer(pages.new(), server).ask("Lou", "Anybody there?")
    expect(ana.ring).to_have_count(0)
    expect(ana.status).to_have_text("Online")
    expect(ana.ring).to_have_count(1)
    expect(switch.locator(".left")).to_be_empty()


def test_a_break_that_was_chosen_stays(server, customer, ana):
    server.settings(distribution={"wrapUpSeconds": 3})
    ana.log_on()
    customer.ask()
    ana.answer()
    ana.hang_up()
    expect(ana.page.locator("status-switch .left")).not_to_be_empty()
    ana.page.locator("status-switch").get_by_role("button", name="Break", exact=True).click()
    expect(ana.status).to_have_text("On a break")
    expect(ana.page.locator("status-switch .left")).to_be_empty()
    ana.page.wait_for_timeout(4_000)
    expect(ana.status).to_have_text("On a break")
