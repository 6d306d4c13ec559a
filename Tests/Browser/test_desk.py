"""The agent's desk: nothing rings unseen, no press is swallowed, the focus stays in the hand."""

import pytest
from playwright.sync_api import expect

from crowd import Caller
from people import Agent, Customer, said
from test_access import sound

PHONE = {"width": 375, "height": 667}


@pytest.fixture
def cuttable(server, pages, ana):
    """A server that may be killed without the pages' complaints counting."""
    pages.allow("ERR_CONNECTION")
    pages.allow("WebSocket connection")
    return server


def focused(page) -> str:
    """What has the focus: its words, or its tag."""
    return page.evaluate("document.activeElement.textContent.trim() || document.activeElement.tagName")


@pytest.fixture
def one_more(server, pages, ana):
    """An agent on a phone who serves a chat and may take one more."""
    server.settings(phones={"simultaneousChats": True})
    ana.page.set_viewport_size(PHONE)
    ana.log_on()
    Customer(pages.new(), server).ask("Mei")
    ana.answer()
    return ana


def test_a_ring_floats_over_a_chat_on_a_phone(server, pages, one_more):
    ana = one_more
    ana.input.fill("half a sen")
    omar = Customer(pages.new(), server).ask("Omar", "Do you ship?")
    expect(ana.ring).to_be_visible()
    expect(ana.ring).to_contain_text("Do you ship?")
    expect(ana.ring).to_contain_text("You can take one more")
    expect(ana.input).to_be_focused()
    sound(ana.page, "a ring over a chat")
    ana.page.get_by_role("button", name="Hang up").click(trial=True)
    ana.ring.get_by_role("button", name="Answer").click()
    expect(ana.page.get_by_label("Your message: Omar")).to_be_focused()
    omar.page.wait_for_selector("customer-phone")


def test_a_ring_floats_over_the_other_pages_and_leads_to_the_desk(customer, ana):
    ana.log_on()
    ana.page.get_by_role("link", name="Rooms").click()
    expect(ana.page).to_have_title("Rooms · Foyer")
    customer.ask()
    expect(ana.ring).to_be_visible()
    ana.answer()
    expect(ana.input).to_be_focused()
    expect(ana.page).to_have_title("Serving · Foyer")


def test_who_sends_a_floating_ring_away_is_where_they_were(server, pages, one_more):
    ana = one_more
    Customer(pages.new(), server).ask("Omar", "Do you ship?")
    ana.ring.get_by_role("button", name="Not me").focus()
    ana.page.keyboard.press("Enter")
    expect(ana.ring).to_have_count(0)
    expect(ana.input).to_be_focused()


def test_a_ring_taken_by_a_colleague_is_told_over_the_other_pages(customer, ana, ben):
    ana.log_on()
    ben.log_on()
    ana.page.get_by_role("link", name="Letters").click()
    customer.ask()
    expect(ana.ring).to_be_visible()
    ben.answer()
    expect(ana.ring).to_have_count(0)
    expect(ana.page.locator("ring-float")).to_contain_text("Mei was answered by a colleague.")


def test_a_ring_that_ends_by_a_break_did_not_ring_out(customer, ana):
    ana.log_on()
    customer.ask()
    expect(ana.ring).to_be_visible()
    ana.page.keyboard.press("Alt+b")
    expect(ana.ring).to_have_count(0)
    expect(ana.page.locator("ring-stack .partings").first).to_have_text("Mei no longer rings here.")


def test_logging_off_while_serving_asks_first(talk):
    customer, ana = talk
    ana.log_off()
    expect(ana.page.get_by_role("dialog")).to_contain_text("You are serving 1 chat.")
    sound(ana.page, "log off?")
    expect(ana.page.get_by_role("button", name="Stay")).to_be_focused()
    ana.page.keyboard.press("Escape")
    expect(ana.page.get_by_role("dialog")).to_have_count(0)
    expect(ana.page.locator("me-menu > button")).to_be_focused()
    ana.write("still here")
    said(customer, "still here")
    ana.log_off()
    ana.page.get_by_role("dialog").get_by_role("button", name="Log off").click()
    expect(ana.page.get_by_text("You have logged off.")).to_be_visible()


