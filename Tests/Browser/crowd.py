"""Somebody who asks by name, for the stories of the desk."""

from lines import CustomerLine
from server import Server


class Caller(CustomerLine):
    def __init__(self, server: Server, name: str, question: str = "Where is my order?", **facts: str):
        super().__init__(server, name=name, question=question, **facts)

    def write(self, *texts: str) -> "Caller":
        """All of them, in order; returns when they are stored."""
        self.write_all(texts)
        return self

    def leave(self) -> None:
        self.close()
