"""The form's own fields over HTTP: what is wrong is named exactly, what was answered is kept as it was asked."""

import json

import pytest
from customer import form
from test_bad_input import state
from test_room_command import foyer_room

ORDER = {"key": "order", "kind": "text", "label": "Order number", "mandatory": True}
ABOUT = {"key": "about", "kind": "choice", "label": "About", "choices": ["Delivery", "Price"]}
WHERE = {"key": "where", "kind": "lines", "label": "Where to?", "mandatory": True,
         "showWhen": {"field": "about", "value": "Delivery"}}
TERMS = {"key": "terms", "kind": "consent", "label": "I accept <script>alert(1)</script>"}
FIELDS = [ORDER, ABOUT, WHERE, TERMS]
NAME = "contactForm.customFields"


@pytest.fixture(scope="module")
def room(ana) -> str:
    return ana.ask("GET", "/api/rooms").json["rooms"][0]["id"]


def publish(ana, room: str, fields: object):
    return ana.ask("PUT", f"/api/rooms/{room}/settings", {"contactForm": {"customFields": fields}})


@pytest.fixture
def fields(ana, room):
    assert publish(ana, room, FIELDS).status == 200
    yield
    assert publish(ana, room, []).status == 200


def without(field: dict, **changes: object) -> dict:
    return {name: value for name, value in {**field, **changes}.items() if value is not None}


WRONG = [
    ("text", "", "fieldWrongType"), ([7], ".0", "fieldWrongType"), ([{}], ".0.key", "fieldMissing"),
    ([ORDER] * 21, "", "fieldOutOfRange"), ([ORDER, ORDER], ".1.key", "fieldInvalid"),
    ([without(ORDER, key="A")], ".0.key", "fieldInvalid"), ([without(ORDER, kind="radio")], ".0.kind", "fieldInvalid"),
    ([without(ORDER, label=None)], ".0.label", "fieldMissing"), ([without(ORDER, label=" ")], ".0.label", "fieldMissing"),
    ([without(ORDER, label="x" * 121)], ".0.label", "fieldTooLong"),
    ([without(ORDER, label="a\u0000b")], ".0.label", "fieldInvalid"),
    ([without(ORDER, label="a\u202eb")], ".0.label", "fieldInvalid"),
    ([without(ORDER, onclick="x")], ".0.onclick", "fieldUnknown"),
    ([ORDER, without(ABOUT, choices=["x"])], ".1.choices", "fieldOutOfRange"),
    ([ORDER, without(ABOUT, choices=["x"] * 51)], ".1.choices", "fieldOutOfRange"),
    ([ORDER, without(ABOUT, choices=["x", "y" * 81])], ".1.choices.1", "fieldTooLong"),
    ([ORDER, without(ABOUT, choices=["\u2066", "y"])], ".1.choices.0", "fieldMissing"),
    ([ORDER, without(ABOUT, choices=["x", "x "])], ".1.choices.1", "fieldInvalid"),
    ([without(ORDER, choices=["x", "y"])], ".0.choices", "fieldInvalid"),
    ([WHERE, ABOUT], ".0.showWhen.field", "fieldInvalid"),
    ([ABOUT, without(WHERE, showWhen={"field": "about", "value": "Gone"})], ".1.showWhen.value", "fieldInvalid"),
    ([ABOUT, without(WHERE, showWhen={"field": "about"})], ".1.showWhen.value", "fieldMissing"),
    ([ABOUT, without(WHERE, showWhen={"field": "about", "value": "Price", "or": 1})], ".1.showWhen.or", "fieldUnknown"),
    ([{**ABOUT, "key": f"f{number}", "choices": [f"{each}" + "x" * 70 for each in range(40)]} for number in range(12)], "",
     "fieldTooLong"),
]


@pytest.mark.parametrize("fields, place, code", WRONG, ids=[f"{place or 'all'} {code}" for _, place, code in WRONG])
def test_what_is_wrong_is_named_exactly_and_changes_nothing(fields, place, code, ana, room):
    before = state(ana)
    told = publish(ana, room, fields)
    assert (told.status, told.json["code"], told.json["field"]) == (400, code, NAME + place)
    assert state(ana) == before


def test_too_much_at_once_is_refused(ana, room):
    before = state(ana)
    for body, status in [
            ({"contactForm": {"customFields": [{**ORDER, "label": "x" * 1_000_000}]}}, 413),
            ({"contactForm": {"customFields": [{f"k{number}": 1 for number in range(250_000)}]}}, 413),
            ({"contactForm": {"customFields": [[] for _ in range(12_000)]}}, 400)]:
        told = ana.ask("PUT", f"/api/rooms/{room}/settings", body)
        assert told.status == status and told.json["message"]
    raw = ana.ask("PUT", f"/api/rooms/{room}/settings", raw=json.dumps(
        {"contactForm": {"customFields": [{**ORDER, "label": "\ud800"}]}}).encode())
    assert (raw.status, raw.json["code"]) == (400, "notJSON")
    assert state(ana) == before


