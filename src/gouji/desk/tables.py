"""What the desk keeps: the tables of its database, SQLite or PostgreSQL."""

from __future__ import annotations

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    Column,
    Float,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
)

metadata = MetaData()

# Who has come in; `id` is the hash of what the cookie says.
sessions = Table(
    "sessions",
    metadata,
    Column("id", String(64), primary_key=True),
    Column("owner", String(120), nullable=False),
    Column("seen", Float, nullable=False),
)

# What has been uploaded or made, in pieces, so that none is ever whole in memory but in the worker that reads it.
blobs = Table(
    "blobs",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("size", BigInteger, nullable=False),
)
chunks = Table(
    "chunks",
    metadata,
    Column("blob", ForeignKey("blobs.id", ondelete="CASCADE"), primary_key=True),
    Column("number", Integer, primary_key=True),
    Column("data", LargeBinary, nullable=False),
)

# A batch of many units' files, and a case: one disclosure to check, or one document to write.
batches = Table(
    "batches",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("owner", String(120), nullable=False, index=True),
    Column("name", Text, nullable=False),
    Column("state", String(12), nullable=False),
    Column("remarks", JSON, nullable=False),
    Column("auto", Boolean, nullable=False, default=False),
    Column("ocr", Boolean, nullable=False, default=False),
    Column("touched", Float, nullable=False),
)
cases = Table(
    "cases",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("owner", String(120), nullable=False, index=True),
    Column("batch", ForeignKey("batches.id", ondelete="CASCADE"), nullable=True, index=True),
    Column("task", String(8), nullable=False),
    Column("name", Text, nullable=False),
    Column("state", String(8), nullable=False),
    Column("error", Text, nullable=False, default=""),
    Column("detail", JSON, nullable=False, default=dict),
    Column("version", Integer, nullable=False, default=1),
    Column("touched", Float, nullable=False),
    # of the last result, for the overview
    Column("unit", Text, nullable=False, default=""),
    Column("kind", String(8), nullable=False, default=""),
    Column("year", Integer, nullable=False, default=0),
    Column("errors", Integer, nullable=False, default=0),
    Column("warnings", Integer, nullable=False, default=0),
    Column("numbers", Integer, nullable=False, default=0),
    Column("unchecked", Integer, nullable=False, default=0),
    Column("doubts", Integer, nullable=False, default=0),
    Column("open", Integer, nullable=False, default=0),
    Column("codes", JSON, nullable=False, default=dict),
    Column("amounts", JSON, nullable=False, default=dict),
    Column("review", String(8), nullable=False, default=""),
)
# A round (一轮公开) is a batch whose units send in their own files, each through its seat: what a unit has of the round besides its case. `token` is
# in the unit's link ("": none); `state`, `error`, `left` and `filled` are of its draft; `published` is the day, `differs` what the published file has otherwise.
rounds = Table(
    "rounds",
    metadata,
    Column("batch", ForeignKey("batches.id", ondelete="CASCADE"), primary_key=True),
    Column("approved", String(10), nullable=False, default=""),
    Column("due", String(10), nullable=False),
    Column("until", String(10), nullable=False),
    Column("units", JSON, nullable=False, default=list),
)
seats = Table(
    "seats",
    metadata,
    Column("case", ForeignKey("cases.id", ondelete="CASCADE"), primary_key=True),
    Column("token", String(64), nullable=False, default="", index=True),
    Column("until", String(10), nullable=False),
    Column("opened", Float, nullable=False, default=0.0),
    Column("state", String(8), nullable=False, default=""),
    Column("error", Text, nullable=False, default=""),
    Column("left", Integer, nullable=False, default=0),
    Column("filled", JSON, nullable=False, default=dict),
    Column("sent", Float, nullable=False, default=0.0),
    Column("published", String(10), nullable=False, default=""),
    Column("differs", Integer, nullable=True),
)
files = Table(
    "files",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("batch", ForeignKey("batches.id", ondelete="CASCADE"), nullable=True, index=True),
    Column("case", ForeignKey("cases.id", ondelete="CASCADE"), nullable=True, index=True),
    Column("version", Integer, nullable=False, default=1),
    Column("number", Integer, nullable=False, default=0),
    Column("role", String(8), nullable=False),
    Column("name", Text, nullable=False),
    Column("folder", Text, nullable=False, default=""),
    Column("about", JSON, nullable=True),
    Column("blob", ForeignKey("blobs.id"), nullable=False),
)
# What a worker made of a case: `form` is json, html, docx, pdf, xlsx, fixed; `why` there is none of a form.
results = Table(
    "results",
    metadata,
    Column("case", ForeignKey("cases.id", ondelete="CASCADE"), primary_key=True),
    Column("version", Integer, primary_key=True),
    Column("form", String(8), primary_key=True),
    Column("blob", ForeignKey("blobs.id"), nullable=True),
    Column("why", Text, nullable=False, default=""),
)
# The findings of a case by their words without what is the unit's own, to be held against those of other units.
marks = Table(
    "marks",
    metadata,
    Column("case", ForeignKey("cases.id", ondelete="CASCADE"), primary_key=True),
    Column("sign", String(32), primary_key=True),
    Column("code", String(8), nullable=False),
    Column("words", Text, nullable=False),
    Column("message", Text, nullable=False),
    Column("count", Integer, nullable=False),
)
Index("marks_alike", marks.c.sign)
# What a reviewer says of a finding, which is known by its fingerprint.
decisions = Table(
    "decisions",
    metadata,
    Column("case", ForeignKey("cases.id", ondelete="CASCADE"), primary_key=True),
    Column("key", String(32), primary_key=True),
    Column("verdict", String(8), nullable=False),
    Column("reason", Text, nullable=False, default=""),
    Column("by", String(120), nullable=False),
    Column("at", Float, nullable=False),
)
# What is to be done, in the order of `urgency` and then of arrival.
jobs = Table(
    "jobs",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("case", ForeignKey("cases.id", ondelete="CASCADE"), nullable=True, index=True),
    Column("file", ForeignKey("files.id", ondelete="CASCADE"), nullable=True),
    Column("batch", ForeignKey("batches.id", ondelete="CASCADE"), nullable=True, index=True),
    Column("task", String(8), nullable=False),
    Column("version", Integer, nullable=False, default=1),
    Column("detail", JSON, nullable=False),
    Column("urgency", Integer, nullable=False),
    Column("state", String(8), nullable=False),
    Column("tries", Integer, nullable=False, default=0),
    Column("error", Text, nullable=False, default=""),
    Column("since", Float, nullable=False),
)
Index("jobs_waiting", jobs.c.state, jobs.c.urgency, jobs.c.id)
