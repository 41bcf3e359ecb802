# The front door. Needs Python 3.13, pip and make; all else is fetched into the
# project's own folders .tools/ and .venv/.

.DEFAULT_GOAL := help
MAKEFLAGS += --no-builtin-rules
.DELETE_ON_ERROR:
# Python keeps what it compiled, or every start would compile everything anew.
unexport PYTHONDONTWRITEBYTECODE

PYTHON ?=
UPGRADE ?=
ONLY ?=
# Each has a PostgreSQL of its own; two keep two cores busy.
WORKERS ?= 2
UV := .tools/bin/uv
BIN := .venv/bin
SYNC = $(UV) pip sync --quiet --require-hashes --python $(BIN)/python
COMPILE = $(UV) pip compile --quiet --universal --python-version 3.13 \
	--generate-hashes --no-emit-index-url --no-header --no-annotate $(UPGRADE)
# Waits for alerts by the clock: minutes, nearly all of them idle.
RUNBOOK := tests/operations/test_runbook.py
CODE := contracts chassis services medspil tests benchmarks

# ---- to use it ----------------------------------------------------------------

.PHONY: help
help:  ## Say what there is
	@sed -n 's/^\([a-z-]*\):.*##  *\(.*\)/  make \1\t\2/p' Makefile | expand -t 24

.PHONY: run
run: .venv/.run  ## Install what is missing and start everything on this machine
	@exec $(BIN)/python -m medspil up

.PHONY: demo
demo: .venv/.run  ## Play two years of three partnerships; leaves the evaluation as a PDF
	@exec $(BIN)/python -m medspil demo

# ---- to test it ---------------------------------------------------------------

.PHONY: test
test: .venv/.dev  ## Run every test on real PostgreSQL and NATS; gate the coverage
	@$(BIN)/coverage erase
	$(BIN)/pytest --numprocesses=$(WORKERS) --dist=loadscope --ignore=$(RUNBOOK) \
		--cov --cov-report=term --cov-report=xml --cov-fail-under=95
	@$(BIN)/coverage report --include='services/*/domain/*' --fail-under=100

.PHONY: test-containers
test-containers: .venv/.dev  ## Run the same suite over testcontainers (needs Docker)
	$(BIN)/pytest --stack=containers

.PHONY: test-compose
test-compose: .venv/.dev  ## Bring the containers up, play in them, kill each (FORM=short)
	$(BIN)/pytest tests/containers --compose=$(or $(FORM),whole) -s

.PHONY: unit
unit: .venv/.dev  ## Run the tests that need no server
	$(BIN)/pytest tests/unit tests/architecture

.PHONY: journeys
journeys: .venv/.dev  ## Run the journeys: proposal to evaluation, with faults
	$(BIN)/pytest tests/journeys

.PHONY: test-kill
test-kill: .venv/.dev  ## Kill the process at 30 random moments of the demo (SEED=n)
	$(BIN)/pytest tests/faults/test_killed.py --kills=30 $(if $(SEED),--seed=$(SEED)) -s

.PHONY: test-faults
test-faults: .venv/.dev  ## Hurt every part in turn under load, and compare (SEED=n, ROUNDS=5)
	$(BIN)/pytest tests/faults/test_trial.py tests/faults/test_controls.py -s \
		--rounds=$(or $(ROUNDS),5) --commands=$(or $(COMMANDS),100000) \
		--pace=$(or $(PACE),300) $(if $(SEED),--seed=$(SEED)) \
		$(if $(MINUTES),--minutes=$(MINUTES))

.PHONY: test-cluster
test-cluster: .venv/.dev  ## Kill whoever leads a cluster, 20 times each, and more (SEED=n)
	$(BIN)/pytest tests/faults/test_cluster.py -s -p no:randomly \
		--falls=$(or $(FALLS),20) --rounds=$(or $(ROUNDS),2) \
		$(if $(SEED),--seed=$(SEED))

.PHONY: test-rolling
test-rolling: .venv/.dev  ## Deploy ten times under load, old and new side by side
	$(BIN)/pytest tests/operations/test_rolling.py --rollouts=10 -s

.PHONY: test-runbook
test-runbook: .venv/.dev  ## Follow each page of the runbook under a real Prometheus
	$(BIN)/pytest $(RUNBOOK)

.PHONY: test-openapi
test-openapi: .venv/.dev  ## Ask every HTTP operation with 1,000 cases, half of them wrong
	$(BIN)/pytest tests/contracts/test_openapi.py --examples=500

.PHONY: coverage
coverage: test  ## Show the branches that no test takes, line by line
	$(BIN)/coverage html

.PHONY: redden
redden: .venv/.dev  ## Break each declared rule of each kind; its test must fail
	@$(BIN)/python -m tests.support.reddening

