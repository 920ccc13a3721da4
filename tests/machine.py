"""What of the machine some tests need beside gouji."""

import shutil
import subprocess


def _fonts() -> bool:
    program = shutil.which("fc-list")
    return program is None or bool(subprocess.run([program], capture_output=True, check=False).stdout.strip())


# Without any, Chromium opens no page and LibreOffice ends itself at its start.
HAS_FONTS = _fonts()
CHROMIUM = shutil.which("chromium") if HAS_FONTS else None
NO_CHROMIUM = "要有 Chromium 和字体（apt-get install chromium fonts-wqy-zenhei）"
