PYTHON ?= python3
BIN := .venv/bin

.PHONY: demo test check install pages clean

demo: .venv/installed
	@echo "── 1. 没有错误的决算公开 ──"
	@$(BIN)/gouji lint examples/文旅局-2024-决算.txt
	@echo
	@echo "── 2. 同一份，改错了十二处 ──"
	@$(BIN)/gouji lint examples/文旅局-2024-决算-有误.txt --fail-on never
	@echo
	@mkdir -p demo
	@echo "── 3. 由报表重新写出说明（demo/说明.docx）──"
	@$(BIN)/gouji draft examples/文旅局-2024-决算.txt --inputs examples/文旅局-2024-情况.yaml -o demo/说明.docx
	@$(BIN)/gouji draft examples/文旅局-2024-决算.txt --inputs examples/文旅局-2024-情况.yaml --section 三
	@echo "── 4. 核对报告（demo/核对报告.html，用浏览器打开）──"
	@$(BIN)/gouji lint examples/文旅局-2024-决算-有误.txt --fail-on never --format html=demo/核对报告.html
	@ls -1 demo

test: .venv/installed
	$(BIN)/python -m pytest

check: .venv/installed
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

install: .venv/installed

.venv/installed: pyproject.toml
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --upgrade pip
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -e .
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --group dev
	@touch $@

pages: .venv/installed
	$(BIN)/python -m gouji.rules.page

clean:
	rm -rf .venv
