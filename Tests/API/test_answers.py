"""Each operation is asked once, in one story, and answers as docs/openapi.yaml says (the client checks)."""

import asyncio
import base64
import re
import sqlite3
import time
import urllib.parse

import pytest
from client import Client
from contract import Contract
from customer import ask, form
from good import FORM, png
from sockets import serve_and_end

# A form that is back sooner was filled by no person.
PLAIN_SECONDS_MIN = 3.2
OPERATIONS = [each for each in Contract().operations if "101" not in each.about["responses"]]


@pytest.fixture(scope="module")
def told(server, fresh, contract, nobody, ana, ben) -> set[str]:
    """The ids of the operations that were done, after all of the story."""
    contract.answered.clear()
    rooms_and_agents(nobody, ana, ben)
    chats_and_letters(nobody, ana, server)
    pages(nobody, server.token)
    pictures(nobody, ana)
    plain_form(nobody, ana, server.token)
    set_up(Client(fresh, contract))
    return set(contract.answered)


def rooms_and_agents(nobody: Client, ana: Client, ben: Client) -> None:
    ben.log_on(nobody.server.agents[2]).ask("POST", "/api/log-off")
    assert ana.ask("PUT", "/api/me", {"greeting": "Hello!"}).json["agent"]["greeting"] == "Hello!"
    general = ana.ask("GET", "/api/rooms").json["rooms"][0]["id"]
    me = ana.ask("GET", "/api/me").json["agent"]["id"]
    room = ana.ask("POST", "/api/rooms", {"name": "Repairs"}).json
    assert (room["name"], room["agents"]) == ("Repairs", [me])
    place = f"/api/rooms/{room['id']}"
    assert ana.ask("PATCH", place, {"name": "Returns", "agents": []}).json["agents"] == []
    assert ana.ask("GET", place).json["name"] == "Returns"
    changed = ana.ask("POST", f"{place}/token").json
    assert changed["token"] != room["token"]
    old = nobody.ask("GET", f"/api/public/rooms/{room['token']}")
    assert (old.status, old.code) == (410, "roomLinkReplaced")
    nobody.ask("GET", f"/api/public/rooms/{room['token']}?talking=yes")
    settings = ana.ask("GET", f"{place}/settings").json
    assert (settings["version"], settings["settings"]["phones"]["agentRole"]) == (1, "Agent")
    assert ana.ask("PUT", f"{place}/settings", {"phones": {"agentRole": "Doctor"}}).json["version"] == 2
    open_form = f"/api/public/rooms/{changed['token']}/changes"
    assert nobody.ask("GET", f"{open_form}?version=1").json == {"version": 2}
    number = changed["accessNumber"]
    assert nobody.ask("GET", f"/api/public/numbers/{number}").json["token"] == changed["token"]
    assert nobody.ask("POST", "/number", raw=f"number={number}".encode(), headers=FORM).status == 303
    nobody.ask("OPTIONS", f"/api/public/numbers/{number}")
    assert ana.ask("GET", "/api/limits").json["plan"]["key"] == "selfHosted"
    links = f"/api/rooms/{general}/private-links"
    made = ana.ask("POST", links, {"agent": me}).json
    assert ana.ask("GET", links).json["privateLinks"] == [made]
    assert ana.ask("DELETE", f"{links}/{me}").status == 204
    drafts(ana, general)
    agents(nobody, ana, general)
    assert ana.ask("DELETE", place).status == 204
    assert ana.ask("GET", place).code == "notFound"


