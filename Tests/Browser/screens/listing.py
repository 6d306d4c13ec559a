"""The list of screens. A recipe reaches one and hands back its page."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from playwright.sync_api import Page

if TYPE_CHECKING:
    from screens.stage import Stage


@dataclass(frozen=True)
class Screen:
    """`route` is the address, `shows` are keys of texts that come to stand on it; `narrow` is what has to be
    pressed to see the same on a phone. `elsewhere` names the test that looks at it instead."""

    side: str
    name: str
    route: str
    shows: tuple[str, ...]
    recipe: Callable[["Stage"], Page]
    narrow: Callable[[Page], None] | None = None
    elsewhere: str = ""


SCREENS: list[Screen] = []


def screen(side: str, name: str, *shows: str, route: str, narrow: Callable[[Page], None] | None = None):
    def listed(recipe: Callable[["Stage"], Page]):
        SCREENS.append(Screen(side, name, route, shows, recipe, narrow))
        return recipe
    return listed


def listed_elsewhere(side: str, name: str, *shows: str, route: str, where: str) -> None:
    SCREENS.append(Screen(side, name, route, shows, lambda stage: stage.page, elsewhere=where))


def of(side: str) -> list[Screen]:
    return [each for each in SCREENS if each.side == side]
