"""Bad bodies, made from the document's own schemas: each has one fault and knows what it should be told."""

import copy
from dataclasses import dataclass

from contract import Contract, Operation

WRONG = {
    "string": [5, True, [], {}], "integer": ["x", 1.5, True, [], {}], "boolean": ["true", 0, [], {}],
    "array": ["x", 5, {}], "object": ["x", 5, True, []]}
# Not checked by its form but by what it opens: a wrong one is told so, without a field.
KEYS = {"challenge": "puzzleWrong", "solution": "puzzleWrong"}
# Where a text that is no token of ours opens nothing and is no fault.
OPENS_NOTHING = {"createChallenge", "listPastChats"}
# Where settings stand in a body. Their names are told as the settings' own, without what is around them.
SETTINGS = {
    "editSettings": (), "editDraft": ("settings",), "importRoom": ("file", "settings"), "importDraft": ("file", "settings")}


@dataclass
class Fault:
    """What is done to a field, and the codes that may answer. `None`: what the server asks for is not
    this field's alone, any refusal will do."""

    name: str
    path: tuple[str, ...]
    value: object
    codes: set[str] | None
    field: str | None

    def put_into(self, body: dict) -> dict:
        body = copy.deepcopy(body)
        place = body
        for part in self.path[:-1]:
            place = place.setdefault(part, {})
        if self.value is ABSENT:
            place.pop(self.path[-1], None)
        else:
            place[self.path[-1]] = self.value
        return body

    def __str__(self) -> str:
        return f"{'.'.join(self.path)} {self.name}"


ABSENT = object()


def faults(contract: Contract, operation: Operation) -> list[Fault]:
    schema = contract.resolve(contract.request_schema(operation))
    found = list(of_object(contract, schema, (), SETTINGS.get(operation.id)))
    # The name in a file is not looked at where another is given, or where the room has one.
    found = [each for each in found if (each.path, each.name) != (("file", "name"), "holds U+0000")]
    if operation.id in OPENS_NOTHING:
        found = [each for each in found if each.name != "holds U+0000"]
    return [*found, Fault("is unknown", ("surprise",), 1, {"fieldUnknown"}, "surprise")]

# What a megabyte is where the body may hold it.
TOO_LONG_ALONE = {"fieldTooLong", "fieldUnknownChoice", "fieldInvalid"}


def is_below(path: tuple, settings: tuple | None) -> bool:
    return settings is not None and len(path) > len(settings) and path[:len(settings)] == settings


def told_as(path: tuple, settings: tuple | None) -> str:
    return ".".join(path[len(settings):] if is_below(path, settings) else path)


def of_object(contract: Contract, schema: dict, path: tuple, settings: tuple | None):
    for name, part in schema["properties"].items():
        # Words beside a `$ref` count too.
        part = {**contract.resolve(part), **part}
        yield from of_field(part, (*path, name), name in schema.get("required", []), settings)
        if part.get("type") == "object":
            yield from of_object(contract, part, (*path, name), settings)
            unknown = (*path, name, "surprise")
            yield Fault("is unknown", unknown, 1, {"fieldUnknown"}, told_as(unknown, settings))