def test_strangers_see_them_and_the_settings_are_read_as_they_were_written(fields, nobody, ana, room):
    shown = nobody.ask("GET", f"/api/public/rooms/{ana.server.token}").json["customFields"]
    assert shown == [{"mandatory": False, "choices": [], "showWhen": None, **each} for each in FIELDS]
    assert ana.ask("GET", f"/api/rooms/{room}/settings").json["settings"]["contactForm"]["customFields"] == shown


def send(nobody, token: str, where: str, custom: object):
    sent = form(nobody, token, email="mei@example.com", question="?", custom=custom)
    return nobody.ask("POST", f"/api/public/rooms/{token}/{where}", sent)


def test_answers_are_kept_as_they_were_asked(fields, nobody, ana, room):
    token = ana.server.token
    answers = {"order": " 7 ", "about": "Delivery", "where": "a\nb", "terms": True}
    chat = send(nobody, token, "chats", answers).json["chat"]
    assert send(nobody, token, "letters", {**answers, "about": "Price"}).status == 201
    assert publish(ana, room, []).status == 200
    told = [{"key": "order", "kind": "text", "label": "Order number", "answer": "7"},
            {"key": "about", "kind": "choice", "label": "About", "answer": "Delivery"},
            {"key": "where", "kind": "lines", "label": "Where to?", "answer": "a\nb"},
            {"key": "terms", "kind": "consent", "label": TERMS["label"], "answer": True}]
    record = ana.ask("GET", f"/api/chats/{chat}").json
    assert record["chat"]["custom"] == told
    assert record["entries"][0]["data"]["custom"] == told
    letter = ana.ask("GET", "/api/letters").json["letters"][0]
    # What was not shown is not kept.
    assert [each["key"] for each in letter["custom"]] == ["order", "about", "terms"]


@pytest.mark.parametrize("where", ["chats", "letters"])
def test_a_wrong_answer_is_named_by_its_key(where, fields, nobody, ana):
    good = {"order": "7", "terms": True}
    before = ana.ask("GET", "/api/letters/count").json
    for custom, code, field in [
            (None, "fieldMissing", "custom.order"), ({"order": "7"}, "fieldMissing", "custom.terms"),
            ({**good, "terms": False}, "fieldMissing", "custom.terms"), ({**good, "terms": "yes"}, "fieldInvalid", "custom.terms"),
            ({**good, "order": True}, "fieldInvalid", "custom.order"), ({**good, "order": 7}, "fieldWrongType", "custom.order"),
            ({**good, "order": "x" * 201}, "fieldTooLong", "custom.order"),
            ({**good, "order": "a\u0000"}, "fieldInvalid", "custom.order"),
            ({**good, "about": "Gone"}, "fieldInvalid", "custom.about"),
            ({**good, "about": "Delivery"}, "fieldMissing", "custom.where"),
            ({**good, "gone": "x"}, "fieldUnknown", "custom.gone"), ([], "fieldWrongType", "custom"),
            ({f"f{number}": True for number in range(21)}, "fieldOutOfRange", "custom")]:
        told = send(nobody, ana.server.token, where, custom)
        assert (told.status, told.json["code"], told.json["field"]) == (400, code, field), custom
    assert ana.ask("GET", "/api/letters/count").json == before


def test_the_command_line_takes_a_list(server, ana, room):
    token = ana.headers["Authorization"].removeprefix("Bearer ")
    told = foyer_room(server, token, "set", "GENERAL", f"{NAME}={json.dumps(FIELDS)}")
    assert (told.returncode, told.stderr) == (0, "")
    fields = ana.ask("GET", f"/api/rooms/{room}/settings").json["settings"]["contactForm"]["customFields"]
    assert [each["key"] for each in fields] == ["order", "about", "where", "terms"]
    for text, problem in [("[", f"{NAME}: This must be of the kind array."),
                          ("[{}]", f"{NAME}.0.key: This field is missing.")]:
        wrong = foyer_room(server, token, "set", "GENERAL", f"{NAME}={text}")
        assert wrong.returncode != 0 and problem in wrong.stderr
    assert foyer_room(server, token, "set", "GENERAL", f"{NAME}=[]").returncode == 0
