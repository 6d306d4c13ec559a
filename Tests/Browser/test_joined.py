"""What is served is joined and its variables have short names (decision 0012): each of them is one that somebody declares."""

import json
import subprocess
import sys
import urllib.request
from pathlib import Path

import pytest

from test_access import joined

OXLINT = Path(sys.executable).parent / "oxlint"
ONLY_UNDECLARED = {
    "env": {"browser": True, "es2024": True}, "categories": {"correctness": "off"}, "rules": {"no-undef": "error"}}


def undeclared(folder: Path, script: str) -> str:
    """What the linter says of names that nobody declares; nothing where it finds none."""
    config, module = folder / "config.json", folder / "joined.mjs"
    config.write_text(json.dumps(ONLY_UNDECLARED))
    module.write_text(script)
    run = subprocess.run([OXLINT, "-c", config, module], capture_output=True, text=True, check=False, timeout=60)
    return "" if run.returncode == 0 else run.stdout


@joined
@pytest.mark.parametrize("side", ["customer", "console", "preview"])
def test_every_name_is_declared(side, server, tmp_path):
    with urllib.request.urlopen(f"{server.url}/web/{side}/joined.js", timeout=10) as answer:
        script = answer.read().decode()
    assert undeclared(tmp_path, script) == ""
    # One function that is called as nobody calls it any more.
    first = script.index("function ") + len("function ")
    name = script[first:script.index("(", first)]
    assert "no-undef" in undeclared(tmp_path, script.replace(f"function {name}(", "function elsewhere(", 1))
