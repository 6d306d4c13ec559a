"""A customer as a program: solves the puzzle, asks, leaves letters."""

import secrets

from client import Answer, Client
from lines import solved


def form(nobody: Client, room: str, customer: str | None = None, **fields: object) -> dict:
    """A form with its puzzle solved."""
    body = {"customer": customer} if customer else {}
    puzzle = nobody.ask("POST", f"/api/public/rooms/{room}/challenge", body).json
    return {
        "challenge": puzzle["challenge"], "solution": solved(puzzle["challenge"], puzzle["bits"]),
        "customer": puzzle["customer"], "key": secrets.token_hex(16), **fields}


def ask(nobody: Client, room: str, **fields: object) -> tuple[dict, Answer]:
    """A new customer asks. The form that was sent, and the answer."""
    sent = form(nobody, room, **fields)
    return sent, nobody.ask("POST", f"/api/public/rooms/{room}/chats", sent)
