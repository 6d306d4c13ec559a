"""The customer's screens: who is named, what fits, where the focus stands."""

import pytest
from playwright.sync_api import expect

from people import Agent, Customer, said

SOCKETS = """
    const Real = WebSocket, sockets = [];
    WebSocket = class extends Real {
      constructor(url) { super(url); sockets.push(this); if (globalThis.cut) this.close(); }
    };
    globalThis.cutSockets = () => { globalThis.cut = true; for (const each of sockets) each.close(); };
"""


@pytest.fixture
def lost(server, pages):
    """A chat whose agent has written and is gone; it waits again: the customer."""
    server.settings(phones={"lostConnectionSeconds": 5})
    ana = Agent(pages.new(), server).log_on()
    customer = Customer(pages.new(), server).ask()
    ana.answer()
    ana.write("Ana promises you a refund")
    said(customer, "Ana promises you a refund")
    ana.page.close()
    expect(customer.page.locator("customer-phone .strong")).to_be_visible(timeout=15_000)
    return customer


def test_each_text_keeps_the_name_of_the_agent_who_wrote_it(lost, ben):
    customer = lost
    ben.log_on()
    ben.answer()
    ben.write("Ben here")
    said(customer, "Ben here")
    line = customer.page.locator(".text", has_text="Ana promises you a refund")
    expect(line.locator(".who")).to_have_text("Ana Lima")
    expect(customer.page.locator(".text .who").last).to_have_text("Ben Okafor")
    theirs = ben.page.locator("chat-pane .text", has_text="Ana promises you a refund")
    expect(theirs.locator(".who")).to_have_text("Ana Lima")
    expect(theirs).to_have_class("text theirs ends")


@pytest.mark.parametrize("width", [320, 375])
def test_a_long_word_in_the_input_does_not_widen_the_page(talk, width):
    customer, _ = talk
    customer.page.set_viewport_size({"width": width, "height": 667})
    customer.input.fill("https://example.com/" + "x" * 200)
    for part in ("#app", "customer-phone", "room-bar", "chat-composer textarea", "chat-composer .send"):
        box = customer.page.locator(part).bounding_box()
        assert box["x"] >= 0 and box["x"] + box["width"] <= width, (part, box)
    assert customer.page.evaluate("document.querySelector('#app').scrollWidth") == width


def test_a_card_that_stays_keeps_the_focus(pages, server, ana, ben):
    ana.log_on()
    ben.log_on()
    Customer(pages.new(), server).ask("Mei", "First?")
    expect(ana.ring).to_have_count(1)
    Customer(pages.new(), server).ask("Omar", "Second?")
    expect(ana.ring).to_have_count(2)
    order = ana.ring.locator("h2").all_text_contents()
    ana.ring.nth(1).get_by_role("button", name="Answer").focus()
    ben.page.locator("ring-card", has_text=order[0]).get_by_role("button", name="Answer").click()
    expect(ana.ring).to_have_count(1)
    expect(ana.ring.get_by_role("button", name="Answer")).to_be_focused()


def test_who_waits_again_may_leave_a_letter(lost):
    page = lost.page
    expect(page.get_by_text("Nobody can answer right now")).to_be_visible()
    expect(page).to_have_title("Nobody can answer right now · Acme Care")
    lost.begin_letter()
    expect(lost.letter).to_have_value("Where is my order?")
    expect(lost.letter).to_be_focused()


def test_who_cancels_while_waiting_again_keeps_what_was_said(lost, ben):
    ben.log_on()
    expect(lost.page).to_have_title("Ringing 1 agent · Acme Care")
    lost.page.get_by_role("button", name="Cancel").click()
    expect(lost.page.get_by_text("You ended the chat.")).to_be_visible()
    assert "Ana promises you a refund" in lost.texts


def test_the_seconds_of_a_lost_agent_are_not_read_out(talk):
    customer, ana = talk
    ana.page.close()
    bar = customer.page.locator("link-bar")
    expect(bar.get_by_role("timer")).to_contain_text("Waiting up to")
    expect(bar.get_by_role("status")).to_have_text("Ana Lima’s connection was lost.")


def test_the_focus_stands_where_the_next_step_is(talk):
    customer, ana = talk
    page = customer.page
    expect(customer.input).to_be_focused()
    page.reload()
    expect(customer.input).to_be_focused()
    end = page.get_by_role("button", name="End", exact=True)
    end.focus()
    ana.write("news draw the page anew")
    said(customer, "news draw the page anew")
    expect(end).to_be_focused()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    # Not on a button: a key that is held, or pressed twice, begins nothing.
    expect(page.locator(".strong")).to_be_focused()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    expect(page.get_by_role("button", name="Continue this chat")).to_be_focused()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="How can we help?")).to_be_focused()


