"""Whatever is wrong with a body is refused by name, and nothing changes."""

import hashlib
import json
import re
import secrets
import sqlite3

import pytest
from bad_bodies import edges, faults
from client import Client
from contract import Contract, Operation
from customer import form
from good import FORM, png

CONTRACT = Contract()
WITH_BODY = [each for each in CONTRACT.operations if CONTRACT.request_schema(each)]
PASSWORD = "ten letters"
# What is compared before it is read: a text that cannot be right is simply wrong.
OPENS = {"wrongEmailOrPassword", "linkUsedOrExpired", "puzzleWrong", "puzzleExpired", "notFound", "alreadySetUp"}


@pytest.fixture(scope="module")
def place(ana) -> dict[str, str]:
    """What stands in addresses for the things that the bodies are about."""
    room = ana.ask("POST", "/api/rooms", {"name": "Target"}).json
    agent = ana.ask("POST", "/api/agents", {"name": "Target", "email": "target@example.com"}).json["agent"]
    return {
        "/rooms/{token}": f"/rooms/{ana.server.token}", "/rooms/{id}": f"/rooms/{room['id']}",
        "/agents/{id}": f"/agents/{agent['id']}", "/past-chats/{id}": f"/past-chats/{agent['id']}", "{version}": "1"}


def address(operation: Operation, place: dict[str, str]) -> str:
    path = operation.path
    for template, filled in place.items():
        path = path.replace(template, filled)
    return path


@pytest.fixture(scope="module")
def bodies(ana, nobody, place) -> dict[str, object]:
    """A good body for each operation, or what makes one; what it opens may be wrong, what it says is not."""
    me, file = ana.ask("GET", "/api/me").json["agent"]["id"], {"foyerRoom": 1, "settings": {}}

    def draft(**more: object):
        """As the draft is now."""
        def made() -> dict:
            now = ana.ask("GET", f"/api{place['/rooms/{id}']}/draft").json
            return {name: now[name] if value is None else value for name, value in more.items()}
        return made

    letter = form(nobody, ana.server.token, name="Mei", email="mei@example.com", phone="1", question="?")
    return {
        "createChallenge": {"customer": "x"}, "askForAgent": letter, "leaveLetter": letter,
        "listPastChats": {"customer": "x"}, "readPastChat": {"customer": "x", "after": 0},
        "setUp": {"link": "x", "company": "A", "name": "B", "email": "a@example.com", "password": PASSWORD},
        "lookAtLink": {"link": "x"}, "logOn": {"email": "x@example.com", "password": PASSWORD},
        "editMe": {}, "setPassword": {"link": "x", "password": PASSWORD}, "createRoom": {"name": "R"},
        "editRoom": {}, "editSettings": {}, "createAgent": {"name": "N", "email": "n@example.com"},
        "editAgent": {}, "makePrivateLink": {"agent": me},
        "importRoom": lambda: {"name": secrets.token_hex(8), "file": file},
        "editDraft": draft(revision=None, settings={}), "importDraft": draft(revision=None, file=file),
        "publishDraft": draft(revision=None, version=None), "restoreVersion": draft(version=None),
        "scheduleDraft": draft(revision=None, version=None, publishAt=4_102_444_800_000)}


def good(bodies: dict[str, object], operation: Operation) -> dict:
    body = bodies[operation.id]
    return body() if callable(body) else body


def state(client: Client) -> str:
    """All rows of all tables."""
    with sqlite3.connect(f"file:{client.server.data}/foyer.sqlite?mode=ro", uri=True) as rows:
        tables = [name for (name,) in rows.execute("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY 1")]
        text = [repr(rows.execute(f'SELECT * FROM "{table}"').fetchall()) for table in tables]
    return hashlib.sha256("".join(text).encode()).hexdigest()


@pytest.mark.parametrize("operation", WITH_BODY, ids=str)
def test_one_bad_field_is_refused_by_its_name_and_changes_nothing(operation, ana, place, bodies):
    path, wrong, before = address(operation, place), [], state(ana)
    for fault in faults(CONTRACT, operation):
        body = fault.put_into(good(bodies, operation))
        answer = ana.ask(operation.method, path, body)
        problem = verdict(fault, answer)
        if problem:
            wrong.append(f"{fault}: {problem}: {answer.status} {answer.text[:200]}")
        if answer.status >= 400 and state(ana) != before:
            wrong.append(f"{fault}: changed something")
            before = state(ana)
    assert wrong == []