.PHONY: mutate
mutate: .venv/.dev  ## Change the rules one by one; tests must notice (ONLY='services.events.*')
	@rm -f mutants/mutmut-stats.json  # a function written since would be tried by no test
	$(BIN)/mutmut run $(ONLY)
	@$(BIN)/python -m tests.support.mutants

# ---- to measure it ------------------------------------------------------------

.PHONY: bench
bench: .venv/.dev  ## Measure limits, product and peers side by side (QUICK=1: a short round)
	$(BIN)/python -m benchmarks compare $(if $(QUICK),--quick --no-record) \
		$(if $(ONLY),--only '$(ONLY)')
	$(if $(QUICK)$(ONLY),,$(BIN)/python -m benchmarks growth)
	$(if $(QUICK)$(ONLY),,$(BIN)/python -m benchmarks start)

.PHONY: bench-find
bench-find: .venv/.dev  ## Measure lists, searches and worklists among 100,000 partnerships
	$(BIN)/python -m benchmarks find

.PHONY: bench-gate
bench-gate: .venv/.dev  ## Fail when a command or a start has become too dear (CPU time)
	$(BIN)/python -m benchmarks gate

# ---- to change it -------------------------------------------------------------

.PHONY: check
check: lint types imports unit  ## Lint, types, imports and unit tests: before a commit

.PHONY: lint
lint: .venv/.dev  ## Look for formatting, faults and misspellings
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/codespell

.PHONY: types
types: .venv/.dev  ## Check the types
	$(BIN)/mypy

.PHONY: imports
imports: .venv/.dev  ## Check who may import whom
	$(BIN)/lint-imports --no-logo

.PHONY: format
format: .venv/.dev  ## Format the code
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

.PHONY: schemas
schemas: .venv/.dev  ## Write the schemas of new messages, and the AsyncAPI document
	$(BIN)/python -m medspil schemas

.PHONY: locks
locks: $(UV)  ## Write the locks anew; UPGRADE=--upgrade takes up new versions
	$(COMPILE) requirements/tools.in -o requirements/tools.txt
	$(COMPILE) requirements/serve.in -o requirements/serve.txt
	$(COMPILE) requirements/run.in -c requirements/serve.txt -o requirements/run.txt
	$(COMPILE) requirements/dev.in -c requirements/run.txt -o requirements/dev.txt
	$(foreach peer,$(basename $(notdir $(wildcard benchmarks/peers/requirements/*.in))),\
		$(COMPILE) benchmarks/peers/requirements/$(peer).in \
		-o benchmarks/peers/requirements/$(peer).txt;)

.PHONY: clean
clean:  ## Remove everything that can be made again; keeps .medspil/, where data lives
	rm -rf .venv .tools .benchmarks mutants htmlcov coverage.xml .coverage .coverage.* \
		.hypothesis .mypy_cache .pytest_cache .ruff_cache .import_linter_cache
	find $(CODE) -name __pycache__ -type d -prune -exec rm -rf {} +

# ---- what the recipes stand on ------------------------------------------------

# A stamp is newer than the lock it was installed from: the second start installs
# nothing. `run` keeps what a developer has installed beside it.
.venv/.run: requirements/run.txt | $(BIN)/python $(UV)
	@echo "Installing what Medspil runs on ..."
	@if [ -e .venv/.dev ]; then $(SYNC) requirements/dev.txt; \
		else $(SYNC) requirements/run.txt; fi
	@touch $@

.venv/.dev: requirements/dev.txt requirements/run.txt | $(BIN)/python $(UV)
	@echo "Installing what the tests and checks need ..."
	@$(SYNC) requirements/dev.txt
	@touch .venv/.run $@

$(BIN)/python: | $(UV)
	@$(find_python); $(UV) venv --quiet --allow-existing --python "$$python" .venv

$(UV): requirements/tools.txt
	@$(find_python); \
		echo "Fetching uv into .tools ..."; \
		rm -rf .tools; \
		"$$python" -m pip install --quiet --disable-pip-version-check \
			--root-user-action=ignore --require-hashes --target .tools \
			-r requirements/tools.txt
	@touch $@

# Sets $$python to an interpreter of 3.13 or newer, or says how to get one. A name
# on the path may be a stand-in that does not start: ask each for its version.
define find_python
python=; for candidate in $(PYTHON) python3.13 python3 python python3.14; do \
	if "$$candidate" -c 'import sys; sys.exit(sys.version_info < (3, 13))' \
		>/dev/null 2>&1; then python=$$candidate; break; fi; done; \
	if [ -z "$$python" ]; then \
		echo "Medspil needs Python 3.13, and none was found on the path." >&2; \
		echo "Install it (https://www.python.org/downloads/), or name it:" >&2; \
		echo "  make run PYTHON=/path/to/python3.13" >&2; exit 1; fi
endef