def test_who_is_typing_at_the_end_presses_nothing_by_accident(talk):
    customer, ana = talk
    customer.input.press_sequentially("half")
    ana.hang_up()
    expect(customer.page.locator(".strong")).to_be_focused()
    customer.page.keyboard.press("Enter")
    expect(customer.page.get_by_text("Ana Lima ended the chat.")).to_be_visible()


def test_by_touch_enter_is_a_new_line_and_the_key_says_so(pages, server, ana):
    ana.log_on()
    customer = Customer(pages.new(has_touch=True, is_mobile=True), server).ask()
    ana.answer()
    expect(customer.input).to_have_attribute("enterkeyhint", "enter")
    expect(customer.page.get_by_role("log")).to_be_focused()
    customer.input.fill("one")
    customer.input.press("Enter")
    expect(customer.input).to_have_value("one\n")


def test_a_form_that_was_changed_meanwhile_is_drawn_anew(server, customer, pages):
    pages.allow("400 (Bad Request)")
    pages.allow("403 (Forbidden)")
    page = customer.page
    # The page that hears of nothing is told when it sends.
    pages.allow("net::ERR_FAILED")
    page.route("**/changes?*", lambda route: route.abort())
    server.settings(contactForm={"phone": {"hidden": True}})
    customer.open().fill(name="Mei", question="Where is my order?")
    server.settings(contactForm={"phone": {"hidden": False, "mandatory": True}})
    page.get_by_role("button", name="Start the chat").click()
    expect(page.get_by_role("alert").filter(has_text="This form was changed")).to_be_visible()
    expect(page.get_by_label("Your question")).to_have_value("Where is my order?")
    customer.fill(phone="+852 1234")
    server.settings(contactForm={"chatButton": False})
    page.get_by_role("button", name="Start the chat").click()
    expect(page.get_by_role("button", name="Start the chat")).to_have_count(0)
    expect(page.get_by_role("button", name="Leave a letter")).to_be_visible()
    expect(page.get_by_label("Your question")).to_have_value("Where is my order?")


def test_an_answer_comes_through_a_letter_in_every_turn(lost, ben):
    page = lost.page
    lost.begin_letter("Half a letter")
    ben.log_on()
    ben.answer()
    expect(page.locator("contact-form")).to_have_count(0)
    expect(lost.input).to_have_value("Half a letter")
    ben.write("Ben here")
    said(lost, "Ben here")
    expect(lost.input).to_have_value("Half a letter")


def test_a_letter_that_was_answered_does_not_open_again(server, pages, customer):
    server.settings(phones={"lostConnectionSeconds": 5})
    page = customer.page
    ana = Agent(pages.new(), server).log_on()
    customer.ask()
    customer.begin_letter()
    ana.answer()
    expect(customer.input).to_have_value("")
    ana.page.close()
    expect(page.locator("customer-phone .strong")).to_be_visible(timeout=15_000)
    expect(customer.letter).to_have_count(0)


def test_a_letter_that_was_answered_during_a_reload_is_not_lost(customer, ana):
    ana.log_on()
    customer.ask()
    customer.begin_letter("Half a letter")
    customer.page.goto("about:blank")
    ana.answer()
    customer.open()
    expect(customer.input).to_have_value("Half a letter")


def test_a_letter_outlives_a_look_at_the_queue_and_at_past_chats(customer, ana):
    page = customer.page
    letter = customer.letter
    customer.ask()
    customer.begin_letter("Half a letter")
    customer.menu_item("Past chats").click()
    ana.log_on()
    expect(page).to_have_title("Ringing 1 agent · Acme Care")
    expect(page.get_by_role("heading", name="Past chats")).to_be_visible()
    page.get_by_role("button", name="Back", exact=True).click()
    expect(letter).to_have_value("Half a letter")
    page.get_by_role("button", name="Go on waiting").click()
    expect(letter).to_have_count(0)
    page.reload()
    customer.begin_letter()
    expect(letter).to_have_value("Half a letter")


def test_a_letter_that_was_sent_is_told_while_the_socket_is_away(server, pages, customer, ana):
    pages.allow("WebSocket")
    page = customer.page
    page.add_init_script(SOCKETS)
    ana.log_on()
    customer.ask()
    expect(ana.ring).to_be_visible()
    customer.begin_letter()
    page.get_by_label("E-mail").fill("mei@example.com")
    page.evaluate("cutSockets()")
    page.get_by_role("button", name="Send the letter").click()
    expect(page.get_by_role("alert").filter(has_text="Your letter is on its way")).to_be_visible()
    page.evaluate("cut = false")
    expect(page.get_by_role("heading", name="Your letter is on its way")).to_be_visible(timeout=30_000)
    expect(ana.ring).to_have_count(0)
    assert server.letters() == ["Where is my order?"]


