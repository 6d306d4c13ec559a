"""ROOM-3: a room's access number, by the page that needs no scripts and by the API."""

from urllib.parse import quote_plus

import pytest
from client import Client
from server import Server, binary

FORM = {"Content-Type": "application/x-www-form-urlencoded"}


def typed(nobody, text, **headers):
    return nobody.ask("POST", "/number", raw=f"number={quote_plus(text)}".encode(), headers={**FORM, **headers})


@pytest.fixture
def own(tmp_path, contract):
    """A server of one's own: attempts of an address are counted."""
    if binary() is None:
        pytest.skip("a build of foyer is missing")
    running = Server(tmp_path).start()
    yield Client(running, contract)
    running.stop()


def test_a_number_leads_to_its_room(own):
    room = own.log_on(own.server.agents[0]).ask("GET", "/api/rooms").json["rooms"][0]
    number = room["accessNumber"]
    assert len(number) == 8 and room["numberPage"] == f"{own.server.url}/number"
    page = own.ask("GET", "/number")
    assert page.status == 200 and 'action="/number"' in page.text and "<script" not in page.text
    for text in (number, f"{number[:4]} {number[4:]}", "".join(chr(0x660 + int(each)) for each in number)):
        answer = typed(own, text)
        assert (answer.status, answer.headers["Location"]) == (303, f"/r/{room['token']}")
    assert own.ask("GET", f"/api/public/numbers/{number}").json == {
        "token": room["token"], "contactForm": room["contactForm"]}


def test_a_wrong_number_is_told_in_the_readers_language_and_keeps_what_was_typed(own):
    unknown = own.ask("GET", "/api/public/numbers/99999999")
    assert (unknown.status, unknown.code) == (404, "accessNumberUnknown")
    assert own.ask("GET", "/api/public/numbers/123").code == "fieldInvalid"
    for language, words, direction in (
            ("en", "No room has this number.", "ltr"), ("zh-TW", "沒有使用這個號碼的聊天室", "ltr"), ("ar-EG", "لا توجد غرفة", "rtl")):
        answer = typed(own, "99999999", **{"Accept-Language": language})
        assert answer.status == 422 and words in answer.text
        assert f'dir="{direction}"' in answer.text and 'value="99999999"' in answer.text
    hostile = typed(own, '"><b>{{said}}</b>')
    assert hostile.status == 422 and "<b>" not in hostile.text and "&quot;&gt;&lt;b&gt;" in hostile.text
    assert own.ask("POST", "/number", raw=b"\xff\xff=%zz", headers=FORM).status == 422
    assert own.ask("POST", "/number", raw=b"x" * 5_000, headers=FORM).status == 413


def test_a_replaced_number_says_so(own):
    ana = own.log_on(own.server.agents[0])
    room = ana.ask("GET", "/api/rooms").json["rooms"][0]
    fresh = ana.ask("POST", f"/api/rooms/{room['id']}/token").json
    assert fresh["accessNumber"] != room["accessNumber"]
    assert "This number is no longer used." in typed(own, room["accessNumber"]).text
    assert own.ask("GET", f"/api/public/numbers/{room['accessNumber']}").code == "roomLinkReplaced"
    assert typed(own, fresh["accessNumber"]).headers["Location"] == f"/r/{fresh['token']}"


def test_who_tries_them_all_is_slowed_down_by_both_ways_together(own):
    answers = [own.ask("GET", f"/api/public/numbers/1000000{each % 10}").status for each in range(15)]
    answers += [typed(own, f"2000000{each}").status for each in range(9)]
    assert answers == [404] * 15 + [422] * 5 + [429] * 4
    refused = typed(own, "30000000")
    assert "Too many attempts" in refused.text and int(refused.headers["Retry-After"]) > 0
    assert own.ask("GET", "/number").status == 200