def drafts(ana: Client, general: str) -> None:
    assert ana.ask("GET", "/api/settings-schema").json["properties"]["phones"]
    made = ana.ask("POST", "/api/rooms", {"name": "Drafts", "copyOf": general}).json
    place = f"/api/rooms/{made['id']}"
    draft = ana.ask("GET", f"{place}/draft").json
    assert (draft["version"], draft["revision"], draft["changes"]) == (1, 0, [])
    change = {"revision": 0, "settings": {"contactForm": {"header": "Ahoy"}}}
    draft = ana.ask("PATCH", f"{place}/draft", change).json
    ahoy = {"field": "contactForm.header", "before": "", "after": "Ahoy"}
    assert (draft["changes"], draft["preview"]["header"], draft["editedBy"]["name"]) == ([ahoy], "Ahoy", "Ana Lima")
    assert ana.ask("PATCH", f"{place}/draft", change).code == "draftChanged"
    published = ana.ask("POST", f"{place}/draft/publish", {"revision": 1, "version": 1}).json
    assert (published["version"], published["revision"], published["changes"]) == (2, 2, [])
    file = ana.ask("GET", f"{place}/export").json
    assert (file["foyerRoom"], file["name"], file["settings"]["contactForm"]["header"]) == (1, "Drafts", "Ahoy")
    imported = ana.ask("POST", "/api/room-files", {"file": file, "name": "Imported"}).json
    assert ana.ask("GET", f"/api/rooms/{imported['id']}/settings").json["settings"] == file["settings"]
    kept = ana.ask("POST", "/api/images", raw=png(), headers={"Content-Type": "image/png"}).json["image"]
    ana.ask("PUT", f"/api/rooms/{imported['id']}/settings", {"contactForm": {"logo": kept}})
    pictured = ana.ask("GET", f"/api/rooms/{imported['id']}/export").json
    assert [base64.b64decode(each) for each in pictured["pictures"]] == [png()]
    for broken in ("", "no base64!", base64.b64encode(png()[:-1]).decode()):
        answer = ana.ask("POST", "/api/room-files", {"file": {**pictured, "pictures": [broken]}, "name": "Broken"})
        assert (answer.status, answer.code) == (422, "imageRefused"), answer.text
    many = {**pictured, "pictures": pictured["pictures"] * 3}
    assert ana.ask("POST", "/api/room-files", {"file": many, "name": "Many"}).code == "fieldOutOfRange"
    newer = {"file": {"foyerRoom": 2, "what": 1}, "name": "Newer"}
    assert ana.ask("POST", "/api/room-files", newer).code == "fileFromNewerVersion"
    file["settings"] = {"contactForm": {"header": "Again"}}
    assert ana.ask("POST", f"{place}/draft/import", {"revision": 2, "file": file}).json["revision"] == 3
    later = {"revision": 3, "version": 2, "publishAt": published["publishedAt"] + 3_600_000}
    waits = ana.ask("POST", f"{place}/draft/schedule", later).json
    assert (waits["scheduled"]["publishAt"], waits["changes"]) == (later["publishAt"], [])
    back = ana.ask("DELETE", f"{place}/schedule").json
    assert (back["scheduled"], back["changes"][0]["after"]) == (None, "Again")
    assert ana.ask("DELETE", f"{place}/schedule").code == "notFound"
    assert ana.ask("DELETE", f"{place}/draft?revision={back['revision']}").json["changes"] == []
    assert ana.ask("POST", f"{place}/versions/1/restore", {"version": 2}).json["version"] == 3
    versions = ana.ask("GET", f"{place}/versions").json["versions"]
    assert [(each["version"], each["how"], each["from"]) for each in versions] == [
        (3, "rolledBack", 1), (2, "edited", None), (1, "duplicated", None)]
    assert ana.ask("GET", f"{place}/versions?before=3").json["versions"] == versions[1:]


