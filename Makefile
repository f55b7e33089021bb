# Two commands do everything on a machine with Python 3.11 or later, pip and make:
#   make replay   set up, replay both disputes, write every trace and figure to output/
#   make test     set up, run every check and test
PYTHON ?= python3
BIN := .venv/bin

.PHONY: replay test coverage package bench docs live lint update clean
.DELETE_ON_ERROR:

replay: .venv/core
	$(BIN)/replay demo

test: .venv/test lint
	$(BIN)/python -m pytest -n auto

# The tests once more, with the share of lines and branches that they run; tracing takes about twice the time.
coverage: .venv/test
	$(BIN)/python -m pytest -n auto --cov --cov-report=
	@printf 'Lines and branches that the tests run, in percent: '
	@$(BIN)/coverage report --format=total

# Build sdist and wheel, install the wheel into an empty environment and try it.
package: .venv/test
	PYTHON=$(PYTHON) .ci/package

lint: .venv/test
	$(BIN)/ruff format --check replay tests
	$(BIN)/ruff check replay tests
	$(BIN)/lint-imports
	$(BIN)/mypy

bench: .venv/test
	$(BIN)/python tests/benchmarks/bench.py

# Build the site of the documentation: docs/_build/index.html.
docs: .venv/docs
	$(BIN)/python -m sphinx -q -W --keep-going -b html docs docs/_build

# Build the live supplement of the shipped disputes: build/live/index.html. Its engine comes from npm.
live: .venv/test
	$(BIN)/replay bundle --live timelines/*.yaml --out build

# Write the shipped traces and figures, the golden files and the JSON Schema anew.
update: .venv/test
	$(BIN)/python -m pytest -q -n auto --update-golden

.venv/core: pyproject.toml constraints.txt
	$(PYTHON) -m venv .venv
	$(BIN)/pip install --quiet --disable-pip-version-check -c constraints.txt -e .
	@touch $@

.venv/test: pyproject.toml constraints.txt
	$(PYTHON) -m venv .venv
	$(BIN)/pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[test]'
	@touch $@ .venv/core

.venv/docs: pyproject.toml constraints.txt
	$(PYTHON) -m venv .venv
	$(BIN)/pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[docs]'
	@touch $@ .venv/core

clean:
	rm -rf .venv build dist docs/_build .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache .coverage
