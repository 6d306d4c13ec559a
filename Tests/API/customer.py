"""A customer as a program: solves the puzzle, asks, leaves letters."""

import hashlib
import itertools
import secrets

from client import Answer, Client


def solve(challenge: str, bits: int) -> str:
    """The first number that makes the hash begin with so many zero bits."""
    limit = 1 << (256 - bits)
    for number in itertools.count():
        digest = hashlib.sha256(f"{challenge}:{number}".encode()).digest()
        if int.from_bytes(digest) < limit:
            return str(number)


def form(nobody: Client, room: str, customer: str | None = None, **fields: object) -> dict:
    """A form with its puzzle solved."""
    body = {"customer": customer} if customer else {}
    puzzle = nobody.ask("POST", f"/api/public/rooms/{room}/challenge", body).json
    return {
        "challenge": puzzle["challenge"], "solution": solve(puzzle["challenge"], puzzle["bits"]),
        "customer": puzzle["customer"], "key": secrets.token_hex(16), **fields}


def ask(nobody: Client, room: str, **fields: object) -> tuple[dict, Answer]:
    """A new customer asks. The form that was sent, and the answer."""
    sent = form(nobody, room, **fields)
    return sent, nobody.ask("POST", f"/api/public/rooms/{room}/chats", sent)
