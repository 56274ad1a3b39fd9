# Every command of the project; `make` alone lists them.

SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
MAKEFLAGS += --no-print-directory

HOST ?= 127.0.0.1
PORT ?= 8000
WORKERS ?= 2
TEST_WORKERS ?= 2

export LC_ALL := C.UTF-8
export PYTHONUTF8 := 1

PYTHON := .venv/bin/python
FLASK := $(PYTHON) -m flask --app wsgi
PYTEST := $(PYTHON) -m pytest
SERVE := bin/serve --bind $(HOST):$(PORT) --workers $(WORKERS)
STORED_NAMES := app tests bench bin migrations docs wsgi.py README.md CONTRIBUTING.md

# Rules, forms and the code's own shape are the same on every database.
SAME_ON_EVERY_DATABASE := --ignore=tests/browser --ignore=tests/architecture \
	--ignore-glob='*/test_rules.py' --ignore-glob='*/test_postgres.py'

.PHONY: help
help: ## list these commands
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-12s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

# --- using it ---

.PHONY: setup
setup: ## build .venv from the lock and install missing Debian packages
	@bin/setup test

.PHONY: setup-run
setup-run:
	@bin/setup run

.PHONY: demo
demo: export NENEP_DATABASE_URL = sqlite:///$(CURDIR)/instance/demo.sqlite
demo: export NENEP_SAMPLE_DATA = 1
demo: setup-run ## serve an invented party committee on http://HOST:PORT, apart from real data
	@mkdir -p instance
	@$(FLASK) db upgrade
	@$(FLASK) demo
	@exec $(SERVE)

.PHONY: run
run: setup-run ## serve the real data of instance/ with the settings of instance/.env, if there
	@mkdir -p instance
	@if [[ -f instance/.env ]]; then set -a; source instance/.env; set +a; fi; \
	$(FLASK) db upgrade; \
	exec $(SERVE)

# --- proving it ---

.PHONY: test
test: setup ## every test: on SQLite, again on a private PostgreSQL, and in the browser
	@$(PYTEST) -n $(TEST_WORKERS) --ignore=tests/browser
	@NENEP_TEST_DATABASE=postgresql $(PYTHON) -m tests.postgres \
		$(PYTEST) -n $(TEST_WORKERS) $(SAME_ON_EVERY_DATABASE)
	@$(PYTEST) tests/browser

.PHONY: test-fast
test-fast: setup ## the tests on SQLite only, without the browser
	@$(PYTEST) -n $(TEST_WORKERS) --ignore=tests/browser

.PHONY: coverage
coverage: setup ## the share of branches that the tests on SQLite walk
	@$(PYTEST) -n $(TEST_WORKERS) --ignore=tests/browser --cov --cov-report= --cov-fail-under=0
	@$(PYTHON) -m coverage report --include='app/*/rules.py,app/*/rules/*.py,app/access/permissions.py' \
		--fail-under=100
	@$(PYTHON) -m coverage report

CHECKS := check-lint check-format check-types check-imports check-templates check-spelling \
	check-vendored

.PHONY: check
check: setup ## lint, format, types, import rules, templates, spelling, vendored files
	@$(MAKE) --keep-going $(CHECKS)

.PHONY: $(CHECKS)
check-lint:
	@$(PYTHON) -m ruff check .
check-format:
	@$(PYTHON) -m ruff format --check .
check-types:
	@$(PYTHON) -m mypy
check-imports:
	@.venv/bin/lint-imports
check-templates:
	@$(PYTHON) -m djlint templates --lint --quiet
	@$(PYTHON) -m djlint templates --check --quiet
check-spelling:
	@.venv/bin/codespell $(wildcard $(STORED_NAMES))
check-vendored:
	@bin/vendor-assets --check

.PHONY: fix
fix: setup ## mend what the tools can mend by themselves
	@$(PYTHON) -m ruff check --fix .
	@$(PYTHON) -m ruff format .
	@$(PYTHON) -m djlint templates --reformat --quiet

.PHONY: bench
bench: setup ## measure pages and documents against their peers, side by side
	@$(PYTHON) -m bench

.PHONY: clean
clean: ## remove caches and reports; instance/ and .venv stay
	@rm -rf .coverage* htmlcov .mypy_cache .ruff_cache .pytest_cache .hypothesis \
		.import_linter_cache build test-results
	@find app tests migrations bench -name __pycache__ -prune -exec rm -rf {} + 2>/dev/null || true