def agents(nobody: Client, ana: Client, general: str) -> None:
    made = ana.ask("POST", "/api/agents", {"name": "Dan", "email": "Dan@Example.com", "maxChats": 2}).json
    assert made["agent"]["email"] == "dan@example.com"
    assert made["agent"]["rooms"] == [general]
    place = f"/api/agents/{made['agent']['id']}"
    edited = ana.ask("PATCH", place, {"maxChats": None, "rooms": [], "greeting": "Hi"}).json
    assert (edited["maxChats"], edited["rooms"], edited["name"]) == (None, [], "Dan")
    second = ana.ask("POST", f"{place}/password-link").json["link"].partition("#")[2]
    first = made["link"].partition("#")[2]
    assert nobody.ask("POST", "/api/links", {"link": first}).code == "linkUsedOrExpired"
    assert nobody.ask("POST", "/api/links", {"link": second}).json == {
        "for": "password", "name": "Dan", "email": "dan@example.com"}
    assert nobody.ask("PUT", "/api/me/password", {"link": second, "password": "ten letters"}).status == 204
    assert nobody.ask("PUT", "/api/me/password", {"link": second, "password": "ten letters"}).status == 410
    nobody.log_on({"email": "DAN@example.com", "password": "ten letters"})
    assert ana.ask("DELETE", f"{place}/password").status == 204
    assert nobody.ask(
        "POST", "/api/log-on", {"email": "dan@example.com", "password": "ten letters"}).code == "wrongEmailOrPassword"
    assert [each["name"] for each in ana.ask("GET", "/api/agents").json["agents"]].count("Dan") == 1


def chats_and_letters(nobody: Client, ana: Client, server) -> None:
    room = server.token
    assert nobody.ask("GET", f"/api/public/rooms/{room}").json["room"] == "GENERAL"
    sent, asked = ask(nobody, room, name="Mei", question="Where is my order?", language="en-GB", page="")
    assert nobody.ask("POST", f"/api/public/rooms/{room}/chats", sent).json == asked.json
    again, refused = ask(nobody, room, name="Mei", customer=sent["customer"])
    assert (refused.status, refused.code) == (409, "chatAlreadyOpen")
    chat, token = asked.json["chat"], ana.headers["Authorization"].removeprefix("Bearer ")
    asyncio.run(serve_and_end(server, token, room, sent["customer"], chat))
    record = ana.ask("GET", f"/api/chats/{chat}?after=0").json
    assert [each["kind"] for each in record["entries"]] == [
        "facts", "text", "answered", "text", "text", "text", "ended"]
    assert record["chat"]["endReason"] == "agent"
    assert ana.ask("GET", f"/api/chats/{chat}?after=6").json["entries"][0]["seq"] == 7
    assert ana.ask("GET", f"/api/chats/{chat}/explanations").json["explanations"]
    past_chats(nobody, room, sent["customer"], asked.json)
    letter = form(nobody, room, email="mei@example.com", question="Please call.", name=None)
    number = nobody.ask("POST", f"/api/public/rooms/{room}/letters", letter).json["letter"]
    assert nobody.ask("POST", f"/api/public/rooms/{room}/letters", letter).json["letter"] == number
    letters(nobody, ana, room, number)
    customer = customer_of(ana, server, chat)
    chats = ana.ask("GET", f"/api/customers/{customer}/chats").json["chats"]
    assert [(each["id"], each["agent"]) for each in chats] == [(chat, "Ana Lima")]
    nobody.ask("GET", f"/api/statistics/{room}")
    nobody.ask("GET", f"/api/statistics/{room}/details")
    nobody.ask("GET", "/api/statistics/nowhere")


def letters(nobody: Client, ana: Client, room: str, first: str) -> None:
    listed = ana.ask("GET", "/api/letters").json
    assert ([each["id"] for each in listed["letters"]], listed["more"]) == ([first], False)
    assert ana.ask("GET", "/api/letters/count").json == {"count": 1}
    sent = form(nobody, room, email="omar@example.com", question="Do you ship?")
    second = nobody.ask("POST", f"/api/public/rooms/{room}/letters", sent).json["letter"]
    assert [each["id"] for each in ana.ask("GET", "/api/letters").json["letters"]] == [second, first]
    for after, count in ((first, 1), (second, 0)):
        assert ana.ask("GET", f"/api/letters/count?after={after}").json == {"count": count}
    for before, ids in ((second, [first]), (first, [])):
        listed = ana.ask("GET", f"/api/letters?before={before}").json
        assert ([each["id"] for each in listed["letters"]], listed["more"]) == (ids, False)


