"""Every screen of both sides is listed, and is as it must be: light, dark, Arabic, zoomed and spaced."""

from fnmatch import fnmatch

import pytest

from screens import console, customer, known  # noqa: F401 the lists fill themselves
from screens.listing import SCREENS, of
from screens.looks import LOOKS
from screens.stage import Stage

SIDES = ["customer", "console"]

# Known and not mended yet; this list only shrinks.
OWED = [
    "unknown link * page-has-heading-one",
    "old link * page-has-heading-one",
    "server away * page-has-heading-one",
    "loading * empty-heading",
]


def test_every_route_is_listed():
    listed = {each.route.strip("/") for each in SCREENS}
    assert {route.strip("/") for route in known.routes()} - {""} - listed == set()


@pytest.mark.parametrize("side", SIDES)
def test_every_headline_is_listed(side):
    listed = {key for each in of(side) for key in each.shows}
    assert known.headlines(side) - listed == set()


@pytest.mark.parametrize("look", LOOKS, ids=lambda look: look.name)
@pytest.mark.parametrize("side", SIDES)
def test_the_screens(side, look, pages, tmp_path):
    stage = Stage(tmp_path, pages, look)
    try:
        for screen in of(side):
            stage.judge(screen)
    finally:
        stage.close()
    unseen = known.elements(side) - stage.seen
    faults = [each for each in stage.faults if not any(fnmatch(each, f"*{owed}*") for owed in OWED)]
    faults += [f"{side}: no screen of the list has <{each}>" for each in sorted(unseen)]
    assert not faults, "\n".join(faults)
