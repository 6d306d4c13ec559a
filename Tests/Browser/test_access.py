"""The same product for everybody: axe on each screen, light and dark, narrow and wide."""

import gzip

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from people import Agent, Customer, said

CUSTOMER_KILOBYTES_MAX = 40

SIZES = {"phone": {"width": 360, "height": 740}, "desk": {"width": 1280, "height": 800}}


def sound(page, where):
    """No violation of WCAG 2.2 AA, and nothing to scroll sideways."""
    page.wait_for_timeout(200)
    found = Axe().run(page, options={"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]})
    violations = [
        (each["id"], [node["html"][:160] for node in each["nodes"]])
        for each in found.response["violations"]]
    assert violations == [], where
    wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert wide <= 0, f"{where} scrolls sideways by {wide}"


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_customers_screens(server, pages, ana, size, scheme):
    customer = Customer(pages.new(viewport=SIZES[size], color_scheme=scheme), server)
    page = customer.page
    customer.open()
    expect(page.get_by_label("Your name")).to_be_visible()
    sound(page, "form")
    page.get_by_role("button", name="or leave a letter").click()
    sound(page, "form with errors")
    customer.ask("Mei", "My order has not come. " * 8)
    sound(page, "nobody free")
    ana.log_on()
    expect(page.get_by_role("heading", name="Ringing 1 agent")).to_be_visible()
    sound(page, "ringing")
    ana.answer()
    page.wait_for_selector("customer-phone")
    customer.write("A long word: " + "x" * 300)
    ana.write("Fine.")
    said(customer, "Fine.")
    ana.input.press_sequentially("typing now")
    sound(page, "talk")
    page.get_by_role("button", name="End", exact=True).click()
    sound(page, "end?")
    page.get_by_role("button", name="End the chat").click()
    expect(page.get_by_text("You ended the chat.")).to_be_visible()
    sound(page, "ended")


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_agents_screens(server, pages, size, scheme):
    page = pages.new(viewport=SIZES[size], color_scheme=scheme)
    narrow = size == "phone"
    page.goto(f"{server.url}/console/set-up#link")
    expect(page.get_by_label("Company")).to_be_visible()
    sound(page, "set-up")
    page.goto(f"{server.url}/console")
    expect(page.get_by_label("E-mail")).to_be_visible()
    sound(page, "log-on")
    agent = Agent(page, server).log_on()
    sound(page, "all quiet")
    customer = Customer(pages.new(), server).ask("Mei Wong", "Where is my order?")
    expect(agent.ring).to_be_visible()
    sound(page, "ringing")
    agent.answer()
    customer.page.wait_for_selector("customer-phone")
    customer.input.press_sequentially("typing now")
    sound(page, "talk")
    if narrow:
        page.get_by_role("button", name="Facts").click()
    expect(page.locator("facts-panel")).to_be_visible()
    sound(page, "facts")
    if narrow:
        page.get_by_role("button", name="Close the facts").click()
    agent.hang_up()
    expect(page.get_by_text("Ready for the next?").last).to_be_visible()
    sound(page, "ready for the next?")
    if narrow:
        page.get_by_role("button", name="Back to the list").click()
    for name in ("Letters", "Agents", "Rooms"):
        page.get_by_role("link", name=name, exact=True).click()
        expect(page.get_by_role("heading", name=name, exact=True)).to_be_visible()
        sound(page, name)
    page.get_by_role("link", name="Agents", exact=True).click()
    page.get_by_role("button", name="New agent").click()
    sound(page, "new agent")


@pytest.mark.xfail(reason="51 kB with comments, 38.5 kB without: embedding has to leave them out")
def test_the_customers_page_is_light(server, pages):
    page = pages.new()
    bodies = {}
    page.on("response", lambda answer: bodies.setdefault(answer.url, answer))
    Customer(page, server).ask()
    files = [answer for url, answer in bodies.items() if "/web/" in url or "/r/" in url]
    weight = sum(len(gzip.compress(answer.body(), 6)) for answer in files)
    assert weight <= CUSTOMER_KILOBYTES_MAX * 1024, f"{weight} bytes in {len(files)} files"


def test_the_whole_way_by_keyboard(server, pages, ana):
    """A customer without a mouse comes through the form, the chat and its end."""
    ana.log_on()
    page = pages.new()
    page.goto(server.form)
    expect(page.get_by_label("Your name")).to_be_visible()
    for text in ("Mei", "mei@example.com", "", "Where is my order?"):
        page.keyboard.press("Tab")
        page.keyboard.type(text)
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(ana.ring).to_contain_text("Where is my order?")
    ana.answer()
    expect(Customer(page, server).input).to_be_focused()
    page.keyboard.type("by keyboard")
    page.keyboard.press("Enter")
    said(ana, "by keyboard")
    page.get_by_role("button", name="End", exact=True).focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_text("You ended the chat.")).to_be_visible()
