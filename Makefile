# make compare   draw and print the comparison of policies (STUDY=operations_club, ARGS='days=30 seeds=2')
# make report    the same as a page to read, with what it hangs on: verdicts, figures, assumptions (ARGS='--lang zh')
# make test      style, types, layers and the quick tests
# make docs      the documentation as a site, in docs/_build/html; every warning is an error
# make slow      the slow tests
# make bench     what a member-day costs, here and elsewhere (needs a C compiler; ARGS='--write --peers .peers' writes
#                docs/benchmarks.md, with frameworks that are no dependency in .peers; ARGS=--quick takes two minutes)
# PYTHON=python3.12 chooses the interpreter of a new .venv

PYTHON ?= python3
STUDY ?= operations_club
ARGS ?=

BIN := .venv/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet --quiet

.PHONY: bench compare docs report test slow
.DELETE_ON_ERROR:

compare: .venv/ready-to-run
	$(strip $(BIN)/clubsim compare $(STUDY) $(ARGS))

report: .venv/ready-to-run
	$(strip $(BIN)/clubsim report $(STUDY) $(ARGS))

test: .venv/ready-to-test
	$(BIN)/ruff check
	$(BIN)/python -m clubsim.sim.warm_up & compiling=$$!; \
	$(BIN)/mypy && $(BIN)/lint-imports --no-logo && wait $$compiling
	$(BIN)/python -m pytest --numprocesses=auto --dist=worksteal

docs: .venv/ready-to-test
	$(BIN)/python -m sphinx -W --keep-going -n -q -E -b html docs docs/_build/html
	$(BIN)/python docs/walk_site.py docs/_build/html

slow: .venv/ready-to-test
	$(BIN)/python -m pytest -m slow

bench: .venv/ready-to-run
	$(strip $(BIN)/python benchmarks/bench.py $(ARGS))

# An environment that is there already is used as it is; whoever deletes .venv gets a new one.
$(BIN)/pip:
	@$(PYTHON) -c 'import sys; sys.exit(0 if sys.version_info >= (3, 11) else "clubsim needs Python 3.11 or newer and this is " + sys.version.split()[0] + "; write for example: make PYTHON=python3.12")'
	@echo "making a virtual environment in .venv"
	@$(PYTHON) -m venv .venv

# Stamps: newer than pyproject.toml when its dependencies are installed. What tests need includes what runs need.
.venv/ready-to-run: pyproject.toml | $(BIN)/pip
	@echo "installing clubsim and what it needs into .venv (a few minutes the first time)"
	@$(PIP) install --editable .
	@touch $@

.venv/ready-to-test: pyproject.toml | $(BIN)/pip
	@echo "installing clubsim and what its tests need into .venv (a few minutes the first time)"
	@$(PIP) install --editable '.[dev]'
	@touch .venv/ready-to-run $@
