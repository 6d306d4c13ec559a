"""docs/openapi.yaml is whole: valid, and with exactly the routes, codes and limits that the server has."""

import re

import openapi_spec_validator
import pytest
from contract import ROOT, SECOND_ROOF, Contract
from routes import registered

DOCUMENT = Contract()
# Answered on the WebSocket only.
FRAME_CODES = {
    "servingNow", "unknownFrame", "helloFirst", "chatEnded", "chatNotServed", "chatNotWaiting", "cidReused",
    "offerTaken", "offerGone"}


def test_the_document_is_valid():
    openapi_spec_validator.validate(DOCUMENT.document)


def test_it_has_the_routes_of_the_server_and_no_others():
    under_second_roof = {("/api/" + path.removeprefix(SECOND_ROOF), method)
                         for method, path in registered() if path.startswith(SECOND_ROOF)}
    routes = {(path, method) for method, path in registered() if not path.startswith(SECOND_ROOF)}
    assert under_second_roof <= routes, "a route stands under the second roof only"
    listed = {(each.path, each.method) for each in DOCUMENT.operations}
    assert routes - listed == set(), "not in the document"
    assert listed - routes == set(), "in the document alone"


def test_the_reading_of_routes_finds_them_all():
    assert len(registered()) >= 70
    assert ("POST", "/api/rooms/{id}/token") in registered()
    assert ("OPTIONS", "/api/public/rooms/{token}/challenge") in registered()
    assert ("GET", "/web/{path}") in registered()


@pytest.mark.parametrize("operation", DOCUMENT.operations, ids=str)
def test_the_server_knows_each_address_with_exactly_these_methods(operation, nobody):
    path = re.sub(r"\{\w+\}", "x", operation.path)
    # TRACE is nowhere, so that the answer names what is.
    answer = nobody.ask("TRACE", path)
    if operation.path.endswith("/{path}"):
        assert answer.status in (404, 405)  # an address that takes whatever is below it
        return
    methods = {each.method for each in DOCUMENT.operations if each.path == operation.path}
    assert answer.status == 405
    allowed = set(answer.headers["Allow"].split(", "))
    assert allowed == methods | ({"HEAD"} if "GET" in methods else set())


def test_every_code_of_the_table_is_in_the_document_or_of_the_socket():
    codes = set(DOCUMENT.document["components"]["schemas"]["ErrorCode"]["enum"])
    assert codes | FRAME_CODES == DOCUMENT.wire_codes
    assert codes & FRAME_CODES == set()


def test_every_code_of_the_document_is_one_that_the_server_has():
    source = (ROOT / "Sources/FoyerAPI/Errors/APIError.swift").read_text()
    cases = source.split("enum Code")[1].split("}")[0]
    known = set(re.findall(r"\b[a-z]\w+", cases.partition("{")[2].replace("case", "")))
    assert DOCUMENT.wire_codes == known - {"case"}


def test_every_code_is_promised_by_an_operation():
    codes = set(DOCUMENT.document["components"]["schemas"]["ErrorCode"]["enum"])
    promised = {"methodNotAllowed"}
    for operation in DOCUMENT.operations:
        for response in operation.about["responses"].values():
            for content in DOCUMENT.resolve(response).get("content", {}).values():
                code = content["schema"].get("properties", {}).get("code", {})
                promised |= set(code.get("enum", []))
    assert codes - promised == set()


@pytest.mark.parametrize("operation", DOCUMENT.operations, ids=str)
def test_each_operation_is_told_and_named(operation):
    assert re.fullmatch(r"[a-z][A-Za-z]+", operation.id)
    assert operation.about["summary"]
    assert [each.id for each in DOCUMENT.operations].count(operation.id) == 1
    assert operation.about["tags"][0] in [tag["name"] for tag in DOCUMENT.document["tags"]]
    for name in re.findall(r"\{(\w+)\}", operation.path):
        parameters = DOCUMENT.document["paths"][operation.path]["parameters"]
        assert name in [DOCUMENT.resolve(each)["name"] for each in parameters]


def examples():
    """Every example beside its schema."""
    places = [("components", DOCUMENT.document["components"]["responses"])]
    places += [(str(each), each.about["responses"]) for each in DOCUMENT.operations]
    places += [(str(each), {"body": each.body}) for each in DOCUMENT.operations if each.body]
    return [
        pytest.param(content["schema"], content["example"], id=f"{where} {name}")
        for where, responses in places for name, response in responses.items()
        for content in response.get("content", {}).values() if "example" in content]


@pytest.mark.parametrize(("schema", "example"), examples())
def test_examples_are_as_their_schemas_say(schema, example):
    DOCUMENT.valid(schema, example)


def test_settings_are_those_of_the_server():
    lists = (ROOT / "Sources/FoyerCore/Room").glob("*SettingList.swift")
    source = "\n".join(each.read_text() for each in sorted(lists))
    known = set(re.findall(
        r'\.(?:flag|number|text|line|email|choice|colour|customFields|image)\(\s*"([\w.]+)"', source))
    assert len(known) == source.count("\\."), "a setting is written in another way now"
    schemas = DOCUMENT.document["components"]["schemas"]
    assert leaves(schemas["Settings"]) == known
    assert leaves(schemas["SettingsChange"]) == known


def leaves(schema: dict, path: str = "") -> set[str]:
    schema = DOCUMENT.resolve(schema)
    if "properties" not in schema:
        return {path}
    return set().union(*(
        leaves(value, f"{path}.{name}" if path else name) for name, value in schema["properties"].items()))
