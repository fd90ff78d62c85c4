# Two commands matter: `make demo` to try Helpwell, `make test` to check it.
# PORT=9000 and HELPWELL_DATA=/some/folder choose where it runs: make demo PORT=9000

BIN := .venv/bin
PYTEST_ARGS ?= -n 2 --dist loadfile
SIZE ?= 10000
EXAMPLES ?= 40
PICTURES ?= data/screens

.DEFAULT_GOAL := help
.PHONY: help demo serve test check lint types layers rules size bench chaos faults together api-fuzz naughty pages screens ready ready-dev

help: ## this list
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | expand -t 12

demo: ready ## Helpwell with a demo company; prints its address and logins, Ctrl-C stops it
	@exec $(BIN)/helpwell serve --demo

serve: ready ## Helpwell itself
	@exec $(BIN)/helpwell serve

test: ready-dev ## everything: the checks, then all tests
	@bin/test-needs
	@$(MAKE) --no-print-directory check
	$(BIN)/pytest $(PYTEST_ARGS)

check: lint types layers rules size ## style, types, the order of the rooms and their rules, sizes

lint: ready-dev ## ruff: style and formatting
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: ready-dev ## mypy, strict
	$(BIN)/mypy

layers: ready-dev ## import-linter: a room imports only rooms below it
	$(BIN)/lint-imports

rules: ready-dev ## doors, foreign writes, names, facts: what import-linter cannot see
	$(BIN)/pytest -q tests/architecture

size: ready-dev ## how long functions and files are
	$(BIN)/python tests/size_report.py

bench: ready-dev ## measure speed and memory: make bench SIZE=1000000 for a million tickets
	$(BIN)/python -m benchmarks --tickets $(SIZE) $(ARGS)

chaos: ready-dev ## prove that nothing is lost while parts are killed: make chaos ARGS="--seed 2"
	$(BIN)/python -m tests.chaos $(ARGS)

faults: ready-dev ## one trouble after the other on a whole Helpwell: make faults ARGS="clock poison"
	$(BIN)/python -m tests.chaos.faults $(ARGS)

api-fuzz: ready-dev ## every operation of the API with many requests, good and bad: make api-fuzz EXAMPLES=100 ONLY=brands
	HELPWELL_API_EXAMPLES=$(EXAMPLES) HELPWELL_API_ONLY='$(ONLY)' $(BIN)/pytest tests/api/test_every_operation.py -q

pages: ready-dev ## every page and dialog by axe-core, on narrow screens, in both themes, with hostile words on it
	HELPWELL_EVERY_PAGE=1 $(BIN)/pytest tests/journeys/test_every_page.py tests/journeys/test_planted_words.py -q

naughty: ready-dev ## every string that broke other programs in every place of every form: most of an hour
	HELPWELL_EVERY_STRING=1 $(BIN)/pytest tests/thirdparty/test_naughty_forms.py -q -n 2 --dist load

screens: ready-dev ## pictures of the screens at three widths, light and dark: make screens PICTURES=/some/folder
	$(BIN)/python -m tests.journeys.screens $(PICTURES)

together: ready-dev ## fifty people at random on the same tickets: make together ARGS="--minutes 2"
	$(BIN)/python -m tests.together $(ARGS)

ready:
	@bin/bootstrap

ready-dev:
	@bin/bootstrap dev
