"""The list of rooms in pages, and what is sought in it."""

import pytest

NAMES = ["Après-vente", "Repairs", "Sales", "Zoë's desk"]


@pytest.fixture(scope="module")
def rooms(ana):
    for name in NAMES:
        ana.ask("POST", "/api/rooms", {"name": f"Paged {name}"})
    return ana.ask("GET", "/api/rooms").json["rooms"]


def names(answer):
    return [room["name"] for room in answer.json["rooms"]]


def test_pages_hold_each_room_once(ana, rooms):
    whole = ana.ask("GET", "/api/rooms").json
    assert (whole["found"], whole["all"], whole["more"]) == (len(rooms), len(rooms), False)
    found, query, more = [], "", True
    while more:
        page = ana.ask("GET", f"/api/rooms?count=2{query}").json
        assert (page["found"], page["all"]) == (len(rooms), len(rooms)) and 0 < len(page["rooms"]) <= 2
        found += page["rooms"]
        query, more = f"&after={found[-1]['id']}", page["more"]
    assert found == rooms


def test_words_find_names(ana, rooms):
    for words, expected in [
            ("paged%20apres", ["Après-vente"]), ("DESK%20zoe", ["Zoë's desk"]), ("paged", NAMES), ("paged%20nothing", [])]:
        answer = ana.ask("GET", f"/api/rooms?search={words}")
        assert names(answer) == [f"Paged {name}" for name in expected]
        assert (answer.json["found"], answer.json["all"], answer.json["more"]) == (len(expected), len(rooms), False)
    one = ana.ask("GET", "/api/rooms?search=paged&count=1").json
    assert (len(one["rooms"]), one["found"], one["more"]) == (1, len(NAMES), True)


@pytest.mark.parametrize(("query", "field", "code"), [
    ("count=0", "count", "fieldOutOfRange"), ("count=201", "count", "fieldOutOfRange"), ("count=x", "count", "fieldOutOfRange"),
    ("count=", "count", "fieldOutOfRange"), ("after=x", "after", "fieldInvalid"), (f"search={'a' * 201}", "search", "fieldTooLong"),
    ("serch=a", "serch", "fieldUnknown")])
def test_what_is_no_question_is_refused(ana, query, field, code):
    answer = ana.ask("GET", f"/api/rooms?{query}")
    assert (answer.status, answer.json["code"], answer.json["field"]) == (400, code, field)


def test_a_foreign_room_is_no_place_to_go_on_from(ben, rooms):
    # Ben serves GENERAL alone.
    for room in (next(each["id"] for each in rooms if each["name"] == "Paged Sales"), "01900000-0000-7000-8000-000000000001"):
        answer = ben.ask("GET", f"/api/rooms?after={room}")
        assert (answer.status, answer.json["code"]) == (404, "notFound")
    assert ben.ask("GET", "/api/rooms?search=paged").json == {"rooms": [], "found": 0, "all": 1, "more": False}
