"""The generated contracts: never stale, and true of the records we write."""

import json
from pathlib import Path

import jsonschema
import pytest
from avvik_found import AVVIK
from histories import innlagt
from pydantic import BaseModel

from schemas import catalogue
from schemas.events import EpikriseMottatt


def test_there_are_facts() -> None:
    """The catalogue is not empty, and no two facts share a type."""
    types = [catalogue.type_of(fact) for facts in catalogue.FACTS.values() for fact in set(facts)]
    assert len(catalogue.files()) >= 10
    assert {f"{name}.json" for name in types} == set(catalogue.files())


def test_no_class_breaks_its_readers() -> None:
    """The classes of today break no reader of what schemas/json promises."""
    assert catalogue.broken() == []


def test_schemas_are_not_stale() -> None:
    """schemas/json is what the classes give: make docs."""
    found = {file.name: file.read_text(encoding="utf-8") for file in catalogue.FOLDER.glob("*.json")}
    assert found == catalogue.files()


def test_generate_refuses_to_break(tmp_path: Path) -> None:
    """Making the files anew neither takes back what one of them promises, nor writes anything then."""
    catalogue.generate(tmp_path)
    promise = tmp_path / "avvik.v1.json"
    schema = json.loads(promise.read_text(encoding="utf-8"))
    schema["properties"]["gone"] = {"type": "string"}
    promise.write_text(json.dumps(schema), encoding="utf-8")
    (tmp_path / "gone.v1.json").write_text("{}", encoding="utf-8")
    before = promise.read_text(encoding="utf-8")
    with pytest.raises(catalogue.Breaking) as error:
        catalogue.generate(tmp_path)
    assert error.value.args == ("avvik.v1: /gone: is gone", "gone.v1: the type is gone")
    assert promise.read_text(encoding="utf-8") == before


@pytest.mark.parametrize("fact", [innlagt(), AVVIK], ids=["event", "avvik"])
@pytest.mark.parametrize("exclude_none", [True, False])
def test_records_are_as_the_schema_says(fact: BaseModel, exclude_none: bool) -> None:
    """What we write validates against the schema of its type."""
    schema = catalogue.schema_of(type(fact))
    written = json.loads(fact.model_dump_json(exclude_none=exclude_none))
    jsonschema.validate(written, schema, jsonschema.Draft202012Validator)
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate({**written, "type": "another.v1"}, schema)


def test_attributes_are_described() -> None:
    """The description of a property is that of the docstring, also when it is a base class's."""
    described = catalogue.attributes(EpikriseMottatt)
    assert described["adm_outcome"].startswith("7300:")
    assert (
        described["sender"]
        == described["receiver"]
        == "HER-ids, level 1; an id of more than nine digits as a keyed hash."
    )
    assert set(described) >= set(EpikriseMottatt.model_fields) - {"type"}
