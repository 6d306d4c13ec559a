"""Backups as files: made by the command line, looked into by SQLite, and spoiled on purpose."""

import hashlib
import os
import random
import sqlite3
import subprocess
import zipfile
from pathlib import Path

from server import binary

SECONDS_MAX = 120


def foyer(*words, ok: bool = True, **variables: str) -> subprocess.CompletedProcess:
    """Runs a command of the executable; unless it is `ok`, it must end with 78 and one sentence."""
    told = subprocess.run([binary(), *words], capture_output=True, text=True, timeout=SECONDS_MAX,
                          env={**os.environ, **variables})
    what = f"foyer {' '.join(map(str, words))}: {told.returncode} {told.stdout} {told.stderr}"
    if ok:
        assert told.returncode == 0, what
    else:
        assert told.returncode == 78 and told.stderr.startswith("foyer: "), what
        assert told.stderr.count("\n") == 1, what
    return told


def digests(path: Path) -> dict[str, tuple[int, str]]:
    """What the backup says of its tables."""
    with sqlite3.connect(f"file:{path}?mode=ro", uri=True) as rows:
        return {name: (count, digest) for name, count, digest in
                rows.execute("SELECT name, row_count, digest FROM backup_table")}


def texts(path: Path) -> dict[str, list[tuple]]:
    """The messages of each chat, of a backup or of a data folder's file."""
    with sqlite3.connect(f"file:{path}?mode=ro", uri=True) as rows:
        chats: dict[str, list[tuple]] = {chat: [] for chat, in rows.execute("SELECT id FROM chat")}
        for chat, seq, cid in rows.execute("SELECT chat_id, seq, cid FROM message ORDER BY chat_id, seq"):
            chats.setdefault(chat, []).append((seq, cid))
        return chats


def fingerprint(path: Path) -> str:
    return hashlib.sha256(repr(sorted(texts(path).items())).encode()).hexdigest()


def torn(path: Path) -> list[str]:
    """What shows that the rows are not of one moment."""
    faults = []
    with sqlite3.connect(f"file:{path}?mode=ro", uri=True) as rows:
        for chat, last, count, highest in rows.execute(
                "SELECT chat.id, chat.last_seq, COUNT(message.seq), MAX(message.seq)"
                " FROM chat LEFT JOIN message ON message.chat_id = chat.id GROUP BY chat.id"):
            if not last == count == (highest or 0):
                faults.append(f"chat {chat} ends at {last}, and has {count} entries up to {highest}")
        faults += [f"a reference of {row[0]}" for row in rows.execute("PRAGMA foreign_key_check")]
    return faults


def grow(path: Path, count: int) -> None:
    """Makes a stopped server's database so large that restoring it takes a while."""
    with sqlite3.connect(path) as rows:
        chat, last = rows.execute("SELECT id, last_seq FROM chat ORDER BY id LIMIT 1").fetchone()
        rows.executemany(
            "INSERT INTO message (chat_id, seq, id, sender, cid, kind, body, at_ms) VALUES (?,?,?,?,?,?,?,?)",
            ((chat, last + n, f"0190a000-0000-7000-8000-{n:012x}", "customer", f"{n:032x}", "text", "old " * 40, n)
             for n in range(1, count + 1)))
        rows.execute("UPDATE chat SET last_seq = last_seq + ? WHERE id = ?", (count, chat))
    rows.close()


MARK = b"foyer-backup-sha256:"


def sealed(content: bytes) -> bytes:
    return content + MARK + hashlib.sha256(content).hexdigest().encode()


def spoiled(good: Path, folder: Path) -> dict[str, Path]:
    """Files that must be refused, by what is wrong with them."""
    whole = good.read_bytes()
    files = {
        "empty": b"", "rubbish": b"rubbish\n" * 1000, "half": whole[:len(whole) // 2],
        "without its last page": whole[:-4096], "the first page alone": whole[:4096],
        "without its seal": whole[:-1], "with a byte more": whole + b"x",
        "zeros in the middle": whole[:len(whole) // 2] + bytes(4096) + whole[len(whole) // 2 + 4096:],
    }
    made = {}
    for name, content in files.items():
        made[name] = folder / f"{name}.backup"
        made[name].write_bytes(content)
    made["a zip"] = folder / "zip.backup"
    with zipfile.ZipFile(made["a zip"], "w") as archive:
        archive.write(good, "foyer.backup")
    edits = {
        "a changed text": "UPDATE message SET body = 'forged' WHERE rowid = (SELECT MAX(rowid) FROM message)",
        "a lost message": "DELETE FROM message WHERE rowid = (SELECT MAX(rowid) FROM message)",
        "a changed manifest": "UPDATE backup_table SET row_count = row_count - 1 WHERE name = 'message'",
        "of a newer version": "INSERT INTO schema_migration VALUES ('9999-future.sql', 1, '0000000000000000')",
        "of a changed version": "UPDATE schema_migration SET checksum = '0000000000000000'",
        "with a trigger": "CREATE TRIGGER evil AFTER INSERT ON message BEGIN DELETE FROM agent; END",
        "without its manifest": "DROP TABLE backup_manifest",
    }
    for name, statement in edits.items():
        made[name] = folder / f"{name}.backup"
        made[name].write_bytes(whole[:-len(MARK) - 64])
        with sqlite3.connect(made[name]) as rows:
            rows.execute(statement)
        rows.close()
        # Its seal fits: what is behind it must be found, too.
        made[name].write_bytes(sealed(made[name].read_bytes()))
    return made


def flipped(good: Path, path: Path, seed: int) -> Path:
    """The same with one bit turned round."""
    content = bytearray(good.read_bytes())
    chance = random.Random(seed)
    content[chance.randrange(len(content))] ^= 1 << chance.randrange(8)
    path.write_bytes(content)
    return path
