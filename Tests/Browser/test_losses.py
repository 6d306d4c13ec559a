"""Whatever fails, nothing is lost, doubled or put out of order (CHAT-7, PH-5)."""

import pytest
from playwright.sync_api import expect

from people import Agent, Customer, said
from wire import Wire

REFUSED = "ERR_CONNECTION"
CUT_SHORT = "ERR_EMPTY_RESPONSE"


@pytest.fixture
def wired(server, pages):
    """A served chat in which the customer hangs on a wire: (customer, ana, wire)."""
    pages.allow(REFUSED)
    pages.allow(CUT_SHORT)
    pages.allow("WebSocket connection")
    wire = Wire(server.port)
    customer = Customer(pages.new(), server)
    ana = Agent(pages.new(), server).log_on()
    form = f"http://127.0.0.1:{wire.port}/r/{server.token}"
    customer.open = lambda: customer.page.goto(form) and customer
    customer.ask()
    ana.answer()
    customer.page.wait_for_selector("customer-phone")
    yield customer, ana, wire
    wire.close()


@pytest.mark.both_browsers
def test_the_customer_reloads_in_mid_talk(talk):
    customer, ana = talk
    customer.write("one")
    customer.input.fill("half")
    customer.page.reload()
    expect(customer.input).to_have_value("half")
    ana.write("two")
    customer.input.fill("three")
    customer.input.press("Enter")
    said(customer, "one", "two", "three")
    said(ana, "one", "two", "three")
    expect(customer.page.locator(".mine .mark").last).to_have_text("Read")


def test_the_agent_reloads_in_mid_talk(talk):
    customer, ana = talk
    ana.write("one")
    customer.write("two")
    said(ana, "one", "two")
    ana.page.reload()
    expect(ana.status).to_have_text("Serving")
    ana.write("three")
    said(customer, "one", "two", "three")
    said(ana, "one", "two", "three")


@pytest.mark.both_browsers
def test_the_customers_network_is_cut_while_both_write(wired):
    customer, ana, wire = wired
    customer.write("before")
    said(ana, "before")
    wire.cut()
    expect(customer.page.get_by_text("Reconnecting")).to_be_visible()
    expect(ana.page.locator(".away")).to_contain_text("The customer’s connection was lost.")
    for text in ("c1", "c2", "c3"):
        customer.write(text)
    ana.write("a1")
    expect(customer.page.locator(".text.sending")).to_have_count(3)
    wire.mend()
    said(ana, "before", "a1", "c1", "c2", "c3")
    said(customer, "before", "a1", "c1", "c2", "c3")
    expect(customer.page.get_by_text("Reconnecting")).to_have_count(0)
    expect(ana.page.locator(".away")).to_be_hidden()


def test_bytes_that_vanish_are_sent_again_once(wired):
    customer, ana, wire = wired
    wire.freeze()
    customer.write("into the void")
    customer.write("and again")
    customer.page.wait_for_timeout(500)
    wire.mend()
    said(ana, "into the void", "and again")
    said(customer, "into the void", "and again")


def test_a_reload_without_network_keeps_what_was_not_sent(wired):
    customer, ana, wire = wired
    wire.freeze()
    customer.write("kept in the tab")
    customer.page.wait_for_timeout(300)
    wire.mend()
    customer.page.reload()
    said(ana, "kept in the tab")


@pytest.mark.parametrize("side", ["customer", "agent"])
def test_offline_and_online_again(talk, side):
    customer, ana = talk
    person, other = (customer, ana) if side == "customer" else (ana, customer)
    person.page.context.set_offline(True)
    for text in ("1", "2", "3"):
        person.write(text)
    expect(person.page.locator(".text.sending")).to_have_count(3)
    person.page.context.set_offline(False)
    said(other, "1", "2", "3")
    said(person, "1", "2", "3")


