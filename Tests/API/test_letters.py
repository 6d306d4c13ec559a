"""Letters by pages: all of them are reached, each once, and counting them costs little."""

import pytest
from client import Client
from customer import form

# Of four bytes each, so that eight letters fill a page of 128 KiB.
LONG = "𝒳" * 4_000
FITTING = 8
LETTERS = 20


@pytest.fixture(scope="module")
def left(server, nobody, ana) -> list[str]:
    """Letters to two rooms in turn, the oldest first. Ben serves only the first room."""
    other = ana.ask("POST", "/api/rooms", {"name": "Repairs"}).json["token"]
    return [leave(nobody, [server.token, other][number % 2]) for number in range(LETTERS)]


def leave(nobody: Client, room: str, question: str = LONG) -> str:
    sent = form(nobody, room, email="mei@example.com", question=question)
    return nobody.ask("POST", f"/api/public/rooms/{room}/letters", sent).json["letter"]


def pages(agent: Client) -> list[list[str]]:
    """All pages, as a screen reads them."""
    found, query, more = [], "", True
    while more:
        page = agent.ask("GET", f"/api/letters{query}").json
        found.append([each["id"] for each in page["letters"]])
        query, more = f"?before={found[-1][-1]}", page["more"]
    return found


def test_all_come_in_pages_newest_first_and_each_once(left, ana):
    found = pages(ana)
    assert [len(each) for each in found] == [FITTING, FITTING, LETTERS - 2 * FITTING]
    assert sum(found, []) == left[::-1]


def test_an_agent_gets_and_counts_those_of_the_own_rooms(left, ben):
    found = pages(ben)
    assert [len(each) for each in found] == [FITTING, LETTERS // 2 - FITTING]
    assert sum(found, []) == left[::2][::-1]
    assert ben.ask("GET", "/api/letters/count").json == {"count": LETTERS // 2}
    # A letter of another room is a place in the order, too, and tells nothing.
    assert ben.ask("GET", f"/api/letters/count?after={left[-3]}").json == {"count": 1}


def test_new_ones_are_counted_in_a_few_bytes(server, left, nobody, ana):
    place = f"/api/letters/count?after={left[-1]}"
    assert ana.ask("GET", place).text == '{"count":0}'
    new = leave(nobody, server.token, "Where is it?")
    assert ana.ask("GET", place).text == '{"count":1}'
    assert ana.ask("GET", f"/api/letters?before={left[-1]}").json["letters"][0]["id"] == left[-2]
    assert ana.ask("GET", f"/api/letters/count?after={new}").json == {"count": 0}
