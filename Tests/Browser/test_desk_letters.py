"""Letters: read and unread are told apart, and the answer begins in the agent's mail program."""

from urllib.parse import parse_qs, unquote, urlsplit

from playwright.sync_api import expect

from lines import leave
from test_access import sound


def test_without_letters_the_page_says_where_they_come_from(ana):
    ana.log_on()
    ana.page.get_by_role("navigation").get_by_role("link", name="Letters").click()
    expect(ana.page.get_by_text("No letters yet.")).to_be_visible()
    expect(ana.page.get_by_text("The contact form of a room offers it")).to_be_visible()


def test_letters_are_read_and_unread_and_stay_so(server, ana):
    leave(server, "letters", name="Mei", email="mei@example.com", question="Where is it?\nIt should have come.")
    leave(server, "letters", name="Omar", email="omar@example.com", question="Do you ship?")
    ana.log_on()
    page = ana.page
    page.get_by_role("navigation").get_by_role("link", name="Letters").click()
    expect(page.get_by_text("2 letters to read")).to_be_visible()
    sound(page, "letters")
    omar = page.locator(".letter", has_text="Omar")
    omar.get_by_role("button", name="Mark as read").click()
    expect(omar.get_by_text("New", exact=True)).to_be_hidden()
    expect(page.get_by_text("1 letter to read")).to_be_visible()
    page.reload()
    expect(page.get_by_text("1 letter to read")).to_be_visible()
    expect(omar.get_by_role("button", name="Mark as unread")).to_be_visible()
    omar.get_by_role("button", name="Mark as unread").click()
    expect(page.get_by_text("2 letters to read")).to_be_visible()


def test_the_answer_quotes_the_question(server, ana):
    leave(server, "letters", name="Mei", email="mei+x@example.com", question="Where is it?\nSubject: &body=no")
    ana.log_on()
    ana.page.get_by_role("navigation").get_by_role("link", name="Letters").click()
    answer = urlsplit(ana.page.get_by_role("link", name="Answer by e-mail").get_attribute("href"))
    asked = parse_qs(answer.query)
    assert (answer.scheme, unquote(answer.path), list(asked)) == ("mailto", "mei+x@example.com", ["subject", "body"])
    assert asked["subject"] == ["Your question to Acme Care"]
    [body] = asked["body"]
    assert body.startswith("Hello Mei,\r\n")
    assert "Ana Lima\r\nAcme Care\r\n" in body
    assert body.endswith("> Where is it?\r\n> Subject: &body=no")


def test_unread_letters_are_counted_at_the_way_to_them_and_on_the_idle_desk(server, ana):
    leave(server, "letters", name="Mei", email="mei@example.com", question="Where is it?")
    ana.page.clock.install()
    ana.log_on()
    page = ana.page
    way = page.get_by_role("navigation").get_by_role("link", name="Letters")
    expect(way.get_by_role("img", name="1 letter to read")).to_have_text("1")
    leave(server, "letters", name="Omar", email="omar@example.com", question="Do you ship?")
    page.clock.fast_forward(61_000)
    expect(way.get_by_role("img", name="2 letters to read")).to_have_text("2")
    sound(page, "unread letters")
    page.locator("idle-note").get_by_role("link", name="2 letters to read").click()
    expect(page).to_have_title("Letters · Foyer")
    page.locator(".letter", has_text="Omar").get_by_role("button", name="Mark as read").click()
    expect(way.get_by_role("img", name="1 letter to read")).to_be_visible()
    page.locator(".letter", has_text="Mei").get_by_role("button", name="Mark as read").click()
    expect(way.get_by_role("img")).to_have_count(0)
    page.get_by_role("link", name="Desk").click()
    expect(page.locator("idle-note .news")).to_be_hidden()