def test_a_log_off_that_does_not_reach_the_server_says_so(cuttable, ana):
    ana.log_on()
    cuttable.kill()
    ana.log_off()
    expect(ana.page.get_by_role("dialog")).to_contain_text("The server was not reached.")


def test_a_log_off_in_another_tab_promises_no_drafts(talk, pages):
    _, ana = talk
    ana.input.fill("half a sen")
    second = pages.watched(ana.page.context.new_page())
    second.goto(f"{ana.server.url}/console")
    other = Agent(second, ana.server)
    # Before the desk has come nobody knows that a chat is served.
    expect(other.status).to_have_text("Serving")
    other.log_off()
    second.get_by_role("dialog").get_by_role("button", name="Log off").click()
    expect(second.get_by_text("You have logged off.")).to_be_visible()
    expect(ana.page.get_by_text("You have logged off.")).to_be_visible()
    expect(ana.page.get_by_text("Your drafts are kept")).to_have_count(0)


def test_presses_while_disconnected_say_so_and_the_words_go_with_the_return(cuttable, customer, ana):
    ana.log_on()
    customer.ask()
    expect(ana.ring).to_be_visible()
    cuttable.kill()
    expect(ana.status).to_have_text("Reconnecting…")
    ana.page.locator("status-switch").get_by_role("button", name="Break").click()
    failed = "That did not work: The server was not reached."
    expect(ana.page.locator("ring-stack .partings .bad")).to_have_text(failed)
    ana.ring.get_by_role("button", name="Answer").click()
    expect(ana.ring).to_contain_text(failed)
    cuttable.start()
    expect(ana.status).to_have_text("Online", timeout=20_000)
    expect(ana.page.get_by_text(failed)).to_have_count(0)
    ana.answer()


def test_a_status_that_was_not_taken_is_not_announced(cuttable, ana):
    ana.log_on()
    page = ana.page
    page.keyboard.press("Alt+b")
    announced = page.locator("body > .spoken[role=status]")
    expect(announced).to_have_text("On a break")
    cuttable.kill()
    expect(ana.status).to_have_text("Reconnecting…")
    page.keyboard.press("Alt+b")
    expect(page.locator("ring-stack .partings .bad").first).to_contain_text("That did not work")
    expect(announced).to_have_text("On a break")


def test_a_jump_within_a_page_keeps_what_is_typed_there(ana):
    ana.log_on()
    page = ana.page
    page.get_by_role("link", name="Agents").click()
    page.get_by_role("button", name="New agent").click()
    page.get_by_label("Name").fill("Half a na")
    page.get_by_role("link", name="Skip to the content").focus()
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_be_focused()
    expect(page.get_by_label("Name")).to_have_value("Half a na")
    page.get_by_role("link", name="Rooms").click()
    page.go_back()
    expect(page.get_by_role("heading", name="Agents")).to_be_visible()


def test_the_way_to_the_desk_moves_nothing_on_the_desk(server, ana):
    ana.log_on()
    page = ana.page
    mei = Caller(server, "Mei")
    ana.answer()
    mei.write(*(f"line {number}" for number in range(60)))
    expect(page.locator("chat-pane .body").last).to_have_text("line 59")
    scroller = page.locator("chat-pane .scroller")
    scroller.hover()
    page.mouse.wheel(0, -700)
    page.wait_for_function("document.querySelector('chat-pane .below').checkVisibility()")
    before = scroller.evaluate("each => each.scrollTop")
    page.get_by_role("link", name="Desk").click()
    assert before > 0 and scroller.evaluate("each => each.scrollTop") == before


def test_a_hang_up_while_disconnected_says_so_until_the_return(cuttable, talk):
    _, ana = talk
    cuttable.kill()
    expect(ana.status).to_have_text("Reconnecting…")
    expect(ana.page.locator("status-switch .note")).to_have_text("You can go on writing")
    ana.hang_up()
    failed = ana.page.locator("chat-pane .said")
    expect(failed).to_have_text("That did not work: The server was not reached.")
    cuttable.start()
    expect(ana.status).to_have_text("Serving", timeout=20_000)
    expect(failed).to_have_text("")
    ana.hang_up()
    expect(ana.status).to_have_text("You hung up")


