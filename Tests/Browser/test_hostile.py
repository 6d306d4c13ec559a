"""What nobody nice writes: it is shown as it is, does nothing, and moves nothing."""

import json
import re
import secrets
import sqlite3
from collections import Counter

import pytest
from playwright.sync_api import expect

import payloads
from lines import AgentLine, CustomerLine, Refused, post, ticket
from screens.looks import SIDEWAYS
from server import Server
from test_desk_alarm import NOTES

# One server and one set of chats serve all of these tests: they run in one worker.
pytestmark = pytest.mark.xdist_group("hostile")

FIELDS = ["name", "email", "phone", "question", "page"]
REFUSALS = {"fieldInvalid", "fieldTooLong", "fieldWrongType"}
LISTED = 90  # of those who wait the desk lists no more than 100
SIZES = [{"width": 1440, "height": 900}, {"width": 360, "height": 740}]

# Whatever runs, moves or breaks out.
HARM = """
() => {
  const harm = [];
  if (window.__pwned !== undefined) harm.push(`ran: ${window.__pwned}`);
  const alien = 'marquee, iframe, object, embed, base, plaintext, xmp, video, audio, math, [onerror], [onclick]';
  for (const each of document.querySelectorAll(alien)) harm.push(`markup: ${each.outerHTML.slice(0, 80)}`);
  const wide = document.documentElement.clientWidth;
  for (const each of document.body.querySelectorAll('*')) {
    const box = each.getBoundingClientRect();
    if (box.width === 0 || box.height === 0 || each.closest('svg')) continue;
    if (!each.checkVisibility({ visibilityProperty: true })) continue;
    let around = each.parentElement;
    while (around && !/auto|scroll|hidden|clip/.test(getComputedStyle(around).overflowX)) around = around.parentElement;
    if (around && around !== document.body && around !== document.documentElement) continue;
    if (box.left < -1 || box.right > wide + 1) {
      harm.push(`out of the page: ${each.localName}.${each.className} ${Math.round(box.left)}..${Math.round(box.right)}`);
    }
  }
  for (const each of document.links) {
    if (!/^(https?|mailto|tel):/.test(each.protocol)) harm.push(`a link to ${each.protocol}`);
  }
  return [...new Set(harm)].slice(0, 10);
}
"""

# A text that turns the direction must stand alone in its line, or be wrapped (U+2068…U+2069).
TURNED = """
() => {
  const turned = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    if (!node.data.includes('def') || !/[\\u202a-\\u202e\\u2066-\\u2069]/.test(node.data)) continue;
    const parent = node.parentElement;
    if (!parent.checkVisibility()) continue;
    const { display, unicodeBidi } = getComputedStyle(parent);
    const alone = !/inline$/.test(display) || /isolate|plaintext/.test(unicodeBidi);
    const after = node.data.slice(node.data.indexOf('def') + 3);
    const wrapped = node.data.includes('\\u2068') && after.includes('\\u2069');
    if (!alone || (/[^\\s\\u202a-\\u202e\\u2066-\\u2069.]/.test(after) && !wrapped)) {
      turned.push(`${parent.localName}.${parent.className}: ${JSON.stringify(node.data)}`);
    }
  }
  return turned;
}
"""


class Seen:
    """A page that must never leave this machine, ask anything, or be moved by what it shows."""

    def __init__(self, page):
        self.page = page
        self.harm: list[str] = []
        page.on("dialog", lambda dialog: (self.harm.append(f"dialog {dialog.message}"), dialog.dismiss()))
        page.on("request", lambda request: self._asked(request.url))
        page.on("popup", lambda popup: self.harm.append(f"popup {popup.url}"))

    def _asked(self, url: str) -> None:
        if "://127.0.0.1" not in url and not url.startswith(("data:image", "blob:")):
            self.harm.append(f"request {url}")

    def check(self, where: str) -> None:
        self.harm += self.page.evaluate(HARM) + self.page.evaluate(TURNED)
        sideways = self.page.evaluate(SIDEWAYS)
        assert not self.harm and sideways <= 0, (where, self.harm, sideways)

    def check_in_all_sizes(self, where: str) -> None:
        for size in SIZES:
            self.page.set_viewport_size(size)
            self.page.wait_for_timeout(100)
            self.check(f"{where} at {size['width']}")
        self.page.set_viewport_size(SIZES[0])