def test_a_letter_that_was_given_up_is_not_sent_behind_the_back(server, pages, customer):
    pages.allow("ERR_FAILED")
    page = customer.page
    customer.ask()
    customer.begin_letter()
    page.get_by_label("E-mail").fill("mei@example.com")
    page.route("**/letters", lambda route: route.abort())
    page.get_by_role("button", name="Send the letter").click()
    expect(page.get_by_text("No connection. Your words are kept")).to_be_visible()
    page.get_by_role("button", name="Go on waiting").click()
    page.unroute("**/letters")
    page.wait_for_timeout(5000)
    assert server.letters() == []


def test_two_copies_of_a_form_leave_two_letters(server, pages, customer):
    page = customer.open().page
    customer.fill(email="mei@example.com", question="From the big one")
    item = customer.menu_item("Open in a small window")
    with page.expect_popup() as opened:
        item.click()
    small = pages.watched(opened.value)
    small.get_by_label("Your question").fill("From the small one")
    for each in (small, page):
        each.get_by_role("button", name="or leave a letter").click()
        expect(each.get_by_role("heading", name="Your letter is on its way")).to_be_visible()
    assert sorted(server.letters()) == ["From the big one", "From the small one"]


def test_what_is_written_while_the_form_is_sent_waits_in_the_input(customer, ana):
    page = customer.page
    held = []
    page.route("**/chats", lambda route: held.append(route))
    ana.log_on()
    customer.open().fill(question="Where is my order?")
    page.get_by_role("button", name="Start the chat").click()
    page.wait_for_timeout(1000)
    customer.fill(question="Where is my order? It is blue.")
    held[0].continue_()
    ana.answer()
    expect(customer.input).to_have_value("Where is my order? It is blue.")


def test_who_starts_again_is_not_fetched_into_the_chat_that_was_given_up(talk, pages):
    pages.allow("ERR_FAILED")
    customer, ana = talk
    page = customer.page
    ana.hang_up()
    page.route("**/chats", lambda route: route.abort())
    page.get_by_role("button", name="Continue this chat").click()
    expect(page.get_by_text("No connection. Your words are kept")).to_be_visible()
    page.get_by_role("button", name="New question").click()
    customer.fill(question="Something else")
    page.unroute("**/chats")
    page.wait_for_timeout(5000)
    expect(page.get_by_label("Your question")).to_have_value("Something else")
    page.get_by_role("button", name="Start the chat").click()
    page.get_by_role("button", name="Cancel").click()
    expect(page.get_by_label("Your question")).to_have_value("Something else")


def test_there_is_a_way_back_from_past_chats_without_a_network(talk):
    customer, ana = talk
    page = customer.page
    customer.end()
    page.get_by_role("button", name="New question").click()
    customer.menu_item("Past chats").click()
    page.locator("past-chats .list button").click()
    expect(page.locator("past-chats .body").first).to_be_visible()
    page.context.set_offline(True)
    back = page.get_by_role("button", name="Back", exact=True)
    back.click()
    expect(page.locator("past-chats .list button")).to_be_focused()
    back.click()
    expect(page.locator("past-chats")).to_have_count(0)


def test_a_page_that_opens_late_opens_once_and_keeps_its_button(server, customer, pages):
    pages.allow("ERR_FAILED")
    page = customer.page
    held = []
    first = f"**/api/public/rooms/{server.token}"
    page.route(first, lambda route: route.abort())
    page.goto(server.form)
    again = page.get_by_role("button", name="Try again now")
    again.focus()
    page.wait_for_timeout(3000)
    expect(again).to_be_focused()
    page.unroute(first)
    page.route(first, lambda route: held.append(route))
    for _ in range(2):
        again.click()
    page.wait_for_timeout(500)
    for each in held:
        each.continue_()
    page.unroute(first)
    customer.fill(question="Where is my order?")
    page.get_by_role("button", name="Start the chat").click()
    expect(page.locator("waiting-room")).to_be_visible()
    expect(page.locator("waiting-room")).to_have_count(1)


def test_a_page_whose_words_did_not_come_asks_for_them_again(server, customer, pages):
    pages.allow("ERR_FAILED")
    page = customer.page
    page.route("**/customer.json", lambda route: route.abort(), times=1)
    page.goto(server.form)
    expect(page.get_by_role("heading", name="How can we help?")).to_be_visible()


