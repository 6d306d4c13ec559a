"""docs/openapi.yaml, read by a program: which operation an address is, and whether an answer is as promised."""

import copy
import re
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import jsonschema
import yaml
from referencing import Registry
from referencing.jsonschema import DRAFT202012

ROOT = Path(__file__).resolve().parents[2]
DOCUMENT = ROOT / "docs/openapi.yaml"
WIRE = ROOT / "docs/protocol.md"
METHODS = ("get", "put", "post", "delete", "options", "head", "patch", "trace")
SECOND_ROOF = "/console/api/"
BASE = "urn:foyer"


@dataclass(frozen=True)
class Operation:
    """One method of one address."""

    method: str
    path: str
    about: dict

    @property
    def id(self) -> str:
        return self.about["operationId"]

    @property
    def body(self) -> dict | None:
        return self.about.get("requestBody")

    @property
    def needs_log_on(self) -> bool:
        return self.about.get("security", [{}]) == [{"bearer": []}]

    def __str__(self) -> str:
        return f"{self.method} {self.path}"


class Contract:
    def __init__(self):
        self.document = yaml.safe_load(DOCUMENT.read_text())
        strict = closed(copy.deepcopy(self.document))
        self.registry = Registry().with_resource(BASE, DRAFT202012.create_resource(strict))
        self.answered: set[str] = set()

    @cached_property
    def operations(self) -> list[Operation]:
        return [
            Operation(method.upper(), path, about)
            for path, item in self.document["paths"].items()
            for method, about in item.items() if method in METHODS]

    @cached_property
    def wire_codes(self) -> set[str]:
        """The codes of the table in docs/protocol.md."""
        table = WIRE.read_text().split("## Error codes")[1]
        rows = [line.split("|")[1] for line in table.splitlines() if line.startswith("| `")]
        return {code for row in rows for code in re.findall(r"`(\w+)`", row)}

    def operation(self, method: str, path: str) -> Operation | None:
        path = path.partition("?")[0]
        if path.startswith(SECOND_ROOF):
            path = "/api/" + path.removeprefix(SECOND_ROOF)
        method = "GET" if method == "HEAD" else method
        found = [each for each in self.operations if each.method == method and fits(each.path, path)]
        # What is written out wins over what stands for anything.
        return min(found, key=lambda each: each.path.count("{"), default=None)

    def resolve(self, part: dict) -> dict:
        """What a `$ref` stands for."""
        while "$ref" in part:
            target = self.document
            for name in part["$ref"].removeprefix("#/").split("/"):
                target = target[name]
            part = target
        return part

    def request_schema(self, operation: Operation) -> dict | None:
        """Of a JSON body; of a form or a picture there is none."""
        return operation.body and operation.body["content"].get("application/json", {}).get("schema")

    def check(self, method: str, path: str, body: object, answer) -> None:
        """Fails unless the answer is one that the document promises."""
        what = f"{method} {path[:100]} was answered with {answer.status}: {answer.text[:300]}"
        assert answer.status < 500 or answer.status == 503, what
        operation = self.operation(method, path)
        if answer.status == 405 or operation is None:
            assert answer.status in (404, 405), what
            return self._check_error(answer, what, head=method == "HEAD")
        responses = operation.about["responses"]
        assert str(answer.status) in responses, f"the document lacks it: {what}"
        promised = self.resolve(responses[str(answer.status)])
        self._check_headers(promised, answer, what)
        if method == "HEAD":
            assert answer.text == "", what
            return
        self._check_body(promised, answer, what)
        if answer.status < 400:
            self.answered.add(operation.id)
            schema = self.request_schema(operation)
            if body is not None and schema is not None:
                self.valid(schema, body)

    def valid(self, schema: dict, value: object) -> None:
        """Fails unless `value` is as `schema`, a part of the document, says."""
        checker = jsonschema.Draft202012Validator(
            {"$id": BASE, **closed(copy.deepcopy(schema)), "components": self._components},
            registry=self.registry)
        checker.validate(value)

    @cached_property
    def _components(self) -> dict:
        return closed(copy.deepcopy(self.document["components"]))

    def _check_headers(self, promised: dict, answer, what: str) -> None:
        for name, header in promised.get("headers", {}).items():
            # Only what is said to be left out at times may be.
            if name not in answer.headers and self.resolve(header).get("required") is False:
                continue
            assert name in answer.headers, f"{name} is missing: {what}"
            self.valid(self.resolve(header)["schema"], answer.headers[name])

    def _check_body(self, promised: dict, answer, what: str) -> None:
        content = promised.get("content")
        if content is None:
            assert answer.text == "", what
            return
        kind = answer.headers.get("Content-Type")
        assert kind in content, f"{kind} is not promised: {what}"
        if kind != "application/json":
            return
        self.valid(content[kind]["schema"], answer.json)
        if answer.status >= 400 and "result" not in answer.json:
            self._check_error(answer, what)

    def _check_error(self, answer, what: str, head: bool = False) -> None:
        assert answer.headers["Content-Type"] == "application/json", what
        if answer.status == 405:
            assert answer.headers.get("Allow"), what
        if head:
            return
        assert set(answer.json) <= {"code", "message", "field", "rule", "plan", "max"}, what
        assert {"code", "message"} <= set(answer.json), what
        assert answer.json["code"] in self.wire_codes, what
        self.valid({"$ref": "#/components/schemas/Error"}, answer.json)


def fits(template: str, path: str) -> bool:
    if template.endswith("/{path}"):
        return path.startswith(template.removesuffix("{path}"))
    pattern = re.sub(r"\\{\w+\\}", "[^/]+", re.escape(template))
    return re.fullmatch(pattern, path) is not None


def closed(part):
    """The same schemas, in which an object has no other members than those that are described.

    Clients must bear new members; the tests must not, or a member could be left out of the document.
    """
    if isinstance(part, list):
        return [closed(each) for each in part]
    if not isinstance(part, dict):
        return part
    part = {name: closed(value) for name, value in part.items()}
    is_object = isinstance(part.get("properties"), dict) and part.get("type") == "object"
    if is_object and "additionalProperties" not in part:
        part["additionalProperties"] = False
    return part