class Cuckoo:
    """Sits in a page's WebSocket and says what the server never said."""

    def __init__(self, page, path: str):
        self.heard: list[dict] = []
        page.route_web_socket(path, self._sit)

    def _sit(self, socket):
        self.socket = socket
        there = socket.connect_to_server()

        def pass_on(text):
            self.heard.append(json.loads(text))
            socket.send(text)
        there.on_message(pass_on)

    def last(self, kind: str) -> dict:
        return json.loads(json.dumps([each for each in self.heard if each["t"] == kind][-1]))

    def say(self, frame: dict) -> None:
        self.socket.send(json.dumps(frame))


@pytest.fixture(scope="module")
def hostile(tmp_path_factory):
    """A server to which every field was sent every payload: (server, what was refused)."""
    server = Server(tmp_path_factory.mktemp("hostile"), flags=("--messages-per-minute", "0")).start()
    server.settings(phones={"lostConnectionSeconds": 3600, "simultaneousChats": True})
    refused = Counter()
    for payload in payloads.ALL:
        for what in ("chats", "letters"):
            send(server, what, payload, refused)
    yield server, refused
    server.stop()


def send(server: Server, what: str, payload: str, refused: Counter) -> None:
    """In all fields at once; what is refused is left out, until the rest is taken."""
    form = dict.fromkeys(FIELDS, payload)
    sent = ticket(server, server.token)
    if what == "letters":
        form |= {"email": "mei@example.com"}
    for _ in range(len(FIELDS) + 1):
        try:
            post(server, f"{server.token}/{what}", {**sent, "key": secrets.token_hex(16), **form})
            return
        except Refused as no:
            fault = no.fault
            assert fault["status"] == 400 and fault["code"] in REFUSALS | {"fieldMissing"}, (payload, fault)
            assert fault["field"] in form, (payload, fault)
            refused[what, fault["field"], fault["code"]] += 1
            form[fault["field"]] = "left out" if fault["field"] == "question" else ""
    raise AssertionError((payload, form))


class Desk:
    """Ana's desk on a page that is watched, and Ana's own line beside it."""

    def __init__(self, server: Server, pages):
        self.server = server
        page = pages.new(viewport=SIZES[0])
        who = server.agents[0]
        page.context.request.post(
            f"{server.url}/console/api/log-on", headers={"Origin": server.url},
            data={"email": who["email"], "password": who["password"], "channel": "browser"})
        self.cuckoo = Cuckoo(page, "**/ws/agent")
        self.seen = Seen(page)
        self.ana = AgentLine(server, 0)

    def open(self, path: str = ""):
        self.seen.page.goto(f"{self.server.url}/console{path}")
        expect(self.seen.page.locator("console-shell")).to_be_visible()
        return self.seen.page


@pytest.fixture
def desk(hostile, pages):
    """The desk of a server full of hostile chats."""
    made = Desk(hostile[0], pages)
    made.ana.rest()
    yield made
    pages.close()
    made.ana.close()


@pytest.fixture
def empty_desk(tmp_path, pages):
    """A desk where nobody waits yet."""
    server = Server(tmp_path, flags=("--messages-per-minute", "0")).start()
    made = Desk(server, pages)
    made.ana.ready()
    yield made
    pages.close()
    made.ana.close()
    server.stop()


def test_refusals_name_their_field(hostile):
    """Most is taken. What is refused is too long, no address, or has U+0000 in it."""
    _, refused = hostile
    for what in ("chats", "letters"):
        assert refused[what, "question", "fieldTooLong"] <= 4, refused
        assert refused[what, "question", "fieldInvalid"] <= 4, refused
        assert refused[what, "name", "fieldInvalid"] <= 4, refused
        assert refused[what, "name", "fieldTooLong"] < 40, refused
    assert refused["chats", "email", "fieldInvalid"] > 200, refused


def test_half_a_character_is_refused_and_nothing_else(hostile):
    server, _ = hostile
    for escape in payloads.LONE_SURROGATES:
        for field in FIELDS:
            body = json.dumps({**ticket(server, server.token), field: "HERE"}).replace("HERE", escape)
            with pytest.raises(Refused) as no:
                post(server, f"{server.token}/chats", body.encode())
            assert no.value.fault["status"] == 400, no.value.fault


def test_every_ring_and_everybody_who_waits(desk):
    page = desk.open()
    expect(page.locator("chat-lists .waiting").first).to_be_visible()
    bar = page.locator("status-switch")
    high = bar.bounding_box()["height"]
    desk.seen.check_in_all_sizes("who waits")
    desk.ana.ready()
    expect(page.locator("ring-card").first).to_be_visible()
    expect(page).to_have_title(re.compile("ringing"))
    desk.seen.check_in_all_sizes("rings")
    for shown, ringing in (("chat-lists .waiting li", False), ("ring-card", True)):
        for frame in in_parts(desk, ringing):
            desk.cuckoo.say(frame)
            expect(page.locator(shown)).to_have_count(len(frame["waiting"]))
            desk.seen.check_in_all_sizes(f"{shown} from {frame['waiting'][0]['chat']}")
    assert bar.bounding_box()["height"] == high
    desk.ana.rest()


