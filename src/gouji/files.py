"""Writing files so that nothing is ever half written, and archives so that the same content is the same bytes."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path


def write_whole(path: Path, content: str | bytes) -> None:
    """Write a file atomically, text as UTF-8. Raises OSError."""
    import tempfile

    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content if isinstance(content, bytes) else content.encode())
        mask = os.umask(0)
        os.umask(mask)
        os.chmod(name, 0o666 & ~mask)
        os.replace(name, path)
    except BaseException:
        os.unlink(name)
        raise


def packed(archive: bytes) -> bytes:
    """A zip archive (.docx, .xlsx) packed again without the time at which it was made."""
    from io import BytesIO
    from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

    data = BytesIO()
    with ZipFile(BytesIO(archive)) as old, ZipFile(data, "w", ZIP_DEFLATED) as new:
        for name in old.namelist():
            member = ZipInfo(name)  # 1 January 1980
            member.compress_type = ZIP_DEFLATED
            new.writestr(member, old.read(name))
    return data.getvalue()


def replaced(archive: bytes, parts: Mapping[str, bytes]) -> bytes:
    """A zip archive with some of its members replaced or added, every other as it was."""
    from io import BytesIO
    from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

    data = BytesIO()
    with ZipFile(BytesIO(archive)) as old, ZipFile(data, "w", ZIP_DEFLATED) as new:
        names = dict.fromkeys(old.namelist())
        for name in names:
            new.writestr(old.getinfo(name), parts[name] if name in parts else old.read(name))
        for name in sorted(parts.keys() - names.keys()):
            member = ZipInfo(name)
            member.compress_type = ZIP_DEFLATED
            new.writestr(member, parts[name])
    return data.getvalue()
