"""CO-2, CO-4: plans of a running server, changed by its operator, and the limits that follow from them."""

import json
import subprocess

import pytest
from client import Client
from server import Server, binary


@pytest.fixture
def own(tmp_path, contract):
    if binary() is None:
        pytest.skip("a build of foyer is missing")
    plans = tmp_path / "plans.json"
    plans.write_text(json.dumps({"plans": [
        {"key": "gold", "name": "Gold", "roomsMax": 2, "entitlementsPerYear": None, "features": ["whiteLabel"]}]}))
    data = tmp_path / "data"
    data.mkdir()
    running = Server(data, flags=("--plans", str(plans))).start()
    yield Client(running, contract)
    running.stop()


def company(server, *words):
    return subprocess.run(
        [binary(), "company", *words, "--data", server.data], capture_output=True, text=True, timeout=60)


def test_the_operator_changes_a_plan_and_the_limit_follows(own):
    ana = own.log_on(own.server.agents[0])
    rooms = len(ana.ask("GET", "/api/rooms").json["rooms"])
    listed = company(own.server, "list")
    assert listed.returncode == 0, listed.stderr
    assert "selfHosted" in listed.stdout and "Acme Care" in listed.stdout
    told = company(own.server, "plan", "Acme Care", "gold")
    assert told.returncode == 0, told.stderr
    assert "Acme Care has the plan gold." in told.stdout

    while rooms < 2:
        rooms += 1
        assert ana.ask("POST", "/api/rooms", {"name": f"Room {rooms}"}).status == 201
    refused = ana.ask("POST", "/api/rooms", {"name": "One more"})
    assert (refused.status, refused.code) == (409, "planLimitReached")
    assert (refused.json["plan"], refused.json["max"]) == ("Gold", 2)
    found = ana.ask("GET", "/api/limits").json
    assert found["plan"] == {"key": "gold", "name": "Gold", "features": ["whiteLabel"]}
    room, agents = found["limits"]
    assert (room["limit"], room["max"], room["used"], room["source"]) == ("rooms", 2, 2, "plan")
    assert room["refused"]["count"] == 1 and room["refused"]["lastAt"] > 0
    assert (agents["limit"], agents["max"], agents["used"]) == ("agents", None, 3)

    general = ana.ask("GET", "/api/rooms").json["rooms"][0]
    brand = {"contactForm": {"brand": "Acme"}}
    assert ana.ask("PUT", f"/api/rooms/{general['id']}/settings", brand).status == 200
    assert own.ask("GET", f"/api/public/rooms/{general['token']}").json["brand"] == "Acme"
    assert company(own.server, "plan", "Acme Care", "foreverFree").returncode == 0
    assert own.ask("GET", f"/api/public/rooms/{general['token']}").json["brand"] == ""
    refused = ana.ask("PUT", f"/api/rooms/{general['id']}/settings", {"contactForm": {"brand": "Other"}})
    assert (refused.status, refused.code, refused.field) == (403, "planLacksFeature", "contactForm.brand")
    assert ana.ask("GET", "/api/limits").json["limits"][0]["used"] == 2


def test_the_operator_is_told_what_is_wrong(own, tmp_path):
    wrong = company(own.server, "plan", "Acme Care", "platinum")
    assert wrong.returncode == 78 and "must be one of: foreverFree" in wrong.stderr
    assert "no company 'Nobody'" in company(own.server, "plan", "Nobody", "gold").stderr
    nowhere = subprocess.run(
        [binary(), "company", "list", "--data", tmp_path / "empty"], capture_output=True, text=True, timeout=60)
    assert nowhere.returncode == 78 and "No Foyer runs there" in nowhere.stderr


@pytest.mark.skipif(binary() is None, reason="a build of foyer is missing")
def test_a_file_of_plans_is_checked_before_anything_starts(tmp_path):
    file = tmp_path / "plans.json"

    def check(content):
        if content is not None:
            file.write_text(content)
        return subprocess.run(
            [binary(), "check-config", "--plans", file], capture_output=True, text=True, timeout=60)

    missing = check(None)
    assert missing.returncode == 78 and "is not there" in missing.stderr
    for content, words in (
            ("{", "not JSON"), ('{"plans":[{"key":"a","name":"A","roomsMax":1}]}', "plans.0.entitlementsPerYear: This field is missing."),
            ('{"plans":[{"key":"selfHosted","name":"A","roomsMax":1,"entitlementsPerYear":1}]}', "plans.0.key: Another plan has this key.")):
        told = check(content)
        assert told.returncode == 78 and words in told.stderr, told.stderr
    good = check('{"plans":[{"key":"a","name":"A","roomsMax":1,"entitlementsPerYear":null}]}')
    assert good.returncode == 0 and "selfHosted, a" in good.stdout