def test_the_comparison_of_rows_sees_a_change(ana):
    before = state(ana)
    assert state(ana) == before
    ana.ask("POST", "/api/rooms", {"name": "Another"})
    assert state(ana) != before


def verdict(fault, answer) -> str | None:
    if fault.codes is None:
        if answer.status < 400:
            return "was taken"
        return None if answer.code in OPENS or answer.field == fault.field else "another field was named"
    if answer.code not in fault.codes:
        return f"not one of {sorted(fault.codes)}"
    return None if fault.field is None or answer.field == fault.field else "another field was named"


@pytest.mark.parametrize("operation", WITH_BODY, ids=str)
def test_what_is_just_allowed_is_not_refused_for_it(operation, ana, place, bodies):
    path = address(operation, place)
    for edge in edges(CONTRACT, operation):
        if edge.path == ("publishAt",):
            continue  # its edges are those of the clock: from now to a year from now
        body = edge.put_into(good(bodies, operation))
        answer = ana.ask(operation.method, path, body)
        # An address of 254 Chinese letters is no address, but it is not too long.
        assert answer.code not in {"fieldTooLong", "fieldOutOfRange", "bodyTooLong"}, f"{edge}: {answer.text}"


WHOLE = {
    "nothing": b"", "no JSON": b"hello", "a list": b"[]", "a text": b'"x"', "null": b"null", "a number": b"1",
    "half": b'{"name":', "twice": b'{"name":"a","name":"b"}', "two": b"{} {}", "UTF-16": '{"name":"a"}'.encode("utf-16"),
    "no UTF-8": b'{"name":"\xff\xfe"}', "a mark": b"\xef\xbb\xbf{}", "a raw control": b'{"name":"a\nb"}',
    "NaN": b'{"name":NaN}', "deep": b'{"name":' * 20 + b"1" + b"}" * 20, "very deep": b"[" * 60_000,
    "many": b'{"name":[' + b"0," * 20_000 + b"0]}", "long": b'{"name":"' + b"a" * (1 << 20) + b'"}',
    "a big number": b'{"name":' + b"9" * 60_000 + b"}", "comments": b'{/**/"name":"a"}', "U+0000": b"\0" * 1000,
    "an unknown prototype": b'{"__proto__":{"administrator":true}}'}


@pytest.mark.parametrize("operation", WITH_BODY, ids=str)
def test_what_is_no_object_of_this_form_is_refused(operation, ana, place):
    path, before = address(operation, place), state(ana)
    for name, raw in WHOLE.items():
        answer = ana.ask(operation.method, path, raw=raw)
        if name == "nothing" and not operation.body["required"]:
            assert answer.status == 200
            before = state(ana)
            continue
        # A megabyte is no body of an ordinary operation, and no name of one that takes pictures.
        long = {"fieldTooLong"} if name == "long" and operation.id == "importRoom" else set()
        assert answer.code in {"notJSON", "bodyTooLong", "fieldWrongType", "fieldUnknown", "fieldMissing"} | long, name
        assert answer.status in (400, 413), name
    assert state(ana) == before


OTHERS = {
    "keepImage": {b"": 422, b"hello": 422, png()[:-1]: 422, png() + b"x": 422, b"\x89PNG\r\n\x1a\n": 422, b"a" * (1 << 20): 413},
    "sendPlainForm": {b"": 422, b"challenge=x&question=%zz": 400, b"question=%": 400, b"question=\xff": 400,
                      b"challenge=x&email=a%40b.ch&question=x": 422, b"question=" + b"a" * (1 << 20): 413},
    "openByNumber": {b"": 422, b"number=%zz": 422, b"number=%": 422, b"number=\xff": 422, b"number=1&number=2": 422,
                     b"hello": 422, b"number=" + b"1" * (1 << 20): 413}}


def test_bodies_that_are_no_json_are_all_looked_at():
    assert {each.id for each in CONTRACT.operations if each.body} - {each.id for each in WITH_BODY} == set(OTHERS)


@pytest.mark.parametrize("name", OTHERS)
def test_what_is_no_picture_or_form_is_refused(name, ana):
    operation = next(each for each in CONTRACT.operations if each.id == name)
    path, before = operation.path.replace("{token}", ana.server.token), state(ana)
    told = {raw: ana.ask(operation.method, path, raw=raw, headers=FORM).status for raw in OTHERS[name]}
    assert told == OTHERS[name]
    assert state(ana) == before