def of_field(part: dict, path: tuple, is_required: bool, settings: tuple | None):
    types = [part["type"]] if isinstance(part["type"], str) else part["type"]
    field, is_settings = told_as(path, settings), is_below(path, settings)

    def fault(name, value, *codes):
        return Fault(name, path, value, set(codes), field)

    if is_required:
        code = KEYS.get(field)
        if code:
            yield Fault("is absent", path, ABSENT, {code}, None)
        else:
            yield fault("is absent", ABSENT, "fieldMissing", "fieldInvalid")
            codes = ["fieldWrongType"] if path == settings else ["fieldMissing", "fieldInvalid"]
            yield fault("is null", None, *codes)
    if is_settings:
        yield fault("is null", None, "fieldWrongType")
    for value in WRONG[types[0]]:
        # An empty object within settings is a part of them that says nothing: see test_bad_input.
        if not (is_settings and value == {}):
            yield fault(f"is {value!r}", value, "fieldWrongType", *(["fieldInvalid", "fieldUnknown"] if is_settings else []))
    yield from at_the_edges(part, types[0], fault)
    if types[0] == "string":
        yield Fault("holds half a surrogate", path, "a\ud800b", {"notJSON"}, None)
        # A file with pictures may be longer.
        if settings and settings[0] == "file":
            yield Fault("is 1 MB long", path, "a" * (1 << 20), TOO_LONG_ALONE, field)
            yield Fault("is 2 MB long", path, "a" * (2 << 20), {"bodyTooLong"}, None)
        else:
            yield Fault("is 1 MB long", path, "a" * (1 << 20), {"bodyTooLong"}, None)
        yield Fault("holds U+0000", path, "a\0b" + "c" * 10, None, field)
    if types[0] == "array":
        yield Fault("holds a number", path, [5], {"fieldWrongType"}, f"{field}.0")
        if part["items"].get("$ref", "").endswith("/Id"):
            yield Fault("holds no id", path, ["x"], {"fieldInvalid"}, f"{field}.0")
            yield Fault("holds an unknown id", path, ["00000000-0000-7000-8000-000000000000"], {"notFound"}, None)
        elif part["items"].get("contentEncoding") == "base64":
            yield Fault("holds no picture", path, ["aGVsbG8="], {"imageRefused"}, f"{field}.0")
            yield Fault("holds no base64", path, ["?"], {"imageRefused"}, f"{field}.0")
            yield Fault("holds an object", path, [{}], {"fieldWrongType"}, f"{field}.0")
            yield Fault("is too long", path, [""] * (part["maxItems"] + 1), {"fieldOutOfRange"}, field)
        else:
            yield Fault("holds a text", path, ["x"], {"fieldWrongType"}, f"{field}.0")
            yield Fault("holds an unknown member", path, [{"surprise": 1}], {"fieldMissing", "fieldUnknown"}, None)
            yield Fault("is too long", path, [{}] * (part["maxItems"] + 1), {"fieldOutOfRange"}, field)


def at_the_edges(part: dict, kind: str, fault):
    if "maxLength" in part:
        yield fault("is too long", "1" * (part["maxLength"] + 1), "fieldTooLong")
        if part["maxLength"] * 4 < 16_000:
            yield fault("is too long in Chinese", "漢" * (part["maxLength"] + 1), "fieldTooLong")
    if part.get("minLength", 0) > 1:
        yield fault("is too short", "a" * (part["minLength"] - 1), "fieldInvalid")
    if part.get("minLength", 0) > 0:
        yield fault("is empty", "", "fieldMissing", "fieldInvalid")
        yield fault("is blank", "  \u3000\n ", "fieldMissing", "fieldInvalid")
    if "enum" in part:
        yield fault("is no choice", "other", "fieldInvalid")
    if "pattern" in part and kind == "string":
        yield fault("is not of the form", "G" * part.get("maxLength", 36), "fieldInvalid")
    if "minimum" in part:
        yield fault("is too small", part["minimum"] - 1, "fieldOutOfRange")
        yield fault("is too large", part["maximum"] + 1, "fieldOutOfRange", "notJSON", "fileFromNewerVersion")
        yield Fault("is huge", fault("", 0).path, 1 << 70, {"fieldOutOfRange", "notJSON", "fieldWrongType"}, None)


def edges(contract: Contract, operation: Operation) -> list[Fault]:
    """Values that are just allowed."""
    schema = contract.resolve(contract.request_schema(operation))
    return list(edges_of(contract, schema, ()))


def edges_of(contract: Contract, schema: dict, path: tuple):
    for name, part in schema["properties"].items():
        part, here = {**contract.resolve(part), **part}, (*path, name)
        if part.get("type") == "object":
            yield from edges_of(contract, part, here)
        if "maxLength" in part and "pattern" not in part:
            yield Fault("is as long as it may be", here, "漢" * part["maxLength"], None, None)
        for edge in ("minimum", "maximum"):
            if edge in part:
                yield Fault(f"is its {edge}", here, part[edge], None, None)
