"""Who may ask what: the document's own words decide what each role is answered."""

import re
import sqlite3

import pytest
from contract import Contract
from customer import ask
from good import BODIES as NEW
from good import asked

CONTRACT = Contract()
ROOFED = [each for each in CONTRACT.operations
          if each.path.startswith("/api/") and not each.path.startswith(("/api/public/", "/api/statistics/"))]
BODIES = {
    "createRoom": {"name": "Taken over"}, "createAgent": {"name": "Eve", "email": "eve@example.com"},
    "editAgent": {"administrator": True}, "editRoom": {"name": "Taken over"},
    "editSettings": {"phones": {"agentRole": "Eve"}}, "editMe": {"greeting": "Hi"},
    "logOn": {"email": "eve@example.com", "password": "no"}, "lookAtLink": {"link": "x"},
    "setPassword": {"link": "x", "password": "ten letters"},
    "setUp": {"link": "x", "company": "c", "name": "n", "email": "a@b.ch", "password": "ten letters"}, **NEW}
# Agents have them too, for themselves in rooms that they serve: a 403 is about somebody else's link.
OWN_LINKS = {"makePrivateLink", "removePrivateLink"}
OPEN = {"logOn": 401, "lookAtLink": 410, "setPassword": 410, "setUp": 409, "logOff": 204}


@pytest.fixture(scope="module")
def things(ana, nobody, server) -> dict[str, str]:
    """A room, an agent, a chat and a customer of theirs, which Ben does not serve."""
    room = ana.ask("POST", "/api/rooms", {"name": "Ana's own"}).json
    sent, asked = ask(nobody, room["token"], question="?")
    with sqlite3.connect(f"file:{server.data}/foyer.sqlite?mode=ro", uri=True) as rows:
        customer = rows.execute("SELECT customer_id FROM chat").fetchone()[0]
    me = ana.ask("GET", "/api/me").json["agent"]["id"]
    return {"rooms": room["id"], "agents": me, "chats": asked.json["chat"], "customers": customer,
            "token": sent["customer"]}


def address(operation, things) -> str:
    return re.sub(r"/(\w+)/\{id\}", lambda match: f"/{match[1]}/{things[match[1]]}", asked(operation))


def is_for_administrators(operation) -> bool:
    refusal = operation.about["responses"].get("403", {})
    return refusal.get("$ref", "").endswith("/AdministratorsOnly")


@pytest.mark.parametrize("operation", ROOFED, ids=str)
def test_nobody_is_asked_to_log_on(operation, nobody, things):
    answer = nobody.ask(operation.method, address(operation, things), BODIES.get(operation.id))
    assert answer.status == (401 if operation.needs_log_on else OPEN[operation.id])
    assert not operation.needs_log_on or answer.code == "notLoggedOn"


@pytest.mark.parametrize("operation", ROOFED, ids=str)
def test_a_customers_token_opens_no_agents_door(operation, nobody, things):
    customer = nobody.holding(things["token"])
    answer = customer.ask(operation.method, address(operation, things), BODIES.get(operation.id))
    assert (answer.status, answer.code) == (401, "notLoggedOn")


@pytest.mark.parametrize("operation", [each for each in ROOFED if each.needs_log_on], ids=str)
def test_an_agent_is_refused_what_is_for_administrators_and_what_is_of_other_rooms(operation, ben, things):
    answer = ben.ask(operation.method, address(operation, things), BODIES.get(operation.id))
    if is_for_administrators(operation) and operation.id not in OWN_LINKS:
        assert (answer.status, answer.code) == (403, "administratorsOnly")
    elif "{id}" in operation.path:
        assert (answer.status, answer.code) == (404, "notFound")
    else:
        assert answer.status == 200


@pytest.mark.parametrize("operation", [each for each in ROOFED if each.needs_log_on and each.method == "GET"], ids=str)
def test_an_administrator_reads_everything_of_the_company(operation, ana, things):
    assert ana.ask("GET", address(operation, things)).status == 200


def test_what_ben_may_not_do_was_not_done(ana, ben, things):
    rooms = {room["name"] for room in ana.ask("GET", "/api/rooms").json["rooms"]}
    assert "Taken over" not in rooms
    agents = ana.ask("GET", "/api/agents").json["agents"]
    assert "eve@example.com" not in [each["email"] for each in agents]
    assert [each["administrator"] for each in agents if each["email"] == "ben@example.com"] == [False]
    assert {room["name"] for room in ben.ask("GET", "/api/rooms").json["rooms"]} == {"GENERAL"}


def test_absent_and_forbidden_answer_alike(ben, things):
    for kind in ("rooms", "chats", "customers"):
        tail = "/chats" if kind == "customers" else ""
        there = ben.ask("GET", f"/api/{kind}/{things[kind]}{tail}")
        absent = ben.ask("GET", f"/api/{kind}/00000000-0000-7000-8000-000000000000{tail}")
        assert (there.status, there.text) == (absent.status, absent.text)


def test_a_past_chat_of_another_room_of_the_company_is_still_the_customers(nobody, server, things):
    place = f"/api/public/rooms/{server.token}/past-chats"
    assert nobody.ask("POST", place, {"customer": things["token"]}).json == {"chats": []}  # it is still open
    assert nobody.ask("POST", f"{place}/{things['chats']}", {"customer": "x" * 32}).code == "notFound"


class TestTheSecondRoof:
    """The same resources with the cookie; the contract checks each answer as under the first."""

    @pytest.fixture(scope="class")
    def console(self, nobody, server):
        return nobody.at_console(server.agents[0])

    @pytest.mark.parametrize("operation", [each for each in ROOFED if each.needs_log_on], ids=str)
    def test_it_asks_nobody_in(self, operation, nobody, things, server):
        path = address(operation, things).replace("/api/", "/console/api/")
        answer = nobody.ask(operation.method, path, BODIES.get(operation.id), headers={"Origin": server.url})
        assert (answer.status, answer.code) == (401, "notLoggedOn")

    @pytest.mark.parametrize("operation", [each for each in ROOFED if each.needs_log_on and each.method == "GET"], ids=str)
    def test_it_reads_the_same(self, operation, console, ana, things):
        path = address(operation, things)
        answer = console.ask("GET", path.replace("/api/", "/console/api/"))
        assert answer.json == ana.ask("GET", path).json

    def test_it_takes_no_bearer_token(self, ana):
        assert ana.ask("GET", "/console/api/me").code == "notLoggedOn"

    @pytest.mark.parametrize("operation", [each for each in ROOFED if each.method != "GET"], ids=str)
    def test_another_sites_page_writes_nothing(self, operation, console, things):
        path = address(operation, things).replace("/api/", "/console/api/")
        answer = console.ask(operation.method, path, BODIES.get(operation.id), headers={"Origin": "https://evil.example"})
        assert (answer.status, answer.code) == (403, "foreignOrigin")

    @pytest.mark.parametrize("operation", ROOFED, ids=str)
    def test_its_cookie_is_refused_by_the_first_roof(self, operation, console, things):
        answer = console.ask(operation.method, address(operation, things), BODIES.get(operation.id))
        assert (answer.status, answer.code) == (403, "cookieRefused")

    def test_logging_off_ends_the_cookie(self, nobody, server):
        console = nobody.at_console(server.agents[2])
        assert console.ask("GET", "/console/api/me").status == 200
        left = console.ask("POST", "/console/api/log-off")
        assert "Max-Age=0" in left.headers["Set-Cookie"]
        assert console.ask("GET", "/console/api/me").status == 401