def test_the_server_is_killed_and_comes_back(talk, server, pages):
    pages.allow("ERR_CONNECTION")
    pages.allow("WebSocket connection")
    customer, ana = talk
    customer.write("before")
    said(ana, "before")
    server.kill()
    customer.write("c1")
    ana.write("a1")
    customer.write("c2")
    server.start()
    for person, tag in ((customer, "customer-phone"), (ana, "chat-pane")):
        expect(person.page.locator(".text.sending")).to_have_count(0, timeout=30_000)
        for text in ("a1", "c1", "c2"):
            body = person.page.locator(f"{tag} chat-transcript .text .body").get_by_text(text, exact=True)
            expect(body).to_have_count(1, timeout=30_000)
    assert ana.texts == customer.texts
    assert sorted(ana.texts[-3:]) == ["a1", "c1", "c2"]
    assert ana.texts.index("c1") < ana.texts.index("c2")


def test_a_second_tab_shows_the_same_chat(talk, pages):
    customer, ana = talk
    customer.write("from the first")
    second = Customer(pages.watched(customer.page.context.new_page()), customer.server).open()
    said(second, "from the first")
    second.write("from the second")
    said(customer, "from the first", "from the second")
    said(ana, "from the first", "from the second")
    expect(customer.page.locator(".text.mine")).to_have_count(3)


def test_a_second_tab_of_the_agent_shows_the_same_desk(talk, pages):
    customer, ana = talk
    second = Agent(pages.watched(ana.page.context.new_page()), ana.server)
    second.page.goto(f"{ana.server.url}/console")
    expect(second.status).to_have_text("Serving")
    second.write("from the second")
    said(ana, "from the second")
    said(customer, "from the second")


def test_an_open_chat_is_found_again_from_the_form(talk, pages):
    pages.allow("409 (Conflict)")
    customer, ana = talk
    customer.page.evaluate(
        "for (const key of Object.keys(localStorage))"
        " if (key.startsWith('foyer.chat.')) localStorage.removeItem(key)")
    customer.open().fill(question="Again?")
    customer.page.get_by_role("button", name="Start the chat").click()
    customer.write("here I am")
    said(ana, "here I am")


def test_without_storage_the_chat_works_until_the_page_is_closed(server, pages, ana):
    ana.log_on()
    page = pages.new()
    page.add_init_script("""
        for (const name of ['localStorage', 'sessionStorage'])
          Object.defineProperty(window, name, { get() { throw new DOMException('no', 'SecurityError'); } });
    """)
    customer = Customer(page, server).ask()
    ana.answer()
    customer.write("without storage")
    said(ana, "without storage")


def test_a_form_sent_without_network_is_sent_by_itself_later(customer, ana, pages):
    pages.allow("Failed to load resource")
    ana.log_on()
    customer.open().fill(name="Mei", question="Now?")
    expect(customer.page.locator("contact-form footer .number")).not_to_be_empty()
    customer.page.context.set_offline(True)
    customer.page.get_by_role("button", name="Start the chat").click()
    expect(customer.page.get_by_text("No connection. Your words are kept")).to_be_visible()
    customer.page.context.set_offline(False)
    expect(customer.page.locator("waiting-room")).to_be_visible(timeout=20_000)
    expect(ana.ring).to_have_count(1)


def test_who_was_away_too_long_goes_on_with_one_press(server, pages, wired):
    server.settings(phones={"lostConnectionSeconds": 2})
    customer, ana, wire = wired
    ana.hang_up()
    ana.page.locator("chat-pane").get_by_role("button", name="Online").click()
    customer.page.get_by_role("button", name="New question").click()
    customer.fill(question="Where is my parcel?")
    customer.page.get_by_role("button", name="Start the chat").click()
    ana.answer()
    customer.page.wait_for_selector("customer-phone")
    wire.cut()
    expect(ana.status).to_have_text("Customer hung up", timeout=15_000)
    ana.page.locator("chat-pane").get_by_role("button", name="Online").click()
    wire.mend()
    customer.page.get_by_role("button", name="Continue with Ana Lima").click(timeout=20_000)
    expect(ana.ring).to_contain_text("Where is my parcel?")


