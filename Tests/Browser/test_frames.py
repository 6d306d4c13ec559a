"""A room in another site's frame, and the window that its chats open in (CF-9)."""

import pytest
from playwright.sync_api import expect

from frames import GOOGLE_SITES, site
from screens.looks import violations


def fill(place):
    place.get_by_label("Your name").fill("Mei")
    place.get_by_label("Your question").fill("Where is my order?")


def press_chat(place):
    place.get_by_role("button", name="Start the chat").click()


def framed(page, address):
    page.goto(address)
    frame = page.frame_locator("iframe")
    expect(frame.get_by_label("Your question")).to_be_visible()
    return frame


def test_the_chat_begins_at_once_in_a_window_of_its_own(server, pages, ana):
    server.settings(contactForm={"googleSites": True})
    ana.log_on()
    page = pages.new()
    asked = []
    page.context.on("request", lambda request: asked.append((request.method, request.url, request.post_data)))
    with site(server.form) as address:
        frame = framed(page, address)
        fill(frame)
        with page.expect_popup() as opened:
            press_chat(frame)
        window = pages.watched(opened.value)
        expect(window.locator("waiting-room")).to_be_visible()
        assert window.url == server.form, "nothing of what was written stands in the address"
        ana.answer()
        expect(window.locator("customer-phone")).to_be_visible()
        expect(ana.page.locator("chat-pane").get_by_text("Where is my order?")).to_be_visible()
        assert [url for method, url, data in asked if "order" in url or "Mei" in url] == []
        assert len([url for method, url, data in asked if url.endswith("/chats")]) == 1
        # The frame says where the chat is, and stays out of it.
        expect(frame.get_by_role("heading", name="The chat goes on in its own window")).to_be_visible()
        expect(frame.locator("customer-phone, waiting-room")).to_have_count(0)
        assert violations(page) == []
        window.close()
        with page.expect_popup() as again:
            frame.get_by_role("button", name="Show that window").click()
        expect(again.value.locator("customer-phone")).to_be_visible()
        again.value.close()
        frame.get_by_role("button", name="Back to the form").click()
        expect(frame.get_by_label("Your name")).to_have_value("Mei")


def test_answers_in_own_fields_go_along(server, pages, ana):
    own = [{"key": "order", "kind": "text", "label": "Order number", "mandatory": True},
           {"key": "calls", "kind": "consent", "label": "You may call me"}]
    server.settings(contactForm={"googleSites": True, "customFields": own})
    ana.log_on()
    page = pages.new()
    with site(server.form) as address:
        frame = framed(page, address)
        fill(frame)
        frame.get_by_label("Order number").fill("A-17")
        frame.get_by_label("You may call me").check()
        with page.expect_popup() as opened:
            press_chat(frame)
        expect(opened.value.locator("waiting-room")).to_be_visible()
        ana.answer()
        expect(ana.page.get_by_text("A-17").first).to_be_visible()
        opened.value.close()


def test_a_reload_of_the_window_asks_once(server, pages):
    server.settings(contactForm={"googleSites": True})
    page = pages.new()
    with site(server.form) as address:
        frame = framed(page, address)
        fill(frame)
        with page.expect_popup() as opened:
            press_chat(frame)
        window = opened.value
        expect(window.locator("waiting-room")).to_be_visible()
        window.reload()
        expect(window.locator("waiting-room")).to_be_visible()
        expect(window.get_by_text("Where is my order?")).to_be_visible()


def test_switched_off_it_stays_in_the_frame(server, pages):
    page = pages.new()
    with site(server.form) as address:
        frame = framed(page, address)
        fill(frame)
        press_chat(frame)
        expect(frame.locator("waiting-room")).to_be_visible()
        assert len(page.context.pages) == 1


def test_outside_of_a_frame_it_changes_nothing(server, customer):
    server.settings(contactForm={"googleSites": True})
    customer.ask()
    assert len(customer.page.context.pages) == 1