def test_the_loss_of_the_connection_is_said_on_every_page(cuttable, ana):
    ana.log_on()
    ana.page.get_by_role("link", name="Rooms").click()
    expect(ana.page.get_by_role("heading", name="Rooms")).to_be_visible()
    cuttable.kill()
    expect(ana.page.locator("ring-float .cut")).to_have_text("Reconnecting…")
    cuttable.start()
    expect(ana.page.locator("ring-float")).not_to_contain_text("Reconnecting…", timeout=20_000)


def test_offline_is_said_at_once_and_withdrawn_when_it_is_not_true(ana):
    ana.log_on()
    ana.page.evaluate("""
        Object.defineProperty(navigator, 'onLine', { configurable: true, value: false });
        dispatchEvent(new Event('offline'));
    """)
    # The server answers, so what the browser says is a mistake.
    expect(ana.status).to_have_text("Online")
    ana.page.context.set_offline(True)
    expect(ana.status).to_have_text("Offline", timeout=1000)
    ana.page.evaluate("delete navigator.onLine")
    ana.page.context.set_offline(False)
    expect(ana.status).to_have_text("Online", timeout=20_000)


def test_the_status_row_keeps_its_height(talk):
    customer, ana = talk
    row = ana.page.locator("status-switch")
    lists = ana.page.locator("chat-lists")
    before = (row.bounding_box()["height"], lists.bounding_box()["y"])
    customer.end()
    expect(ana.status).to_have_text("Customer hung up")
    expect(row).to_contain_text("Nothing rings here")
    assert (row.bounding_box()["height"], lists.bounding_box()["y"]) == before
    row.get_by_role("button", name="Break").click()
    expect(ana.status).to_have_text("On a break")
    assert (row.bounding_box()["height"], lists.bounding_box()["y"]) == before


def test_the_focus_is_where_the_hands_are(customer, ana):
    page = ana.page
    ana.log_on()
    assert focused(page) == "Desk"
    customer.ask()
    ana.ring.get_by_role("button", name="Not me").focus()
    page.keyboard.press("Enter")
    expect(ana.ring).to_have_count(0)
    assert focused(page) == "Desk"


def test_the_focus_after_a_hang_up_and_the_choice(talk):
    customer, ana = talk
    page = ana.page
    page.reload()
    expect(ana.input).to_be_focused()
    page.get_by_role("button", name="Hang up").focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Enter")
    expect(page.locator("chat-pane").get_by_role("button", name="Online")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("chat-pane")).to_have_count(0)
    assert focused(page) == "Desk"


def test_who_writes_while_the_customer_ends_chooses_nothing_by_accident(talk):
    customer, ana = talk
    ana.input.focus()
    customer.end()
    expect(ana.status).to_have_text("Customer hung up")
    ana.page.keyboard.press("Enter")
    ana.page.keyboard.press("Space")
    ana.page.wait_for_timeout(300)
    expect(ana.status).to_have_text("Customer hung up")
    assert focused(ana.page) == "Ready for the next?"
    ana.page.keyboard.press("Tab")
    expect(ana.page.locator("chat-pane").get_by_role("button", name="Online")).to_be_focused()


def test_the_focus_on_the_way_back_to_the_list(server, pages, customer):
    ana = Agent(pages.new(viewport=PHONE, has_touch=True, is_mobile=True), server).log_on()
    customer.ask("Mei")
    ana.ring.get_by_role("button", name="Answer").tap()
    expect(ana.page.locator("chat-pane")).to_be_visible()
    ana.page.get_by_role("button", name="Facts").tap()
    expect(ana.page.locator("facts-panel h2")).to_be_focused()
    ana.page.get_by_role("button", name="Close the facts").tap()
    expect(ana.page.get_by_role("button", name="Facts")).to_be_focused()
    ana.page.get_by_role("button", name="Back to the list").tap()
    expect(ana.page.locator("chat-lists .chats button")).to_be_focused()