def test_an_agent_lost_too_long_gives_the_chat_back(server, pages, ben):
    server.settings(phones={"lostConnectionSeconds": 4})
    ana = Agent(pages.new(), server).log_on()
    customer = Customer(pages.new(), server).ask()
    ana.answer()
    ana.write("one moment")
    said(customer, "one moment")
    ana.page.close()
    expect(customer.page.get_by_text("Ana Lima’s connection was lost.")).to_be_visible()
    expect(customer.page.locator(".strong")).to_have_text(
        "Ana Lima is no longer here. You are first in line again.", timeout=15_000)
    assert "one moment" in customer.texts
    ben.log_on()
    ben.answer()
    expect(ben.page.locator("chat-pane")).to_contain_text("one moment")
    ben.write("I take over")
    said(customer, "I take over")


def test_what_could_not_be_sent_goes_into_the_next_question(wired):
    customer, ana, wire = wired
    wire.cut()
    expect(customer.page.get_by_text("Reconnecting")).to_be_visible()
    customer.write("written offline 1")
    customer.write("written offline 2")
    ana.hang_up()
    wire.mend()
    expect(customer.page.locator(".mark[data-mark=refused]").last).to_be_visible(timeout=20_000)
    expect(customer.page.get_by_role("button", name="Put back into the input")).to_have_count(0)
    customer.page.get_by_role("button", name="Copy").last.click()
    assert customer.texts[-2:] == ["written offline 1", "written offline 2"]
    customer.page.get_by_role("button", name="New question").click()
    question = customer.page.get_by_label("Your question")
    expect(question).to_have_value("written offline 1\nwritten offline 2")
    customer.page.reload()
    expect(question).to_have_value("written offline 1\nwritten offline 2")


@pytest.mark.parametrize("reloads", [False, True])
def test_half_written_words_outlive_the_end(talk, reloads):
    customer, ana = talk
    customer.input.fill("half a sent")
    ana.hang_up()
    expect(customer.page.get_by_text("What was not sent goes with you")).to_be_visible()
    if reloads:
        customer.page.reload()
    customer.page.get_by_role("button", name="New question").click()
    expect(customer.page.get_by_label("Your question")).to_have_value("half a sent")


def test_the_question_outlives_a_reload_on_the_way_to_a_letter(customer, ana):
    customer.ask()
    customer.begin_letter()
    expect(customer.letter).to_have_value("Where is my order?")
    customer.page.reload()
    expect(customer.letter).to_have_value("Where is my order?")


def test_a_press_without_a_connection_is_answered_in_words(wired):
    customer, ana, wire = wired
    why = customer.page.get_by_text("There is no connection now.")
    wire.cut()
    expect(customer.page.get_by_text("Reconnecting")).to_be_visible()
    expect(customer.page.locator("room-bar .under")).to_have_text("Acme Care")
    customer.end()
    expect(why).to_be_visible()
    expect(customer.page.get_by_role("button", name="End the chat")).to_be_visible()
    wire.mend()
    expect(why).to_have_count(0, timeout=20_000)
    customer.page.get_by_role("button", name="End the chat").click()
    expect(customer.page.get_by_text("You ended the chat.")).to_be_visible()
    expect(customer.page.locator(".strong")).to_be_focused()

    customer.page.get_by_role("button", name="New question").click()
    customer.page.get_by_role("button", name="Start the chat").click()
    expect(customer.page.locator("waiting-room")).to_be_visible()
    wire.cut()
    expect(customer.page.get_by_role("heading", name="Your connection is lost")).to_be_visible()
    expect(customer.page.locator("waiting-room .ringing")).to_have_count(0)
    expect(customer.page.get_by_text("You can go on writing")).to_have_count(0)
    customer.page.get_by_role("button", name="Cancel").click()
    expect(why).to_be_visible()
    wire.mend()
    expect(why).to_have_count(0, timeout=20_000)
    customer.page.get_by_role("button", name="Cancel").click()
    expect(customer.page.get_by_label("Your question")).to_be_visible()


