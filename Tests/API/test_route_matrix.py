"""R-30: every route about one thing × who asks × whose it is: other room, other company, ended, deleted. Nothing tells them from absent.

What each role may do with what is its own stands in Tests/FoyerServerTests/RouteMatrixTests.swift, which a new route without a row fails.
"""

import re

import pytest
from client import Client
from contract import Contract
from good import ABSENT, asked
from good import BODIES as NEW
from world import World, world  # noqa: F401 - a fixture

CONTRACT = Contract()
ABOUT = [each for each in CONTRACT.operations if "{id}" in each.path and each.method != "OPTIONS" and "/public/" not in each.path]
BODIES = {
    "editRoom": {"name": "Mine"}, "editSettings": {"phones": {"agentRole": "Mine"}}, "editAgent": {"name": "Mine", "administrator": True},
    **NEW}
CHATS = {
    "rita": ["waiting", "ended", "in a deleted room", "of another room", "own"],
    "chen": ["waiting", "ended", "in a deleted room", "of another company", "of another company, ended", "own"]}
STRANGERS = ("nobody", "customer", "chen", "rita")


def foreign(world: World, operation, who: str) -> dict[str, str]:  # noqa: F811
    """Things of this kind that are not the asker's, by whose they are."""
    kind = operation.path.split("/")[2]
    mine = {"chen": {"of another room"}, "rita": {"of another company"}}.get(who, set())
    chats = CHATS.get(who, list(world.chats))
    if kind == "chats":
        return {name: world.chats[name] for name in chats}
    if kind == "customers":
        return {name: world.customer_of(name) for name in chats}
    if kind == "rooms":
        return {name: each for name, each in world.rooms.items() if name not in mine}
    assert kind == "agents", "a route about something new needs its foreign ones here"
    return {name: each for name, each in world.people.items() if name != who}


@pytest.mark.parametrize("who", STRANGERS)
def test_what_is_not_ones_own_answers_as_what_is_not_there(who, world, contract, proof):  # noqa: F811
    nobody = Client(world.server, contract)
    asker = nobody if who == "nobody" else nobody.holding(
        world.customers["own"][1] if who == "customer" else world.agents[who])
    world.wait_until_nobody_is_connected()
    count, before = 0, world.rows()
    for operation in ABOUT:
        def told(thing: str):
            path = re.sub(r"\{id\}", thing, asked(operation))  # noqa: B023
            answer = asker.ask(operation.method, path, BODIES.get(operation.id))  # noqa: B023
            headers = {name: value for name, value in answer.headers.items() if name.lower() != "date"}
            return answer.status, answer.text, headers

        absent = told(ABSENT)
        assert absent[0] in ((401,) if who in ("nobody", "customer") else (403, 404)), operation
        for name, thing in foreign(world, operation, who).items():
            assert told(thing) == absent, (who, operation.id, name)
            count += 1
    assert world.rows() == before
    proof("R-30", f"routes: {who} × {len(ABOUT)} routes about one thing: {count} refused like absent ones, headers too; nothing changed")


def test_the_comparison_would_see_a_leak(world, contract):  # noqa: F811
    """Planted: an administrator of the company is told, where a stranger is not."""
    ana = Client(world.server, contract).holding(world.agents["ana"])
    operations = [each for each in ABOUT if each.method == "GET"]
    assert operations
    for operation in operations:
        thing = list(foreign(world, operation, "rita").values())[0]
        there, absent = (ana.ask("GET", re.sub(r"\{id\}", each, asked(operation))) for each in (thing, ABSENT))
        assert (there.status, absent.status) == (200, 404), operation
