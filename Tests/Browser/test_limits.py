"""CO-4 and CO-2 as people see them: the page of limits, and a brand instead of "powered by Foyer"."""

import subprocess

from playwright.sync_api import expect

from server import binary


def plan(server, key: str) -> None:
    subprocess.run([binary(), "company", "plan", "Acme Care", key, "--data", server.data], check=True, timeout=60)


def test_limits_are_read_in_words_and_a_refusal_is_counted(server, pages, ana, ben):
    pages.allow("409 (Conflict)")
    plan(server, "growingBusiness")
    for number in range(len(server.call("GET", "rooms")["rooms"]), 4):
        server.call("POST", "rooms", {"name": f"Room {number}"})
    ana.log_on()
    ana.page.get_by_role("link", name="Limits").click()
    rooms = ana.page.locator(".limit").first
    expect(ana.page.get_by_text("Your plan: Growing Business.")).to_be_visible()
    expect(rooms).to_contain_text("4 of 5")
    expect(rooms).to_contain_text("1 more can be made.")
    expect(rooms.get_by_role("img", name="Rooms: 4 of 5")).to_be_visible()
    expect(rooms).to_contain_text("Nothing was refused so far.")
    plan(server, "foreverFree")
    ana.page.evaluate("fetch('/console/api/rooms', { method: 'POST', body: JSON.stringify({ name: 'More' }) })")
    ana.page.wait_for_timeout(300)
    ana.page.reload()
    expect(rooms).to_contain_text("More than the plan Forever Free allows (1).")
    expect(rooms).to_contain_text("Refused 1 time")
    expect(ana.page.locator(".limit").last).to_contain_text("There is no limit.")
    ben.log_on()
    expect(ben.page.get_by_role("link", name="Limits")).to_have_count(0)


def test_a_brand_stands_in_the_foot_while_the_plan_has_it(server, customer):
    customer.open()
    foot = customer.page.locator("contact-form .foot")
    expect(foot).to_contain_text("Powered by Foyer")
    server.settings(contactForm={"brand": "Acme – always there"})
    customer.page.reload()
    expect(foot).to_contain_text("Acme – always there")
    expect(foot).not_to_contain_text("Foyer")
    plan(server, "foreverFree")
    customer.page.reload()
    expect(foot).to_contain_text("Powered by Foyer")
