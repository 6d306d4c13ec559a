"""Ask, ring, answer, talk, end: by keyboard, on phones, in Arabic, asleep, on two devices, with nobody there."""

import json
import re

import pytest
from playwright.sync_api import expect

from lines import Line, Refused, leave
from people import Agent, Customer, said
from test_languages import log_on, words_of
from wire import Wire

TOUCH = {"viewport": {"width": 375, "height": 667}, "has_touch": True, "is_mobile": True}


def test_by_keyboard_alone_on_both_sides(server, pages):
    desk, page = pages.new(), pages.new()
    desk.goto(f"{server.url}/console")
    expect(desk.get_by_label("E-mail")).to_be_focused()
    desk.keyboard.type(server.agents[0]["email"])
    desk.keyboard.press("Tab")
    desk.keyboard.type(server.agents[0]["password"])
    desk.keyboard.press("Enter")
    ana, customer = Agent(desk, server), Customer(page, server)
    expect(ana.status).to_have_text("Online")

    customer.open()
    expect(page.locator("contact-form")).to_be_visible()
    tab_to(page, "textarea")
    page.keyboard.type("Where is my order?")
    tab_to(page, "button[type=submit]")
    page.keyboard.press("Enter")
    expect(ana.ring).to_be_visible()
    desk.keyboard.press("Control+Enter")
    expect(ana.input).to_be_focused()
    expect(customer.input).to_be_focused()
    desk.keyboard.type("It left on Monday.")
    desk.keyboard.press("Enter")
    page.keyboard.type("Thank you!")
    page.keyboard.press("Enter")
    said(customer, "It left on Monday.", "Thank you!")
    said(ana, "It left on Monday.", "Thank you!")
    tab_to(desk, ".hang-up")
    desk.keyboard.press("Enter")
    desk.keyboard.press("Enter")
    expect(ana.status).to_have_text("You hung up")
    expect(page.get_by_text("Ana Lima ended the chat.")).to_be_visible()
    expect(desk.locator("chat-pane").get_by_role("button", name="Online")).to_be_focused()
    desk.keyboard.press("Enter")
    expect(ana.status).to_have_text("Online")
    tab_to(page, "customer-phone button.next")
    page.keyboard.press("Enter")
    expect(ana.ring).to_be_visible()


def tab_to(page, selector: str) -> None:
    """By Tab as often as it takes; nothing on the way may catch the focus."""
    for _ in range(40):
        if page.evaluate("(selector) => document.activeElement.matches(selector)", selector):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"{selector} is not reached by Tab")


def test_on_phones_on_both_sides(server, pages):
    ana = Agent(pages.new(**TOUCH), server).log_on()
    customer = Customer(pages.new(**TOUCH), server)
    customer.open().fill(name="Mei", question="Where is my order?")
    customer.page.get_by_role("button", name="Start the chat").tap()
    ana.ring.get_by_role("button", name="Answer").tap()
    for person, text in ((customer, "Hello?"), (ana, "It left on Monday.")):
        person.input.tap()
        person.page.keyboard.type(text)
        person.page.get_by_role("button", name="Send").tap()
    said(customer, "Hello?", "It left on Monday.")
    said(ana, "Hello?", "It left on Monday.")
    for person in (customer, ana):
        assert person.page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    ana.page.get_by_role("button", name="Hang up").tap()
    ana.page.get_by_role("button", name="Hang up now?").tap()
    expect(customer.page.get_by_text("Ana Lima ended the chat.")).to_be_visible()
    ana.page.locator("chat-pane").get_by_role("button", name="Break").tap()
    expect(ana.status).to_have_text("On a break")


@pytest.mark.both_browsers
def test_in_arabic_from_the_question_to_the_choice(server, pages):
    say = words_of("ar")
    desk = pages.new(locale="ar-EG", viewport={"width": 1280, "height": 800})
    page = pages.new(locale="ar-EG", viewport={"width": 375, "height": 667})
    log_on(desk, server, say)
    page.goto(server.form)
    expect(page.locator("html")).to_have_attribute("dir", "rtl")
    page.get_by_label(say["form.question"]).fill("أين طلبي؟")
    page.get_by_role("button", name=say["form.chat"], exact=True).click()
    expect(desk.locator("ring-card")).to_contain_text("أين طلبي؟")
    desk.keyboard.press("Control+Enter")
    page.get_by_label(say["composer.label"], exact=True).fill("رقم 1234 من فضلك")
    page.keyboard.press("Enter")
    desk.locator("chat-pane textarea").fill("غادر يوم الاثنين.")
    desk.keyboard.press("Enter")
    for place in (page.locator("customer-phone"), desk.locator("chat-pane")):
        for text in ("رقم 1234 من فضلك", "غادر يوم الاثنين."):
            expect(place.locator("chat-transcript")).to_contain_text(text)
    mine, theirs = (page.locator(f"customer-phone .text.{side} .body").last for side in ("mine", "theirs"))
    assert mine.bounding_box()["x"] < theirs.bounding_box()["x"] + theirs.bounding_box()["width"]
    desk.get_by_role("button", name=say["pane.end"], exact=True).click()
    desk.get_by_role("button", name=say["pane.endSure"], exact=True).click()
    expect(page.get_by_text(say["ended.agent"].split("{name}")[0].strip()).first).to_be_visible()
    desk.locator("chat-pane").get_by_role("button", name=say["pane.online"], exact=True).click()
    expect(desk.locator("status-switch .now")).to_have_text(say["status.WAITING_NEW_CALL"])