def test_an_old_phone_without_timeouts_opens_the_page(customer):
    customer.page.add_init_script("delete AbortSignal.timeout")
    customer.open()
    expect(customer.page.get_by_role("heading", name="How can we help?")).to_be_visible()


def test_the_enter_that_takes_a_composed_word_sends_nothing(talk):
    customer, _ = talk
    customer.input.fill("你好")
    customer.input.evaluate("""input => input.dispatchEvent(
        new KeyboardEvent('keydown', { key: 'Enter', keyCode: 229, bubbles: true }))""")
    expect(customer.input).to_have_value("你好")


def test_the_menu_is_closed_by_its_button_where_a_press_takes_no_focus(customer):
    page = customer.open().page
    button = page.get_by_role("button", name="More", exact=True)
    button.click()
    expect(page.get_by_role("menu")).to_be_visible()
    page.evaluate("document.activeElement.blur()")
    button.click()
    expect(page.get_by_role("menu")).to_be_hidden()


def test_a_text_that_was_refused_does_not_pull_the_reader_down(talk):
    customer, ana = talk
    page = customer.page
    page.evaluate("""() => {
        const send = WebSocket.prototype.send;
        WebSocket.prototype.send = function (text) {
          const frame = JSON.parse(text);
          if (frame.t === 'message') frame.body = '';
          send.call(this, JSON.stringify(frame));
        };
    }""")
    ana.write("line\n" * 80)
    customer.write("refused")
    expect(page.locator("[data-mark=refused]")).to_be_visible()
    page.wait_for_timeout(1000)  # the marks of what was said before draw the lines anew
    place = page.locator("chat-transcript .scroller")
    place.evaluate("place => place.scrollTo(0, 0)")
    expect(page.get_by_role("button", name="To the newest message")).to_be_visible()
    ana.write("news")
    expect(page.get_by_role("button", name="New messages")).to_be_visible()
    assert place.evaluate("place => place.scrollTop") < 100


@pytest.mark.parametrize("width", [320, 360])
def test_whether_the_agent_is_there_is_read_whole(server, pages, width):
    """However long the company's name is."""
    ana = Agent(pages.new(), server).log_on()
    customer = Customer(pages.new(viewport={"width": width, "height": 640}), server)
    room = f"**/api/public/rooms/{server.token}"

    def lengthen(route):
        answer = route.fetch()
        route.fulfill(response=answer, json=answer.json() | {"company": "Grüne Küche und Söhne Ltd"})

    customer.page.route(room, lengthen)
    customer.ask()
    ana.answer()
    under = customer.page.locator("room-bar .under")
    for words in ("here", "connection lost"):
        expect(under).to_have_text(f"{words} · Grüne Küche und Söhne Ltd")
        ends = under.evaluate("""(under, count) => {
            const range = document.createRange();
            range.setStart(under.firstChild, 0);
            range.setEnd(under.firstChild, count);
            return under.getBoundingClientRect().right - range.getBoundingClientRect().right;
        }""", len(words))
        assert ends > 0, words
        ana.page.close()


def test_the_step_against_robots_is_named_only_while_somebody_waits_for_it(customer):
    page = customer.page

    def harden(route):
        answer = route.fetch()
        route.fulfill(response=answer, json=answer.json() | {"bits": 60})

    page.route("**/challenge", harden)
    customer.open().fill(question="Where is my order?")
    expect(page.get_by_text("robots")).to_have_count(0)
    page.get_by_role("button", name="Start the chat").click()
    expect(page.get_by_role("button", name="Checking against robots…")).to_be_disabled()


@pytest.mark.parametrize("status, code", [(503, "overloaded"), (429, "tooManyRequests")])
def test_a_server_that_is_busy_is_not_called_a_missing_connection(customer, pages, status, code):
    pages.allow("Failed to load resource")
    page = customer.page
    fault = {"code": code, "message": ""}
    page.route("**/chats", lambda route: route.fulfill(status=status, json=fault))
    customer.open().fill(question="Where is my order?")
    page.get_by_role("button", name="Start the chat").click()
    expect(page.get_by_text("The server is busy. Your words are kept")).to_be_visible()
    expect(page.get_by_text("No connection")).to_have_count(0)
    page.unroute("**/chats")
    expect(page.locator("waiting-room")).to_be_visible(timeout=20_000)


def test_cards_are_said_to_be_covered_only_until_they_are_sent(talk):
    customer, _ = talk
    words = "Ana Lima sees what you type before you send it. Card numbers are covered until you send."
    expect(customer.page.locator("customer-phone .notice").first).to_have_text(words)
