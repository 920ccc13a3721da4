"""The schemas describe what is written, all of it, and what is read."""

import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from test_cli import BAD, GOOD, ROOT, gouji

import gouji as package
from gouji.config import _KEYS, ConfigError, parse
from gouji.extract import figures
from gouji.records import TABLES
from gouji.reporters.records import Records
from gouji.schemas import SCHEMAS, read

LINT, EXTRACT, CONFIG = (json.loads(read(name)) for name in ("lint", "extract", "config"))


def test_the_command_writes_each() -> None:
    for name in SCHEMAS:
        assert json.loads(gouji("schema", name).stdout) == json.loads(read(name))
    done = gouji("schema", "lnit")
    assert done.returncode == 2
    assert "是不是 lint" in done.stderr


def _undescribed(schema: dict[str, Any], root: dict[str, Any], value: Any, path: str = "") -> set[str]:
    """The keys of a value that its schema does not name."""
    if "$ref" in schema:
        schema = root["$defs"][schema["$ref"].rpartition("/")[2]]
    for choice in schema.get("anyOf", ()):
        if value is not None and choice.get("type") != "null":
            return _undescribed(choice, root, value, path)
    if isinstance(value, list):
        return {each for item in value for each in _undescribed(schema.get("items", {}), root, item, path)}
    if not isinstance(value, dict) or isinstance(schema.get("additionalProperties"), dict):
        return set()
    known = schema.get("properties", {})
    unknown = {f"{path}.{key}" for key in value.keys() - known.keys()}
    return unknown.union(
        *(_undescribed(known.get(key, {}), root, each, f"{path}.{key}") for key, each in value.items())
    )


def test_the_report_of_lint(tmp_path: Path) -> None:
    missing = tmp_path / "没有.txt"
    data = json.loads(gouji("lint", str(BAD), str(GOOD), str(missing), "--notes", "--format", "json").stdout)
    jsonschema.validate(data, LINT)
    assert not _undescribed(LINT, LINT, data)


def _kept(contract: Any, schema: Any) -> bool:
    """Whether everything that a contract says is still said."""
    if isinstance(contract, dict):
        return isinstance(schema, dict) and all(k in schema and _kept(v, schema[k]) for k, v in contract.items())
    return bool(contract == schema)


def test_the_report_of_lint_only_adds_to_the_shared_contract() -> None:
    contract = ROOT.parent / "shared" / "contracts" / "lint.schema.json"
    if not contract.is_file():
        pytest.skip("没有 ../shared/contracts：只在有它的机器上比较")
    assert _kept(json.loads(contract.read_text("utf-8")), LINT)


def test_the_figures_of_a_document() -> None:
    data = json.loads(json.dumps(figures(package.lint(BAD))))
    jsonschema.validate(data, EXTRACT)


@pytest.mark.parametrize(
    ("table", "definition"), [("facts", "fact"), ("documents", "document"), ("findings", "finding")]
)
def test_the_rows_of_the_tables(table: str, definition: str) -> None:
    columns = list(TABLES[table])
    schema = EXTRACT["$defs"][definition]
    assert list(schema["properties"]) == columns
    report = package.lint(BAD)
    rows = Records().piece("", report, report.findings)[table]
    if table == "documents":
        rows += Records().unreadable("没有.txt", "文件不存在。")[table]
    for row in rows:
        jsonschema.validate(dict(zip(columns, row, strict=True)), schema)


def test_the_configuration_has_the_keys_that_are_read() -> None:
    jsonschema.Draft7Validator.check_schema(CONFIG)
    assert set(CONFIG["properties"]) == set(_KEYS)


@pytest.mark.parametrize(
    ("key", "right", "wrong"),
    [
        ("select", ["D", "A103"], ["change rate"]),
        ("ignore", ["g001"], "D"),
        ("fail-on", "error, unchecked", "eror"),
        ("notes", True, "是"),
        ("max-size", 1, 0),
        ("max-pages", 10, True),
        ("max-cells", 10, 10.5),
        ("timeout", 1_000_000_000, 1_000_000_001),
        ("kind", "final", "决算"),
        ("year", 2024, 24),
        ("profile", "shaanxi-final", 1),
        ("lexicon", [], [""]),
        ("tables", ["公开表.xlsx"], [1]),
        ("baseline", "已接受.json", ["已接受.json"]),
        ("exclude", ["*草稿*"], "*草稿*"),
        ("per-file-ignores", {"2019*.txt": ["X1"]}, {"2019*.txt": "X1"}),
        ("ingore", None, ["A"]),
    ],
)
def test_the_configuration_takes_and_refuses_what_the_schema_does(
    key: str, right: Any, wrong: Any, tmp_path: Path
) -> None:
    validator = jsonschema.Draft7Validator(CONFIG)
    if right is not None:
        assert validator.is_valid({key: right})
        parse({key: right}, tmp_path / "gouji.toml")
    assert not validator.is_valid({key: wrong})
    with pytest.raises(ConfigError):
        parse({key: wrong}, tmp_path / "gouji.toml")


def test_the_example_of_the_readme_is_valid() -> None:
    import tomllib

    page = (ROOT / "README.md").read_text("utf-8")
    example = page.partition("```toml\n")[2].partition("```")[0]
    jsonschema.Draft7Validator(CONFIG).validate(tomllib.loads(example))