def test_an_agents_second_device_follows_and_answers(talk, pages, server):
    customer, ana = talk
    customer.write("from the customer")
    second = Agent(pages.new(**TOUCH), server)
    second.page.goto(f"{server.url}/console")
    second.page.get_by_label("E-mail").fill(ana.who["email"])
    second.page.get_by_label("Password").fill(ana.who["password"])
    second.page.get_by_role("button", name="Log on").tap()
    expect(second.status).to_have_text("Serving")
    second.page.locator("chat-lists .chats button").tap()
    said(second, "from the customer")
    second.input.fill("from the second device")
    second.page.get_by_role("button", name="Send").tap()
    for person in (customer, ana, second):
        said(person, "from the customer", "from the second device")
    ana.hang_up()
    expect(second.page.locator("chat-pane")).to_contain_text("Ready for the next?")
    second.page.locator("chat-pane").get_by_role("button", name="Online").tap()
    expect(ana.status).to_have_text("Online")


@pytest.mark.parametrize("side", ["customer", "agent"])
def test_a_tab_that_slept_misses_nothing(talk, side):
    customer, ana = talk
    sleeper, other = (customer, ana) if side == "customer" else (ana, customer)
    sleeper.input.fill("half a sent")
    control = sleeper.page.context.new_cdp_session(sleeper.page)
    control.send("Page.setWebLifecycleState", {"state": "frozen"})
    for text in ("one", "two", "three"):
        other.write(text)
    other.page.wait_for_timeout(1500)
    control.send("Page.setWebLifecycleState", {"state": "active"})
    said(sleeper, "one", "two", "three")
    expect(sleeper.input).to_have_value("half a sent")
    sleeper.input.press("Enter")
    said(other, "one", "two", "three", "half a sent")


def test_nobody_answers_in_time(server, customer, ana):
    server.settings(distribution={"waitLimitSeconds": 2})
    ana.log_on()
    customer.ask()
    expect(customer.page.get_by_text("Nobody could answer in time.")).to_be_visible(timeout=15_000)
    expect(ana.ring).to_have_count(0)
    customer.page.get_by_role("button", name="Start again").click()
    expect(customer.page.get_by_label("Your question")).to_be_visible()


def test_a_customer_of_one_room_finds_nothing_of_it_in_another(server, talk, pages):
    customer, ana = talk
    ana.write("only for Mei")
    said(customer, "only for Mei")
    room = server.call("POST", "rooms", {"name": "OTHER"})
    token = customer.page.evaluate(
        "JSON.parse(Object.entries(localStorage).find(([key]) => key.includes('customer.'))[1])")
    stranger = Customer(pages.watched(customer.page.context.new_page()), server)
    stranger.page.goto(f"{server.url}/r/{room['token']}")
    expect(stranger.page.get_by_label("Your question")).to_be_visible()
    assert "only for Mei" not in stranger.page.locator("body").inner_text()
    with pytest.raises(Refused):
        leave(server, "chats", room="nosuchroom", token=token, question="?")
    here = Line(server, "/ws/customer", {"room": server.token, "token": token})
    here.until(lambda frame: "only for Mei" in json.dumps(frame), "the transcript")
    there = Line(server, "/ws/customer", {"room": room["token"], "token": token})
    assert there.closed() == 4500
    assert [frame.get("code") for frame in there.frames] == ["notFound"]
    here.close()
    there.close()


def test_the_server_is_away_and_both_keep_their_drafts(talk, server, pages):
    pages.allow("ERR_CONNECTION")
    pages.allow("WebSocket connection")
    customer, ana = talk
    customer.input.fill("half of mine")
    ana.input.fill("half of Ana’s")
    server.kill()
    expect(customer.page.locator("link-bar [role=status]")).not_to_be_empty()
    expect(ana.status).to_have_text("Reconnecting…")
    server.start()
    expect(customer.page.locator("link-bar [role=status]")).to_be_empty(timeout=20_000)
    expect(ana.status).to_have_text("Serving", timeout=20_000)
    expect(customer.input).to_have_value("half of mine")
    expect(ana.input).to_have_value("half of Ana’s")
    customer.input.press("Enter")
    ana.input.press("Enter")
    expect(ana.page.locator("chat-pane .text .body").filter(has_text="half of mine")).to_have_count(1)
    expect(customer.page.locator("customer-phone .text .body").filter(has_text="half of Ana’s")).to_have_count(1)