@pytest.mark.parametrize("width", [800, 1024])
def test_the_facts_cover_nothing(talk, width):
    _, ana = talk
    page = ana.page
    page.set_viewport_size({"width": width, "height": 700})
    facts = page.get_by_role("button", name="Facts", exact=True)
    if page.locator("facts-panel").is_hidden():
        facts.click()
        expect(page.locator("facts-panel h2")).to_be_focused()
    expect(page.locator("facts-panel")).to_be_visible()
    for name in ("Facts", "Hang up", "Send", "Close the facts"):
        page.get_by_role("button", name=name, exact=True).click(trial=True)
    page.get_by_role("button", name="Close the facts").focus()
    page.keyboard.press("Escape")
    expect(page.locator("facts-panel")).to_be_hidden()
    expect(facts).to_be_focused()
    expect(page.locator("status-switch")).to_be_visible()


def test_a_ring_is_seen_while_the_facts_take_the_lists_place(server, pages, talk):
    server.settings(phones={"simultaneousChats": True})
    _, ana = talk
    ana.page.set_viewport_size({"width": 800, "height": 700})
    ana.page.get_by_role("button", name="Facts").click()
    Customer(pages.new(), server).ask("Omar", "Second?")
    expect(ana.ring).to_be_visible()


def test_refused_words_are_kept_and_copied_when_the_chat_is_over(server, pages, customer):
    context = {"permissions": ["clipboard-read", "clipboard-write"]}
    ana = Agent(pages.new(**context), server).log_on()
    customer.ask()
    ana.answer()
    customer.page.wait_for_selector("customer-phone")
    ana.page.context.set_offline(True)
    ana.page.wait_for_timeout(500)  # until the emulation reaches the open connection
    ana.write("my long answer")
    customer.end()
    ana.page.context.set_offline(False)
    refused = ana.page.locator(".mark[data-mark=refused]")
    expect(refused).to_contain_text("Not sent", timeout=20_000)
    refused.get_by_role("button").click()
    expect(refused).to_contain_text("Copied")
    assert ana.page.evaluate("navigator.clipboard.readText()") == "my long answer"
    assert "my long answer" in ana.texts
    stored = "JSON.stringify([{ ...localStorage }, { ...sessionStorage }])"
    assert "my long answer" in ana.page.evaluate(stored)
    ana.log_off()
    expect(ana.page.get_by_text("You have logged off.")).to_be_visible()
    # The next one at this machine reads nothing of it, and sends nothing of it.
    assert "my long answer" not in ana.page.evaluate(stored)


def test_who_ended_is_named_and_numbers_say_of_what(talk):
    _, ana = talk
    pane = ana.page.locator("chat-pane")
    expect(pane.locator("header")).to_contain_text("Form #1")
    expect(pane.locator("chat-transcript .facts")).to_contain_text("Customer #1")
    ana.hang_up()
    expect(pane.locator(".event").last).to_contain_text("Ana Lima ended the chat")


def test_an_earlier_chat_says_nothing_of_what_is_not_kept(server, talk):
    customer, ana = talk
    ana.write("an answer")
    said(customer, "an answer")
    ana.hang_up()
    ana.page.locator("chat-pane").get_by_role("button", name="Online").click()
    customer.page.get_by_role("button", name="New question").click()
    customer.fill(question="And now?")
    customer.page.get_by_role("button", name="Start the chat").click()
    ana.answer()
    ana.page.locator("facts-panel li button").click()
    expect(ana.page.locator("facts-panel .mine .body").last).to_have_text("an answer")
    for mark in ana.page.locator("facts-panel .mark").all():
        expect(mark).to_be_hidden()


def test_the_loss_of_a_customer_is_announced_once(server, pages, ana):
    ana.log_on()
    customer = Customer(pages.new(), server).ask()
    ana.answer()
    customer.page.wait_for_selector("customer-phone")
    ana.page.evaluate("""
        window.spoken = [];
        new MutationObserver((changes) => {
          for (const { target } of changes) {
            const live = (target.nodeType === 1 ? target : target.parentElement)
              ?.closest('[role=status], [role=alert], [aria-live]');
            if (live) spoken.push(live.textContent);
          }
        }).observe(document.body, { childList: true, characterData: true, subtree: true });
    """)
    customer.page.close()
    expect(ana.page.locator("chat-pane .away")).to_be_visible()
    ana.page.wait_for_timeout(3200)
    lost = [text for text in ana.page.evaluate("spoken") if "connection was lost" in text]
    assert len(lost) == 1
