"""The room without scripts: a plain form that leaves a letter (CF-6)."""

import re

import pytest
from playwright.sync_api import expect

from frames import site
from screens.looks import layout_faults, settle, violations

LONG_ENOUGH_MILLISECONDS = 3_100


def plain(pages, server, **options):
    """A page of a browser whose scripts are off; a form that comes back is no complaint."""
    pages.allow("422 (Unprocessable")
    page = pages.new(java_script_enabled=False, **options)
    page.goto(server.form)
    return page


def test_who_has_no_scripts_leaves_a_letter(server, pages):
    page = plain(pages, server)
    # The page itself leads there.
    page.wait_for_url(re.compile(r"\?plain$"))
    expect(page.get_by_role("heading", name="How can we help?")).to_be_visible()
    page.get_by_label("Your name").fill("Mei <b>")
    page.get_by_label("Your question").fill("First line\n\n  second & \"third\" line")
    page.wait_for_timeout(LONG_ENOUGH_MILLISECONDS)
    page.get_by_role("button", name="Leave a letter").click()
    # The address is missing: it is told there, and what was typed is kept.
    email = page.get_by_label("E-mail")
    expect(email).to_have_attribute("aria-invalid", "true")
    expect(email).to_have_accessible_description(
        "We need your e-mail address to answer your letter.")
    expect(email).to_be_focused()
    expect(page.get_by_role("alert")).to_contain_text("not sent yet")
    expect(page.get_by_label("Your name")).to_have_value("Mei <b>")
    expect(page.get_by_label("Your question")).to_have_value("First line\n\n  second & \"third\" line")
    assert server.letters() == []
    email.fill("mei@example.com")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Your letter is on its way")).to_be_visible()
    assert server.letters() == ["First line\r\n\r\n  second & \"third\" line"] or \
        server.letters() == ["First line\n\n  second & \"third\" line"]
    page.reload()
    assert len(server.letters()) == 1
    page.get_by_role("link", name="Write again").click()
    expect(page.get_by_label("Your question")).to_have_value("")


def test_a_hand_that_is_too_quick_presses_once_more(server, pages):
    page = plain(pages, server)
    page.wait_for_url(re.compile(r"\?plain$"))
    page.get_by_label("E-mail").fill("mei@example.com")
    page.get_by_label("Your question").fill("Quick")
    page.get_by_role("button", name="Leave a letter").click()
    expect(page.get_by_role("alert")).to_contain_text("very quick")
    page.wait_for_timeout(LONG_ENOUGH_MILLISECONDS)
    page.get_by_role("button", name="Leave a letter").click()
    expect(page.get_by_role("heading", name="Your letter is on its way")).to_be_visible()
    assert server.letters() == ["Quick"]


def test_nobody_meets_the_trap(server, pages):
    page = pages.new()
    page.goto(f"{server.form}?plain")
    stops = []
    page.locator("body").press("Tab")
    for _ in range(8):
        stops.append(page.evaluate("document.activeElement.name ?? ''"))
        page.keyboard.press("Tab")
    assert "question" in stops and "website" not in stops
    assert page.get_by_role("textbox").count() == 4
    expect(page.get_by_role("textbox", name="Please leave this field empty")).to_have_count(0)


@pytest.mark.parametrize("look", [
    {}, {"color_scheme": "dark"}, {"viewport": {"width": 360, "height": 640}}, {"locale": "ar"},
    {"locale": "zh-TW", "viewport": {"width": 360, "height": 640}, "color_scheme": "dark"}], ids=str)
def test_its_screens_are_calm_and_readable(server, pages, look):
    server.settings(contactForm={
        "theme": "mango", "header": "كيف <i>Hilfe</i> " + "w" * 60, "subHeader": "line " * 40})
    pages.allow("422 (Unprocessable")
    pages.allow("403 (Forbidden)")
    pages.allow("404 (Not Found)")
    page = pages.new(**look)
    for step in ("form", "mistakes", "thanks", "off", "gone"):
        if step == "form":
            page.goto(f"{server.form}?plain")
        elif step == "mistakes":
            page.locator("button[type=submit]").click()
            expect(page.locator(".error").first).to_be_visible()
        elif step == "thanks":
            page.goto(f"{server.form}?plain=thanks")
        elif step == "off":
            server.settings(contactForm={"letterButton": False})
            page.goto(f"{server.form}?plain")
        else:
            page.goto(f"{server.url}/r/nosuchroom?plain")
        settle(page)
        assert layout_faults(page) == [], step
        assert violations(page) == [], step
        colour = page.evaluate(
            "getComputedStyle(document.documentElement).getPropertyValue('--theme').trim()")
        if step != "gone":
            assert colour not in ("#3450c8", "#adbcff"), "the room's own colours"
        assert page.locator("html").get_attribute("dir") == ("rtl" if look.get("locale") == "ar" else "ltr")


def test_with_scripts_nobody_is_sent_there(server, customer):
    customer.open()
    expect(customer.page.get_by_role("button", name="Start the chat")).to_be_visible()
    assert "plain" not in customer.page.url


def test_in_a_frame_where_scripts_are_forbidden_a_link_leads_there(server, pages):
    pages.allow("sandboxed")
    pages.allow("sandbox")
    page = pages.new()
    with site(server.form, "allow-forms") as address:
        page.goto(address)
        frame = page.frame_locator("iframe")
        frame.get_by_role("link", name="Leave a letter without scripts").click()
        expect(frame.get_by_label("Your question")).to_be_visible()
        frame.get_by_label("E-mail").fill("mei@example.com")
        frame.get_by_label("Your question").fill("From a frame")
        page.wait_for_timeout(LONG_ENOUGH_MILLISECONDS)
        frame.get_by_role("button", name="Leave a letter").click()
        expect(frame.get_by_role("heading", name="Your letter is on its way")).to_be_visible()
    assert server.letters() == ["From a frame"]