def test_a_page_that_opens_while_the_server_is_away_opens_by_itself(server, pages):
    """The page is there, in the browser's memory; what it asks the server for is not."""
    pages.allow("ERR_CONNECTION")
    page = pages.new()
    page.route("**/api/public/rooms/*", lambda route: route.abort("connectionrefused"))
    page.goto(server.form)
    expect(page.get_by_role("heading", name="This page cannot be opened right now")).to_be_visible()
    page.unroute_all()
    expect(page.get_by_label("Your question")).to_be_visible(timeout=15_000)


def test_a_customer_needs_no_cookie(talk):
    customer, ana = talk
    assert customer.page.context.cookies() == []
    assert customer.page.evaluate("document.cookie") == ""


@pytest.fixture
def tagged(pages):
    """Makes a page believe that it belongs to files with the tag "old"; the server says "new"."""
    def make(page):
        loads = []
        sockets = []
        page.on("domcontentloaded", lambda: loads.append(1))
        page.add_init_script("""addEventListener('DOMContentLoaded', () =>
          document.querySelector('meta[name="foyer-web"]').setAttribute('content', 'old'));""")

        def between(socket):
            sockets.append(socket)
            there = socket.connect_to_server()
            there.on_message(lambda text: socket.send(
                re.sub(r'"web":"[^"]*"', '"web":"new"', text) if '"t":"welcome"' in text else text))
        page.route_web_socket("**/ws/*", between)
        return loads, sockets
    return make


def until(page, condition) -> None:
    """Waits for what the test itself has counted."""
    for _ in range(200):
        if condition():
            return
        page.wait_for_timeout(100)
    raise AssertionError("it did not happen")


def test_a_stale_tab_reloads_once_and_keeps_what_was_written(server, pages, tagged, talk):
    customer, ana = talk
    loads, sockets = tagged(customer.page)
    desk_loads, desk_sockets = tagged(ana.page)
    customer.input.fill("half of mine")
    ana.input.fill("half of Ana’s")
    customer.page.reload()
    ana.page.reload()
    expect(customer.input).to_have_value("half of mine")
    expect(ana.input).to_have_value("half of Ana’s")
    # What is loaded anew speaks with the server a second time.
    for person, opened in ((customer, sockets), (ana, desk_sockets)):
        until(person.page, lambda opened=opened: len(opened) == 2)
    said(customer, "Hello, this is Ana Lima. How may I help you?")
    assert (len(loads), len(desk_loads)) == (2, 2)
    expect(customer.input).to_have_value("half of mine")
    expect(ana.input).to_have_value("half of Ana’s")
    customer.input.press("Enter")
    said(ana, "half of mine")
    # A third time would be to and fro.
    sockets[-1].close(code=1012)
    until(customer.page, lambda: len(sockets) == 3)
    ana.write("still the same page")
    said(customer, "half of mine", "still the same page")
    assert len(loads) == 2


def test_a_wire_that_dies_and_returns_again_and_again_loses_nothing(server, pages, ana):
    pages.allow("ERR_CONNECTION")
    pages.allow("ERR_EMPTY_RESPONSE")
    pages.allow("WebSocket connection")
    ana.log_on()
    wire = Wire(server.port)
    customer = Customer(pages.new(), server)
    customer.page.goto(f"http://127.0.0.1:{wire.port}/r/{server.token}")
    customer.fill(question="On a train")
    customer.page.get_by_role("button", name="Start the chat").click()
    ana.answer()
    customer.page.wait_for_selector("customer-phone")
    texts = []
    for number in range(2):
        texts.append(f"tunnel {number}")
        wire.cut()
        customer.write(texts[-1])
        wire.mend()
        expect(customer.page.locator(".text.sending")).to_have_count(0, timeout=20_000)
    said(ana, *texts)
    said(customer, *texts)
    wire.close()


def test_an_agent_whose_browser_takes_no_cookie_is_told(server, pages):
    page = pages.new()

    def without_cookie(route):
        answer = route.fetch()
        headers = {name: value for name, value in answer.headers.items() if name != "set-cookie"}
        page.context.clear_cookies()
        route.fulfill(response=answer, headers=headers)

    page.route("**/console/api/log-on", without_cookie)
    page.goto(f"{server.url}/console")
    page.get_by_label("E-mail").fill(server.agents[0]["email"])
    page.get_by_label("Password").fill(server.agents[0]["password"])
    page.get_by_role("button", name="Log on").click()
    expect(page.locator("main, body").first).to_contain_text("This browser keeps no cookie")