def past_chats(nobody: Client, room: str, customer: str, asked: dict) -> None:
    place = f"/api/public/rooms/{room}/past-chats"
    chats = nobody.ask("POST", place, {"customer": customer}).json["chats"]
    assert [(each["id"], each["formNumber"], each["agent"]) for each in chats] == [
        (asked["chat"], asked["formNumber"], "Ana Lima")]
    assert nobody.ask("POST", place, {"customer": "somebody else"}).json == {"chats": []}
    read = nobody.ask("POST", f"{place}/{asked['chat']}", {"customer": customer, "after": 5}).json
    assert ([each["seq"] for each in read["entries"]], read["last"], read["more"]) == ([6, 7], 7, False)
    assert nobody.ask("POST", f"{place}/{asked['chat']}", {"customer": "somebody else"}).code == "notFound"


def customer_of(ana: Client, server, chat: str) -> str:
    """The desk alone tells a customer's id; the database saves opening it."""
    with sqlite3.connect(f"file:{server.data}/foyer.sqlite?mode=ro", uri=True) as rows:
        return rows.execute("SELECT customer_id FROM chat WHERE id = ?", (chat,)).fetchone()[0]


def pages(nobody: Client, room: str) -> None:
    assert nobody.ask("GET", "/console/preview").status == 200
    for path in ("/console", "/console/rooms", f"/r/{room}", "/r/nowhere", "/web/nothing.js", "/", "/healthz",
                 "/readyz", "/metrics", "/ws/agent"):
        nobody.ask("HEAD", path)
    for path in ("/console", "/console/rooms/x/y", f"/r/{room}", f"/r/{room}/voice", "/number", "/r/nowhere", "/", "/healthz", "/readyz",
                 "/metrics", "/web/nothing.js"):
        nobody.ask("GET", path)
    page = nobody.ask("GET", f"/r/{room}")
    script = page.text.partition('<script type="module" src="')[2].partition('"')[0]
    file = nobody.ask("GET", script)
    assert nobody.ask("GET", script, headers={"If-None-Match": file.headers["ETag"]}).status == 304
    for path in ("", "/changes", "/challenge", "/chats", "/letters", "/past-chats", "/past-chats/x"):
        nobody.ask("OPTIONS", f"/api/public/rooms/{room}{path}")
    for path in ("", "/details"):
        nobody.ask("OPTIONS", f"/api/statistics/{room}{path}")


def pictures(nobody: Client, ana: Client) -> None:
    kept = ana.ask("POST", "/api/images", raw=png(), headers={"Content-Type": "image/png"})
    assert (kept.status, kept.json["width"], kept.json["height"], kept.json["kind"]) == (201, 1, 1, "png")
    shown = nobody.ask("GET", f"/images/{kept.json['image'].removeprefix('image:')}")
    assert (shown.headers["Content-Type"], shown.text.encode("latin-1")) == ("image/png", png())


def plain_form(nobody: Client, ana: Client, room: str) -> None:
    page = nobody.ask("GET", f"/r/{room}?plain").text
    challenge = re.search(r'name="challenge" value="([^"]+)"', page)[1]
    time.sleep(PLAIN_SECONDS_MIN)
    sent = urllib.parse.urlencode({
        "challenge": challenge, "name": "Mei", "email": "mei@example.com", "question": "Hello?", "website": ""})
    answer = nobody.ask("POST", f"/r/{room}", raw=sent.encode(), headers=FORM)
    assert (answer.status, answer.headers["Location"]) == (303, f"/r/{room}?plain=thanks")
    # A retry is told the same and leaves no second letter.
    count = ana.ask("GET", "/api/letters/count").json
    assert nobody.ask("POST", f"/r/{room}", raw=sent.encode(), headers=FORM).status == 303
    assert ana.ask("GET", "/api/letters/count").json == count


