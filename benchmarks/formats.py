"""The same document as text, Word, Word with a workbook, web page and PDF: do they have the same findings?

    python benchmarks/formats.py [FILE.txt ...]

PDF is printed by LibreOffice from the Word file, where it is installed.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
from collections import Counter
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "tests"))

from writers import to_docx, to_docx_and_xlsx, to_html  # noqa: E402

from gouji.config import Config  # noqa: E402
from gouji.findings import Severity  # noqa: E402
from gouji.linter import lint_bytes, lint_document, lint_file  # noqa: E402
from gouji.readers import read_bytes  # noqa: E402
from gouji.readers.several import joined  # noqa: E402
from gouji.report import Report  # noqa: E402

CORPUS = ROOT.parent / "shared" / "corpus"
DOCUMENTS = [
    *(CORPUS / f"{name}.txt" for name in ("huyi-2024-final", "huzhu-2024-final", "beilin-2024-budget")),
    *(CORPUS / f"{name}.txt" for name in ("fengxiang-2023-final", "shaanxi-medical-2024-final")),
    *sorted((ROOT / "examples").glob("*.txt")),
]


def main() -> None:
    paths = [Path(argument) for argument in sys.argv[1:]] or [path for path in DOCUMENTS if path.exists()]
    print(f"{'':30}{'text':>6}  docx   docx+xlsx   html   pdf    （相同的问题 / 多出的；报表数与文本相同为 =）")
    for path in paths:
        text = path.read_text("utf-8")
        own = lint_file(path, Config())
        words, sheets = to_docx_and_xlsx(text)
        narrative = read_bytes(words, "说明.docx")
        both = joined([narrative, read_bytes(sheets, "表.xlsx")]) if sheets else narrative
        reports = [
            lint_bytes(to_docx(text), "公开.docx", Config()),
            lint_document(both, Config()),
            lint_bytes(to_html(text), "公开.html", Config()),
        ]
        pdf = _printed(to_docx(text, ruled=True))
        columns = [_compared(own, report) for report in reports]
        columns.append(_compared(own, lint_bytes(pdf, "公开.pdf", Config())) if pdf else "没有 LibreOffice")
        print(f"{path.stem:30}{_findings(own).total():>6}  {'   '.join(columns)}", flush=True)


def _findings(report: Report) -> Counter[tuple[str, str]]:
    return Counter((f.code, f.message) for f in report.findings if f.severity >= Severity.WARNING)


def _compared(own: Report, other: Report) -> str:
    mine, theirs = _findings(own), _findings(other)
    alike = len([s for s in own.statements if s.type]) == len([s for s in other.statements if s.type])
    return f"{(mine & theirs).total()}/{(theirs - mine).total()}{'=' if alike else ''}"


def _printed(data: bytes) -> bytes:
    """A Word file as LibreOffice prints it; nothing where it is not installed."""
    program = shutil.which("soffice")
    if program is None:
        return b""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "公开.docx"
        path.write_bytes(data)
        profile = f"-env:UserInstallation=file://{folder}/profile"
        command = [program, profile, "--headless", "--convert-to", "pdf", "--outdir", folder, str(path)]
        subprocess.run(command, check=True, capture_output=True, timeout=300)
        return path.with_suffix(".pdf").read_bytes()


if __name__ == "__main__":
    main()