def test_offline_is_told_at_once(talk):
    customer, _ = talk
    customer.page.context.set_offline(True)
    expect(customer.page.locator("link-bar")).to_contain_text("You are offline.", timeout=3000)
    expect(customer.page.locator("room-bar .under")).to_have_text("Acme Care")
    customer.page.wait_for_timeout(5000)
    expect(customer.page.locator("link-bar")).to_contain_text("You are offline.")
    customer.page.context.set_offline(False)
    expect(customer.page.locator("link-bar [role=status]")).to_be_empty(timeout=20_000)
    expect(customer.page.locator("room-bar .under")).to_have_text("here · Acme Care")


def test_a_rumour_of_being_offline_that_is_not_true_is_dropped(talk):
    customer, _ = talk
    customer.page.evaluate("""
        Object.defineProperty(navigator, 'onLine', { get: () => false, configurable: true });
        dispatchEvent(new Event('offline'));
    """)
    bar = customer.page.locator("link-bar [role=status]")
    expect(bar).to_have_text("You are offline. What you write is sent when the network is back.")
    expect(bar).to_be_empty(timeout=20_000)
    expect(customer.page.locator("room-bar .under")).to_have_text("here · Acme Care")


def test_a_second_tab_follows_into_the_new_chat(talk, pages):
    customer, ana = talk
    second = Customer(pages.watched(customer.page.context.new_page()), customer.server).open()
    expect(second.page.locator("customer-phone")).to_be_visible()
    second.end()
    expect(customer.page.get_by_text("You ended the chat.")).to_be_visible()
    ana.page.locator("chat-pane").get_by_role("button", name="Online").click()
    second.page.get_by_role("button", name="New question").click()
    second.fill(question="Another thing")
    second.page.get_by_role("button", name="Start the chat").click()
    expect(customer.page.locator("waiting-room")).to_contain_text("Another thing")
    ana.answer()
    customer.write("from the first tab")
    said(second, "from the first tab")


def test_a_question_asked_beside_an_open_chat_waits_in_the_input(talk, pages):
    pages.allow("409 (Conflict)")
    customer, ana = talk
    customer.page.evaluate(
        "for (const key of Object.keys(localStorage))"
        " if (key.startsWith('foyer.chat.')) localStorage.removeItem(key)")
    customer.open().fill(question="And one more thing")
    customer.page.get_by_role("button", name="Start the chat").click()
    expect(customer.input).to_have_value("And one more thing")
    customer.input.press("Enter")
    said(ana, "And one more thing")


def test_a_place_is_not_said_to_be_kept_for_longer_than_it_is(server, pages, wired):
    server.settings(phones={"lostConnectionSeconds": 3})
    customer, ana, wire = wired
    ana.hang_up()
    customer.page.get_by_role("button", name="New question").click()
    customer.fill(question="Where is my parcel?")
    customer.page.get_by_role("button", name="Start the chat").click()
    expect(customer.page.locator("waiting-room")).to_be_visible()
    wire.cut()
    expect(customer.page.get_by_text("Your place is kept for 3 seconds.")).to_be_visible()
    expect(customer.page.get_by_text("Your place may be given up by now.")).to_be_visible(timeout=8000)
    expect(customer.page.get_by_text("Your place is kept")).to_have_count(0)


def test_nobody_is_waited_for_zero_seconds(server, pages):
    server.settings(phones={"lostConnectionSeconds": 3})
    ana = Agent(pages.new(), server).log_on()
    customer = Customer(pages.new(), server).ask()
    ana.answer()
    timer = customer.page.locator("link-bar [role=timer]")
    customer.page.evaluate("""
        globalThis.told = [];
        new MutationObserver(() => told.push(document.querySelector('[role=timer]').textContent))
            .observe(document.querySelector('[role=timer]'), { childList: true, characterData: true });
    """)
    ana.page.close()
    expect(timer).to_contain_text("Waiting up to")
    expect(customer.page.locator(".strong")).to_be_visible(timeout=15_000)
    told = customer.page.evaluate("told")
    assert told and not any(" 0 seconds" in each for each in told), told