def in_parts(desk: Desk, ringing: bool):
    """Desks on which everybody who has asked waits, or rings: a frame holds not all of them."""
    whole = desk.cuckoo.last("desk")
    offer = {"offer": 1, "expiresAt": 1 << 42, "seconds": 30, "why": {"key": "why.firstFree", "values": {}}}
    cards = [
        {**whole["waiting"][0], "chat": chat, "name": name, "question": question[:300],
         "ringing": offer if ringing else None}
        for chat, name, question in asked(desk.server)]
    for start in range(0, len(cards), LISTED):
        yield {**whole, "browser": "WAITING_NEW_CALL", "waiting": cards[start:start + LISTED]}


def asked(server: Server) -> list[tuple[str, str, str]]:
    """Chat, name and question of all who have asked, as they are stored."""
    with sqlite3.connect(f"file:{server.data}/foyer.sqlite?mode=ro", uri=True) as rows:
        found = rows.execute("SELECT id, name, question FROM chat").fetchall()
    assert len(found) >= len(payloads.ALL)
    return found


def test_every_notification(desk):
    """It is shown outside of the page, by the system: what turns text around must not leave its name."""
    page = desk.seen.page
    page.add_init_script(NOTES)
    desk.open()
    page.get_by_role("button", name="Ana Lima: your menu").click()
    page.get_by_role("switch", name="Notifications while this tab is hidden").click()
    page.keyboard.press("Escape")
    page.evaluate("hide(true)")
    for frame in in_parts(desk, ringing=True):
        desk.cuckoo.say(frame)
    page.wait_for_function("count => notes.length === count", arg=len(asked(desk.server)))
    notes = page.evaluate("notes.map(({ title, body }) => ({ title, body }))")
    for note in notes:
        assert note["title"].endswith(" rings in GENERAL"), note
        assert not re.search("[\u202a-\u202e\\x00-\\x1f\\x7f]", note["title"]), note
        assert len(re.findall("[\u2066-\u2068]", note["title"])) == note["title"].count("\u2069"), note
    assert {note["body"] for note in notes} == {question[:300] for _, _, question in asked(desk.server)}
    desk.seen.check("behind the notifications")
    desk.cuckoo.say({**frame, "waiting": []})
    page.wait_for_function("notes.every((each) => !each.open)")


def test_every_name_in_the_pane_the_list_and_the_facts(empty_desk):
    ana, cuckoo, seen = empty_desk.ana, empty_desk.cuckoo, empty_desk.seen
    page = empty_desk.open()
    expect(page.locator("status-switch .now")).to_have_text("Online")
    customer = CustomerLine(empty_desk.server, name="Mei", question="Hello")
    ana.answer(customer.chat)
    expect(page.locator("facts-panel")).to_be_visible()
    heads = [page.locator("status-switch"), page.locator("chat-pane header")]
    chat = cuckoo.last("chat")
    for size in SIZES:
        page.set_viewport_size(size)
        if page.locator("chat-pane").is_hidden():
            page.locator("chat-lists .chats button").first.click()
        cuckoo.say(chat)
        page.wait_for_timeout(100)
        high = heights(heads)
        for number, payload in enumerate(payloads.ALL):
            told = json.loads(json.dumps(chat))
            told["chat"]["customer"] |= {
                "name": payload[:200], "email": payload[:254], "phone": payload[:40], "page": payload,
                "language": payload[:20]}
            cuckoo.say(told)
            cuckoo.say({"t": "typing", "chat": customer.chat, "from": "customer", "text": payload[:1000]})
            if number % 8 == 7:
                seen.check(f"pane at {size['width']}, up to payload {number}")
                assert heights(heads) == high, payload
    customer.close()


def heights(bars) -> list[float]:
    return [each.bounding_box()["height"] for each in bars if each.is_visible()]


