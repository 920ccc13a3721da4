"""Rolled Word files as people see them: tables of contents, revisions that LibreOffice accepts and rejects too."""

import io
import zipfile
from pathlib import Path

import docx
import pytest
from lxml import etree

from gouji.drafting import Order, run
from gouji.rolling import Rolled, RollOrder, roll

EXAMPLES = Path(__file__).resolve().parents[1] / "examples"
LAST, NOW = EXAMPLES / "文旅局-2024-决算.txt", EXAMPLES / "文旅局-2025-报表.txt"
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


@pytest.fixture(scope="module")
def drafted(tmp_path_factory) -> tuple[Path, Rolled]:
    """Last year's document as `gouji draft` writes it, with a table of contents; and what becomes of it."""
    path: Path = tmp_path_factory.mktemp("drafted") / "去年公开.docx"
    path.write_bytes(run(Order(LAST, EXAMPLES / "文旅局-2024-情况.yaml")).word())
    return path, roll(RollOrder(path, (NOW,)))


def test_the_pages_in_a_table_of_contents_are_no_numbers_to_bring_up_to_date(drafted: tuple[Path, Rolled]) -> None:
    path, made = drafted
    old = [each.text for each in docx.Document(str(path)).paragraphs if "\t" in each.text]
    new = [each.text for each in docx.Document(io.BytesIO(made.word(path, False))).paragraphs if "\t" in each.text]
    assert len(old) > 20
    assert new == [entry.replace("2024", "2025") for entry in old]


def test_a_new_file_has_one_table_of_contents() -> None:
    made = roll(RollOrder(LAST, (NOW,))).word(LAST, False)
    texts = [each.text.partition("\t")[0] for each in docx.Document(io.BytesIO(made)).paragraphs]
    assert sum(text.replace(" ", "") == "二、收入决算情况说明" for text in texts) == 2  # the entry and the title
    assert not any(
        each.style.name.startswith("Heading") and each.text.endswith("。")
        for each in docx.Document(io.BytesIO(made)).paragraphs
    )


def test_what_stands_in_a_row_that_is_new_or_gone_is_a_revision_itself(drafted: tuple[Path, Rolled]) -> None:
    path, made = drafted
    root = etree.fromstring(zipfile.ZipFile(io.BytesIO(made.word(path, True))).read("word/document.xml"))
    found = {"ins": 0, "del": 0}
    for row in root.iter(f"{W}tr"):
        for kind in found:
            if row.find(f"{W}trPr/{W}{kind}") is not None:
                found[kind] += 1
                assert all(run.getparent().tag == W + kind for run in row.iter(f"{W}r"))
                texts = {text.tag for run in row.iter(f"{W}r") for text in run if text.tag != f"{W}rPr"}
                assert texts == {W + ("t" if kind == "ins" else "delText")}
    assert all(found.values())
