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


def test_what_comes_while_letters_are_read_waits_for_the_reader(server, ana):
    leave(server, "letters", name="Mei", email="mei@example.com", question="Where is it?")
    ana.page.clock.install()
    ana.log_on()
    page = ana.page
    page.get_by_role("navigation").get_by_role("link", name="Letters").click()
    letters = page.locator(".letter")
    letters.get_by_role("button", name="Mark as read").click()
    expect(page.get_by_text("All letters are read.")).to_be_visible()
    newest = page.get_by_role("button", name="Show new letters")
    expect(newest).to_be_hidden()
    leave(server, "letters", name="Omar", email="omar@example.com", question="Do you ship?")
    page.clock.fast_forward(61_000)
    expect(page.get_by_text("1 letter to read")).to_be_visible()
    expect(letters).to_have_count(1)
    newest.click()
    expect(letters).to_have_count(2)
    expect(letters.first.locator("h2")).to_be_focused()
    expect(letters.first).to_contain_text("Omar")
    expect(newest).to_be_hidden()


def test_earlier_letters_are_shown_page_by_page(server, pages, ana):
    # Eight letters of 16 KB fill a page.
    for number in range(1, 19):
        leave(server, "letters", name=f"Number {number}", email="mei@example.com", question="𝒳" * 4_000)
    ana.log_on()
    page = ana.page
    page.get_by_role("navigation").get_by_role("link", name="Letters").click()
    heads = page.locator(".letter h2")
    earlier = page.get_by_role("button", name="Show earlier letters")
    expect(heads).to_have_text([f"Number {number}" for number in range(18, 10, -1)])
    expect(page.locator("letters-page").get_by_text("18 letters to read")).to_be_visible()

    page.route("**/letters?before=*", lambda route: route.abort())
    pages.allow("net::ERR_FAILED")
    earlier.press("Enter")
    expect(page.locator("letters-page .choice [role=status]")).to_contain_text("This could not be fetched")
    page.unroute("**/letters?before=*")
    earlier.press("Enter")
    expect(heads).to_have_count(16)
    # Who pressed it reads on where it was.
    expect(heads.nth(8)).to_be_focused()
    sound(page, "earlier letters")
    earlier.click()
    expect(heads).to_have_text([f"Number {number}" for number in range(18, 0, -1)])
    expect(earlier).to_be_hidden()


def test_all_are_marked_as_read_by_one_press(server, ana):
    for name in ("Mei", "Omar", "Lea"):
        leave(server, "letters", name=name, email="mei@example.com", question="Where is it?")
    ana.page.clock.install()
    ana.log_on()
    page = ana.page
    way = page.get_by_role("navigation").get_by_role("link", name="Letters")
    way.click()
    expect(way.get_by_role("img", name="3 letters to read")).to_be_visible()
    page.get_by_role("button", name="Mark all as read").click()
    expect(page.get_by_text("All letters are read.")).to_be_visible()
    expect(page.get_by_role("button", name="Mark all as read")).to_be_hidden()
    expect(page.get_by_role("heading", name="Letters")).to_be_focused()
    expect(way.get_by_role("img")).to_have_count(0)
    page.locator(".letter", has_text="Omar").get_by_role("button", name="Mark as unread").click()
    expect(way.get_by_role("img", name="1 letter to read")).to_have_text("1")
    leave(server, "letters", name="Yuki", email="mei@example.com", question="Do you ship?")
    page.clock.fast_forward(61_000)
    expect(way.get_by_role("img", name="2 letters to read")).to_have_text("2")
    page.reload()
    expect(way.get_by_role("img", name="2 letters to read")).to_have_text("2")
    expect(page.locator(".letter:not(.read) h2")).to_have_text(["Yuki", "Omar"])


def test_a_flood_of_letters_is_told_as_more_than_99_and_costs_a_count(server, ana):
    page = ana.page
    asked = []
    page.on("request", lambda request: asked.append(request.url.partition("/console/api/")[2]))
    page.route("**/console/api/letters/count*", lambda route: route.fulfill(json={"count": 600}))
    ana.log_on()
    way = page.get_by_role("navigation").get_by_role("link", name="Letters")
    expect(way.get_by_role("img", name="99+ letters to read")).to_have_text("99+")
    expect(page.locator("idle-note").get_by_role("link", name="99+ letters to read")).to_be_visible()
    assert [each for each in asked if each.startswith("letters")] == ["letters/count"]
