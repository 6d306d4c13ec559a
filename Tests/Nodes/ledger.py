"""The ledger of `foyer-load` on a cluster: what was sent, acknowledged and seen is compared at the end."""

import json
import os
import subprocess
from dataclasses import dataclass
from pathlib import Path

from cluster import Cluster
from server import binary


@dataclass
class Verdict:
    code: int
    figures: dict
    printed: str

    @property
    def is_kept(self) -> bool:
        return self.code == 0

    @property
    def in_words(self) -> str:
        return ", ".join(f"{self.figures.get(name)} {name}" for name in ("lost", "doubled", "reordered"))


class Ledger:
    """Runs beside the test; `end` waits for the verdict."""

    def __init__(self, cluster: Cluster, folder: Path, seconds: float, chats: int = 20, seed: int = 1):
        self.json = folder / "ledger.json"
        administrator = cluster.agents[0]
        # Each run writes down into a folder of its own.
        self.process = subprocess.Popen(
            [binary().parent / "foyer-load", "ledger", "--url", cluster.url,
             "--email", administrator["email"], "--password=" + administrator["password"],
             "--seconds", str(seconds), "--chats", str(chats), "--agents", "4", "--seed", str(seed),
             "--json", self.json],
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
            env={**os.environ, "TMPDIR": str(folder)})

    def end(self) -> Verdict:
        printed, _ = self.process.communicate(timeout=400)
        figures = json.loads(self.json.read_text()) if self.json.exists() else {}
        return Verdict(self.process.returncode, figures, printed)