@pytest.mark.parametrize("kind", ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data", "x", ""])
def test_the_body_counts_and_not_what_it_is_called(kind, ana):
    headers = {"Content-Type": kind}
    assert ana.ask("PUT", "/api/me", {"greeting": "Hi"}, headers=headers).status == 200
    assert ana.ask("PUT", "/api/me", raw=b"greeting=Hi", headers=headers).code == "notJSON"


def test_a_list_that_is_too_long_is_refused(ana, place):
    ids = ["00000000-0000-7000-8000-000000000000"] * 5_000
    for key, path in (("agents", place["/rooms/{id}"]), ("rooms", place["/agents/{id}"])):
        assert ana.ask("PATCH", f"/api{path}", {key: ids}).code == "notFound"
        assert ana.ask("PATCH", f"/api{path}", {key: ids + ids[:1]}).field == key
        assert ana.ask("PATCH", f"/api{path}", {key: ids * 2}).code == "bodyTooLong"


def test_the_last_administrator_stays_one(ana):
    me = ana.ask("GET", "/api/me").json["agent"]["id"]
    answer = ana.ask("PATCH", f"/api/agents/{me}", {"administrator": False})
    assert (answer.code, answer.field) == ("lastAdministrator", "administrator")


@pytest.mark.parametrize("email", [
    "a", "a@", "@b.c", "a@b", "a@.b", "a@b.", "a b@c.d", "a@b@c.d", "a\u00a0@b.c", "a@b.c\r\nBcc: x@y.z", "a\u2028@b.c"])
def test_what_mail_cannot_reach_is_no_address(email, ana):
    answer = ana.ask("POST", "/api/agents", {"name": "X", "email": email})
    assert (answer.code, answer.field) == ("fieldInvalid", "email")


HOSTILE = [
    "<script>alert(1)</script>", "'; DROP TABLE agent; --", "${7*7}", "../../etc/passwd", "\u202eevil", "a\u0301" * 90,
    "👩‍👩‍👧‍👦" * 20, "\u200b", "%00%n%s", "\ufeff", "İ", "\U000e0041" * 50, "{{x}}", "\\u0000", "NULL", "\"\\\"", "\ufffd\uffff"]


@pytest.mark.parametrize("text", HOSTILE, ids=ascii)
def test_a_hostile_text_comes_back_as_it_was_sent(text, ana, nobody):
    name = text + secrets.token_hex(4)
    room = ana.ask("POST", "/api/rooms", {"name": name}).json
    assert room["name"] == name
    assert ana.ask("PUT", "/api/me", {"greeting": text + "."}).json["agent"]["greeting"] == text + "."
    assert nobody.ask("GET", f"/api/public/rooms/{room['token']}").json["room"] == name
    assert ana.ask("DELETE", f"/api/rooms/{room['id']}").status == 204


@pytest.mark.parametrize("line", ["a\nb", "a\rb", "a\u001bb", "a\u0085b", "a\tb"], ids=ascii)
def test_controls_become_spaces_in_what_customers_write_on_one_line(line, nobody, ana):
    sent = form(nobody, ana.server.token, name=line, email="a@example.com", question="one\ntwo")
    nobody.ask("POST", f"/api/public/rooms/{ana.server.token}/letters", sent)
    letter = ana.ask("GET", "/api/letters").json["letters"][0]
    assert (letter["name"], letter["question"]) == (re.sub(r"[\x00-\x1f\x85]", " ", line), "one\ntwo")


def test_a_long_page_is_cut(nobody, ana):
    sent = form(nobody, ana.server.token, email="a@example.com", question="?", page="x" * 9_000, language="y" * 99)
    assert nobody.ask("POST", f"/api/public/rooms/{ana.server.token}/letters", sent).status == 201
    letter = ana.ask("GET", "/api/letters").json["letters"][0]
    assert (len(letter["page"]), len(letter["language"])) == (2_000, 35)


@pytest.mark.parametrize("body", [{"surprise": {}}, {"phones": {"agentRole": {}}}, {"phones": {"surprise": {}}}], ids=json.dumps)
def test_an_empty_object_is_no_setting(body, ana, place):
    assert ana.ask("PUT", f"/api{place['/rooms/{id}']}/settings", body).status == 400


def test_a_name_with_dots_is_no_setting(ana, place):
    body = {"phones.agentRole": "Doctor"}
    assert ana.ask("PUT", f"/api{place['/rooms/{id}']}/settings", body).code == "fieldUnknown"
