"""The routes as Sources/FoyerServer/Routes.swift registers them."""

import re

from contract import ROOT

SOURCE = ROOT / "Sources/FoyerServer/Routes.swift"
# Which function adds to which folder of addresses; the last two stand under two roofs.
FOLDERS = {
    "router": [""],
    "addPublic": ["api/public/"],
    "addStatistics": ["api/statistics/"],
    "addAgents": ["api/", "console/api/"],
    "addSettings": ["api/", "console/api/"],
}


def registered() -> set[tuple[str, str]]:
    """Method and address, such as `("GET", "/api/rooms/{id}")`."""
    text = SOURCE.read_text()
    functions = re.split(r"\n    (?:private )?func ", text)[1:]
    found = {(method, f"/{folder}{path}")
             for function in functions if calls(function)
             for folder in FOLDERS[re.match(r"\w+", function).group()]
             for method, path in calls(function)}
    for folder, prefix in (("api/public", "addPublic"), ("api/statistics", "addStatistics"),
                           ("api", "addAgents"), ("console/api", "addAgents")):
        assert re.search(rf'{prefix}\(\s*to: router\.group\("{folder}"\)', text), folder
    return {(method, plain(path)) for method, path in found}


def calls(function: str) -> list[tuple[str, str]]:
    """What a function registers with `.get("…", use:` and the like, loops over paths unrolled."""
    simple = [(method.upper(), path) for method, path in
              re.findall(r'\.(get|put|post|patch|delete)\(\s*"([^"]*)"', function)]
    several = []
    lists = dict(re.findall(r"let (\w+) = \[([^\]]*)\]", function))
    for source, path in re.findall(
            r'for path in (\w+|\[[^\]]*\]) \{\s*group\.on\("([^"]*)", method: \.options', function):
        for tail in re.findall(r'"([^"]*)"', lists.get(source, source)):
            several.append(("OPTIONS", path.replace(r"\(path)", tail)))
    on = len(re.findall(r"\.on\(", function))
    assert on == 0 or several, "a loop of routes is written in another way now"
    return simple + several


def plain(path: str) -> str:
    path = re.sub(r":(\w+)", r"{\1}", path)
    return path.replace("**", "{path}").replace("//", "/")
