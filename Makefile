PYTHON ?= python3
BIN := .venv/bin
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check
COMPILE := uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-annotate --no-header

.PHONY: desktop desk-database desk-load demo test test-whole test-latest check install lock pages wheel clean

demo: .venv/installed
	@$(BIN)/gouji demo -o demo

test: .venv/installed
	$(BIN)/python -m pytest -n auto --dist loadfile --no-loadscope-reorder

# What `make test` takes a sample of, whole: many minutes more.
test-whole: .venv/installed
	GOUJI_WHOLE=1 $(BIN)/python -m pytest -n auto --dist loadfile --no-loadscope-reorder

check: .venv/installed
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

install: .venv/installed

# Pinned versions, each file known by its hash; nothing is fetched while something is built.
.venv/installed: pyproject.toml requirements.lock requirements-build.lock
	$(PYTHON) -m venv .venv
	$(PIP) --require-hashes -r requirements-build.lock
	$(PIP) --require-hashes --no-build-isolation -r requirements.lock
	$(PIP) --no-deps --no-build-isolation -e .
	@$(BIN)/python -m compileall -q src  # also where PYTHONDONTWRITEBYTECODE is set: each command is a third faster
	@touch $@

# The same tests with the newest versions that pyproject.toml allows.
test-latest:
	$(PYTHON) -m venv .venv-latest
	.venv-latest/bin/python -m pip install --quiet --disable-pip-version-check --upgrade pip
	.venv-latest/bin/python -m pip install --quiet --disable-pip-version-check --upgrade -e '.[charts,lsp]' --group dev
	.venv-latest/bin/python -m pytest -n auto --dist loadfile --no-loadscope-reorder

# New pins: https://docs.astral.sh/uv/
lock:
	(echo "# What \`make\` installs first: what builds gouji, and what it needs that is no wheel. Written by \`make lock\`."; \
	  printf 'editables\nhatchling\nsetuptools\nwheel\n' | $(COMPILE) -) > requirements-build.lock
	(echo "# What \`make\` installs after requirements-build.lock: what gouji needs, with its extras, and what its tests need. Written by \`make lock\`."; \
	  $(COMPILE) pyproject.toml --extra charts --extra cluster --extra data --extra lsp --extra serve --group dev -c requirements-build.lock) > requirements.lock

pages: .venv/installed
	$(BIN)/python -m gouji.rules.page

# dist/gouji-….whl, with lexicon, templates and examples in it: pip install dist/gouji-*.whl
wheel: .venv/installed
	$(BIN)/python -m hatchling build -t wheel

# The desk and the command line as programs that need no Python; for the system they are built on. docs/desk.md
desktop:
	$(PYTHON) -m venv .venv-desktop
	.venv-desktop/bin/python -m pip install --quiet --disable-pip-version-check '.[serve]' pyinstaller
	.venv-desktop/bin/pyinstaller --noconfirm packaging/gouji.spec
	dist/gouji/gouji lint examples/文旅局-2024-决算.txt

# The desk's tests on a PostgreSQL of their own.
desk-database: .venv/installed
	PATH="$(CURDIR)/$(BIN):$$PATH" benchmarks/desk_database.sh tests/test_desk_batches.py tests/test_desk_rounds.py

# Many uploads at once of the documents in a folder, and a batch of 500: make desk-load DOCUMENTS=folder
desk-load: .venv/installed
	$(BIN)/python benchmarks/desk.py $(DOCUMENTS)

clean:
	rm -rf .venv .venv-latest