def test_every_message_on_both_sides_and_in_the_earlier_chat(empty_desk, pages, proof):
    ana, seen, server = empty_desk.ana, empty_desk.seen, empty_desk.server
    empty_desk.open()
    customer = Seen(pages.new(viewport=SIZES[1]))
    page = customer.page
    page.goto(server.form)
    page.locator("contact-form [name=question]").fill("Here they come")
    page.locator("contact-form button[type=submit]").click()
    chat = ana.answer_next().chat
    expect(page.locator("customer-phone")).to_be_visible()
    token = page.evaluate(
        "JSON.parse(Object.entries(localStorage).find(([key]) => key.includes('customer.'))[1])")
    line = CustomerLine(server, token, chat)
    bars = [page.locator("room-bar"), page.locator("chat-composer"), seen.page.locator("chat-pane header")]
    high = heights(bars)
    taken, refused = [], Counter()
    for number, payload in enumerate(payloads.ALL):
        for writer in (line, ana):
            try:
                writer.write(payload, chat)
                taken.append(payload)
            except Refused as no:
                refused[no.fault["code"]] += 1
        if number % 10 == 9 or payload is payloads.ALL[-1]:
            marker = f"-- {number} --"
            line.write(marker, chat)
            taken.append(marker)
            for each, where in ((customer, "customer-phone"), (seen, "chat-pane")):
                last = each.page.locator(f"{where} .text .body").get_by_text(marker, exact=True)
                expect(last).to_be_attached()
                each.check(f"{where}, up to payload {number}")
            assert heights(bars) == high, payload
    assert set(refused) <= {"fieldInvalid", "fieldMissing"} and refused.total() < 40, refused
    stored = kept(server, chat)[2:]  # after the question and the greeting
    assert len(stored) == len(taken)
    changed = [sent for sent, text in zip(taken, stored) if sent != text and sent.isprintable()]
    assert changed == []
    ana.hang_up()
    ana.do("close", chat=chat)
    line.close()
    again = CustomerLine(server, token=token, question="Once more")
    ana.ready().answer(again.chat)
    seen.page.locator("facts-panel li button").first.click()
    expect(seen.page.locator("facts-panel chat-transcript .body").last).to_be_attached()
    seen.check("an earlier chat")
    again.close()
    proof("R-30", f"injection: {len(payloads.ALL)} payloads as messages on both sides in one chat: 0 executed, 0 policy reports")


def kept(server: Server, chat: str) -> list[str]:
    """The texts of a chat as the server has them."""
    texts, after = [], 0
    while True:
        part = server.call("GET", f"chats/{chat}?after={after}")
        texts += [each["body"] for each in part["entries"] if each["kind"] == "text"]
        after = part["entries"][-1]["seq"]
        if not part["more"]:
            return texts


def test_every_letter(desk, proof):
    page = desk.open("/letters")
    cards = page.locator("letters-page .card")
    earlier = page.get_by_role("button", name="Show earlier letters")
    expect(cards.first).to_be_visible()
    while earlier.is_visible():
        shown = cards.count()
        earlier.click()
        expect(cards.nth(shown)).to_be_visible()
    desk.seen.check_in_all_sizes("letters")
    proof("R-30", f"injection: {cards.count()} letters with {len(payloads.ALL)} payloads in every field: 0 executed, 0 policy reports")


def test_every_word_that_a_customer_is_shown(hostile, pages):
    """The question while waiting, the agent's name and word, what the agent types."""
    server, _ = hostile
    seen = Seen(pages.new(viewport=SIZES[1]))
    page = seen.page
    cuckoo = Cuckoo(page, "**/ws/customer")
    page.goto(server.form)
    page.locator("contact-form [name=question]").fill("Hello")
    page.locator("contact-form button[type=submit]").click()
    expect(page.locator("waiting-room")).to_be_visible()
    frame = cuckoo.last("chat")
    high = None
    for number, payload in enumerate(payloads.ALL):
        frame["chat"] |= {"question": payload, "agentRole": payload[:40]}
        cuckoo.say(frame)
        if number % 10 == 9:
            seen.check(f"waiting, up to payload {number}")
    for number, payload in enumerate(payloads.ALL):
        frame["chat"] |= {"state": "served", "agent": {"name": payload[:200].strip() or "Ana"}}
        cuckoo.say(frame)
        cuckoo.say({"t": "typing", "chat": frame["chat"]["id"], "from": "agent", "text": payload[:1000]})
        high = high or page.locator("room-bar").bounding_box()["height"]
        if number % 10 == 9:
            seen.check(f"phone, up to payload {number}")
            assert page.locator("room-bar").bounding_box()["height"] == high, payload


def test_the_log_says_nothing_of_it(hostile):
    server, _ = hostile
    log = server.log
    told = [text for text in payloads.ALL if len(text.strip()) > 11 and text in log]
    assert told == []
    assert "__pwned" not in log and "foreign.test" not in log