def test_what_is_missing_is_told_before_a_window_opens(server, pages):
    server.settings(contactForm={"googleSites": True, "name": {"mandatory": True}})
    page = pages.new()
    with site(server.form) as address:
        frame = framed(page, address)
        press_chat(frame)
        expect(frame.get_by_label("Your name")).to_have_attribute("aria-invalid", "true")
        assert len(page.context.pages) == 1


def test_letters_stay_in_the_frame(server, pages):
    server.settings(contactForm={"googleSites": True})
    page = pages.new()
    with site(server.form) as address:
        frame = framed(page, address)
        fill(frame)
        frame.get_by_label("E-mail").fill("mei@example.com")
        frame.get_by_role("button", name="or leave a letter").click()
        expect(frame.get_by_role("heading", name="Your letter is on its way")).to_be_visible()
        assert server.letters() == ["Where is my order?"]


def test_where_windows_are_forbidden_it_says_so_and_the_chat_can_go_on_here(server, pages):
    server.settings(contactForm={"googleSites": True})
    pages.allow("allow-popups")
    page = pages.new()
    with site(server.form, GOOGLE_SITES.replace("allow-popups ", "")) as address:
        frame = framed(page, address)
        fill(frame)
        press_chat(frame)
        expect(frame.get_by_role("heading", name="The window was not opened")).to_be_visible()
        frame.get_by_role("button", name="Open the chat").click()
        expect(frame.get_by_role("heading", name="The window was not opened")).to_be_visible()
        frame.get_by_role("button", name="Chat here instead").click()
        expect(frame.locator("waiting-room")).to_be_visible()
        expect(frame.get_by_text("Where is my order?")).to_be_visible()


def test_a_blocked_window_opens_at_the_second_press(server, pages):
    server.settings(contactForm={"googleSites": True})
    page = pages.new()
    page.add_init_script("""
        const usual = window.open;
        let blocked = 0;
        window.open = (...all) => blocked++ === 0 ? null : usual.apply(window, all);
    """)
    with site(server.form) as address:
        frame = framed(page, address)
        fill(frame)
        press_chat(frame)
        with page.expect_popup() as opened:
            frame.get_by_role("button", name="Open the chat").click()
        expect(opened.value.locator("waiting-room")).to_be_visible()
        expect(opened.value.get_by_text("Where is my order?")).to_be_visible()


@pytest.mark.parametrize("words", ["{ values: { name: '', email: '', phone: '', question: 'Cancel it' } }", "7"])
def test_another_sites_page_lets_nobody_ask(server, pages, words):
    """It may open the window, but what it says is not heard."""
    server.settings(contactForm={"googleSites": True})
    page = pages.new()
    with site("about:blank", None) as address:
        page.goto(address)
        with page.expect_popup() as opened:
            page.evaluate("""([address, words]) => {
                const opened = window.open(address + '#from-frame', 'foyer-chat');
                addEventListener('message', () => opened.postMessage(eval(`(${words})`), '*'));
            }""", [server.form, words])
        window = opened.value
        expect(window.get_by_label("Your question")).to_have_value("")
        expect(window.locator("waiting-room")).to_have_count(0)


def test_a_frame_that_lost_its_origin_fills_the_form_and_waits_for_a_press(server, pages):
    """Without `allow-same-origin` nobody can tell whose page it is."""
    server.settings(contactForm={"googleSites": True})
    page = pages.new()
    with site(server.form, GOOGLE_SITES.replace("allow-same-origin ", "")) as address:
        frame = framed(page, address)
        fill(frame)
        with page.expect_popup() as opened:
            press_chat(frame)
        window = opened.value
        expect(window.get_by_label("Your question")).to_have_value("Where is my order?")
        expect(window.locator("waiting-room")).to_have_count(0)
        press_chat(window)
        expect(window.locator("waiting-room")).to_be_visible()
