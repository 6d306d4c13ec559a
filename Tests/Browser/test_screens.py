"""Every screen of both sides is listed, and is as it must be: light, dark, Arabic, zoomed and spaced."""

from pathlib import Path

import pytest

from screens import console, customer, doors, known, rooms  # noqa: F401 the lists fill themselves
from screens.listing import SCREENS, of
from screens.looks import LOOKS
from screens.stage import Stage

SIDES = ["customer", "console"]


def test_what_is_looked_at_elsewhere_is_there():
    for screen in SCREENS:
        assert not screen.elsewhere or (Path(__file__).parent / screen.elsewhere).exists(), screen.elsewhere


def test_every_route_is_listed():
    listed = {each.route.strip("/") for each in SCREENS}
    assert {route.strip("/") for route in known.routes()} - {""} - listed == set()


@pytest.mark.parametrize("side", SIDES)
def test_every_headline_is_listed(side):
    listed = {key for each in of(side) for key in each.shows}
    assert known.headlines(side) - listed == set()


@pytest.mark.parametrize("look", [
    pytest.param(look, id=look.name, marks=[pytest.mark.long] if look.long else []) for look in LOOKS])
@pytest.mark.parametrize("side", SIDES)
def test_the_screens(side, look, pages, tmp_path):
    stage = Stage(tmp_path, pages, look)
    try:
        for screen in of(side):
            if not screen.elsewhere:
                stage.judge(screen)
    finally:
        stage.close()
    unseen = known.elements(side) - stage.seen
    faults = stage.faults + [f"{side}: no screen of the list has <{each}>" for each in sorted(unseen)]
    assert not faults, "\n".join(faults)
