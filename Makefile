# Studybot needs Python 3.11 or newer and make; everything else is fetched into .venv, hashes checked.
#
#   make run      start the bot (without tokens: a quiz in this terminal)
#   make test     run the tests
#   make long     run those tests that take too long to be run each time
#   make lint     run every linter and type checker
#   make format   let the linters mend what they can
#   make crash    kill the bot under load, at every moment that matters; `make crash KILLS=300` for more
#   make year     a year of daily questions in 40 zones, with a driven clock; `make year YEAR=2011` for another
#   make fuzz     ten minutes of broken notes against the reader; `make fuzz MINUTES=60` for more
#   make corpus   what is found in real files of notes, where they lie beside this folder
#   make bench    measure; figures, not a verdict
#   make screens  write docs/screens.md and the goldens of all screens anew; look at them before you commit
#   make docs     write those pages of docs/ anew that are made from the code: screens, findings
#   make lock     write the requirements files anew; `make lock UPGRADE=1` takes newer versions
#   make clean    remove everything made here, but never data/

.DEFAULT_GOAL := run
.PHONY: run test long crash year fuzz corpus lint format bench screens docs lock clean

BIN := .venv/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet

# A stamp says when its step last succeeded, so that a second `make run` starts at once.
STAMPS := .venv/stamps
INSTALLED := $(STAMPS)/runtime $(STAMPS)/project

run: $(INSTALLED)
	@$(BIN)/studybot run

test: $(INSTALLED) $(STAMPS)/test
	@$(BIN)/pytest

long: $(INSTALLED) $(STAMPS)/test
	@$(BIN)/pytest -m long

# SEED and CHAT repeat what a run has named.
crash: $(INSTALLED) $(STAMPS)/test
	@$(BIN)/python -m tests.crash --kills $(or $(KILLS),20) $(if $(SEED),--seed $(SEED)) $(if $(CHAT),--chat $(CHAT))

year: $(INSTALLED) $(STAMPS)/test
	@$(BIN)/python -m tests.clock $(if $(YEAR),--year $(YEAR)) $(if $(DAYS),--days $(DAYS))

fuzz: $(INSTALLED) $(STAMPS)/fuzz
	@$(BIN)/python -m tests.fuzz --minutes $(or $(MINUTES),10) $(if $(SEED),--seed $(SEED))

corpus: $(INSTALLED) $(STAMPS)/test
	@$(BIN)/python -m tests.corpus $(if $(SEED),--seed $(SEED))

lint: $(INSTALLED) $(STAMPS)/dev
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/studybot check content

format: $(STAMPS)/dev
	$(BIN)/ruff check --fix
	$(BIN)/ruff format

# What plays Discord and Slack is that of the tests, and needs what they need.
bench: $(INSTALLED) $(STAMPS)/test
	$(BIN)/python bench/parsing.py
	$(BIN)/python bench/clicks.py
	$(BIN)/python -m bench.discord_clicks
	$(BIN)/python -m bench.discord_lasting
	$(BIN)/python -m bench.slack_clicks
	$(BIN)/python -m bench.slack_lasting
	$(BIN)/python -m bench.burst --rooms 1000
	$(BIN)/python -m bench.watching

screens: $(INSTALLED)
	$(BIN)/python -m tests.adapters.page

docs: screens
	$(BIN)/python -m tests.unit.findings_page

# The smaller files follow the largest one, so that one environment can hold all three.
UV := build/uv/bin/uv
LOCK = $(UV) pip compile pyproject.toml --quiet --no-config $(if $(UPGRADE),--upgrade) \
	--universal --python-version 3.11 --generate-hashes --no-annotate \
	--no-emit-index-url --no-emit-find-links --custom-compile-command "make lock" --extra build

lock: $(UV)
	$(LOCK) --extra test --extra lint --output-file requirements-dev.txt
	$(LOCK) --extra test --constraint requirements-dev.txt --output-file requirements-test.txt
	$(LOCK) --constraint requirements-test.txt --output-file requirements.txt
	$(LOCK) --extra fuzz --constraint requirements.txt --output-file requirements-fuzz.txt

clean:
	rm -rf .venv build dist *.egg-info .hypothesis .import_linter_cache .mypy_cache .pytest_cache .ruff_cache
	find bot adapters tests -name __pycache__ -type d -prune -exec rm -rf {} +

$(STAMPS)/venv:
	@for python in $(PYTHON) python3 python3.13 python3.12 python3.11; do \
		if $$python -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1; then found=$$python; break; fi; \
	done; \
	if [ -z "$$found" ]; then \
		echo "Studybot needs Python 3.11 or newer and found none. Install one (https://www.python.org/downloads/, or your system's python3 package), or name it: make PYTHON=/path/to/python" >&2; \
		exit 1; \
	fi; \
	if ! $$found -m venv --clear .venv; then \
		rm -rf .venv; \
		echo "$$found cannot make a virtual environment. On Debian and Ubuntu: apt install python3-venv" >&2; \
		exit 1; \
	fi
	@mkdir -p $(STAMPS) && touch $@

$(STAMPS)/runtime: requirements.txt | $(STAMPS)/venv
	@echo "Installing what Studybot needs …"
	@$(PIP) install --require-hashes -r requirements.txt
	@touch $@

$(STAMPS)/test: requirements-test.txt | $(STAMPS)/runtime
	@echo "Installing what the tests need …"
	@$(PIP) install --require-hashes -r requirements-test.txt
	@touch $@

$(STAMPS)/dev: requirements-dev.txt | $(STAMPS)/runtime
	@echo "Installing what the linters need …"
	@$(PIP) install --require-hashes -r requirements-dev.txt
	@touch $@

$(STAMPS)/fuzz: requirements-fuzz.txt | $(STAMPS)/runtime
	@echo "Installing the fuzzer …"
	@$(PIP) install --require-hashes -r requirements-fuzz.txt
	@touch $@

# Built with the locked setuptools: nothing is fetched here.
$(STAMPS)/project: pyproject.toml $(wildcard bot/__init__.py adapters/__init__.py) | $(STAMPS)/runtime
	@$(PIP) install --no-deps --no-build-isolation --editable .
	@touch $@

$(UV):
	@python3 -m venv --clear build/uv
	@build/uv/bin/python -m pip --disable-pip-version-check --quiet install 'uv~=0.13.9'