def set_up(newcomer: Client) -> None:
    link = newcomer.server.set_up_link().partition("#")[2]
    assert newcomer.ask("POST", "/api/links", {"link": link}).json == {"for": "setUp"}
    body = {"link": "wrong", "company": "Acme", "name": "Ana", "email": "ana@example.com",
            "password": "ten letters"}
    assert newcomer.ask("POST", "/api/set-up", body).code == "linkUsedOrExpired"
    assert newcomer.ask("POST", "/api/set-up", {**body, "link": link}).json == {}
    assert newcomer.ask("POST", "/api/set-up", {**body, "link": link}).code == "alreadySetUp"
    newcomer.log_on(body)


@pytest.mark.parametrize("operation", OPERATIONS, ids=str)
def test_it_answers_as_the_document_says(told, operation):
    assert operation.id in told


def test_what_is_taken_or_protected_is_refused_by_name(ana):
    general = next(each["id"] for each in ana.ask("GET", "/api/rooms").json["rooms"] if each["name"] == "GENERAL")
    for method, path, body, code in (
            ("POST", "/api/rooms", {"name": "GENERAL"}, "roomNameInUse"),
            ("PATCH", f"/api/rooms/{general}", {"name": "Other"}, "roomProtected"),
            ("DELETE", f"/api/rooms/{general}", None, "roomProtected"),
            ("POST", "/api/agents", {"name": "B", "email": "ben@example.com"}, "emailInUse"),
            ("POST", "/api/log-on", {"email": "ben@example.com", "password": "no"}, "wrongEmailOrPassword")):
        assert ana.ask(method, path, body).code == code


def test_a_room_refuses_what_it_switched_off(nobody, ana):
    room = ana.ask("POST", "/api/rooms", {"name": "Closed"}).json
    off = {"contactForm": {"chatButton": False, "letterButton": False}, "statistics": {"details": False}}
    ana.ask("PUT", f"/api/rooms/{room['id']}/settings", off)
    place = f"/api/public/rooms/{room['token']}"
    for what in ("chats", "letters"):
        sent = form(nobody, room["token"], email="a@example.com", question="?")
        assert nobody.ask("POST", f"{place}/{what}", sent).code == "actionOff"
    assert nobody.ask("GET", f"/api/statistics/{room['token']}/details").code == "actionOff"


def test_a_puzzle_is_good_once_and_for_its_customer(nobody, server):
    sent, answer = ask(nobody, server.token, question="?")
    place = f"/api/public/rooms/{server.token}/chats"
    assert answer.status == 201
    other = {**sent, "key": "0" * 32}
    assert nobody.ask("POST", place, other).code == "puzzleExpired"
    unsolved = form(nobody, server.token)
    assert nobody.ask("POST", place, {**unsolved, "solution": "x"}).code == "puzzleWrong"
    assert nobody.ask("POST", place, {**unsolved, "customer": sent["customer"][::-1]}).code == "puzzleExpired"


def test_it_is_not_ready_for_a_socket_without_a_handshake(nobody):
    for path in ("/ws/agent", "/ws/customer"):
        assert nobody.ask("HEAD", path).status == 426


@pytest.mark.parametrize("headers", [
    {}, {"Connection": "Upgrade", "Upgrade": "websocket", "Sec-WebSocket-Version": "8"},
    {"Connection": "Upgrade", "Upgrade": "websocket", "Sec-WebSocket-Version": "13", "Sec-WebSocket-Key": "x"}])
def test_a_refused_handshake_is_told_as_other_errors(nobody, headers):
    nobody.ask("GET", "/ws/agent", headers=headers)
