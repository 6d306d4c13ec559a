"""What the code knows of screens, read from the code: nothing of it may be missing in the lists."""

import json
import os
import re
from pathlib import Path

from server import ROOT

WEB = Path(os.environ.get("FOYER_WEB") or ROOT / "Web")
OTHER_SIDE = {"customer": "console", "console": "customer"}


def routes() -> set[str]:
    """The addresses that answer with a page, from the server's routes and the console's own."""
    text = (ROOT / "Sources/FoyerServer/Routes.swift").read_text()
    served = set(re.findall(r'(?:router|open)\.get\("([^"]+)", use: pages\.\w+\)', text))
    assert {"/", "r/:token", "console", "console/**", "web/**"} <= served, served
    return (served - {"web/**", "console/**"}) | {f"console/{name}" for name in console_pages()}


def console_pages() -> set[str]:
    """What may follow /console/: the doors, and the pages that the shell's type names."""
    text = "\n".join(each.read_text() for each in scripts("console"))
    doors = set(re.findall(r"\bpage [!=]== '([\w-]+)'", (WEB / "console/app.js").read_text()))
    doors |= set(re.findall(r"'/console/([\w-]+)'", (WEB / "console/app.js").read_text()))
    named = re.findall(r"@typedef \{([^}]*)\} PageName", text)
    pages = {name for union in named for name in re.findall(r"'([\w-]+)'", union)}
    assert {"set-up", "password"} <= doors and {"desk", "rooms"} <= pages, (doors, pages)
    settings = {"rooms/:id"} | {f"rooms/:id/{name}" for name in setting_groups()}
    return (doors | pages | settings) - {"desk"}


def setting_groups() -> list[str]:
    """The groups of a room's settings that this server has, each a page of its own."""
    layout = (WEB / "console/state/settings-layout.js").read_text()
    groups = re.findall(r"^  (?:\{|  )\s?name: '(\w+)',? ?(?:sections|$)", layout, re.MULTILINE)
    assert {"links", "contactForm", "history"} <= set(groups), groups
    schema = json.loads((ROOT / "docs/room-settings.schema.json").read_text())
    known = {"links", "history", *schema["properties"]}
    return [each for each in groups if each in known]


def scripts(side: str) -> list[Path]:
    return [each for each in sorted((WEB / side).rglob("*.js")) if not each.name.endswith(".test.js")]


def headlines(side: str) -> set[str]:
    """The keys of texts which only one screen has: headlines, and how a chat stands or ended."""
    text = "\n".join(each.read_text() for each in scripts(side))
    found = set(re.findall(r"'(\w+\.headline)'", text))
    if side == "customer":
        states = (WEB / "customer/state/screen.js").read_text()
        found |= set(re.findall(r"'((?:wait|ended)\.\w+)'", states))
    assert found, side
    return found


def elements(side: str) -> set[str]:
    """The custom elements of a side; those of Web/shared count for both."""
    text = "\n".join(each.read_text() for each in scripts(side))
    # The page for developers shows all the others, and has tests of its own: test_components.py. So have the
    # editors of a room's own fields and pictures: test_own_fields.py, test_images.py.
    elsewhere = {"components-page", "custom-fields-editor", "custom-field-card", "image-setting"}
    return set(re.findall(r"customElements\.define\('([\w-]+)'", text)) - elsewhere
