# Everything a person does here. `make` alone prints this list.
SITES ?= sample
export SOTTTT_SITES := $(SITES)
PYTHON ?= python3
BIN := .venv/bin
UV_VERSION := 0.13.9
READY := .venv/.ready
BENCH := .venv/bench
REPLAY := .venv/replay

.DEFAULT_GOAL := help
.PHONY: help run test ui explore docs lint eval bench replay lock clean

help: ## this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-8s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

# Set up once, and again only when the lock or the project file changes.
$(READY): requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Python 3.11 or newer is needed; say PYTHON=/path/to/python3"; exit 1; }
	@echo "Setting up .venv (about a minute, once)"
	@$(PYTHON) -m venv .venv
	@$(BIN)/pip install -q --disable-pip-version-check uv==$(UV_VERSION)
	@VIRTUAL_ENV=.venv $(BIN)/uv pip sync -q --require-hashes --compile-bytecode requirements.lock
	@VIRTUAL_ENV=.venv $(BIN)/uv pip install -q --no-deps --no-build-isolation -e .
	@touch $@

run: $(READY) ## crawl, read, build and publish (SITES=live for the real sites)
	@$(BIN)/sotttt run

# Each test to the next free core, the slow folders first. What all of them would parse is parsed before.
test: $(READY) ## all tests
	@$(BIN)/python -c 'from warehouse.build import parse; parse()'
	@$(BIN)/python -m pytest --numprocesses auto --maxprocesses 4 --dist loadgroup --no-loadscope-reorder \
		--durations 10 tests/orchestration tests/warehouse tests

ui: $(READY) ## the Dagster UI on 127.0.0.1:3000 (PORT=...)
	@$(BIN)/sotttt ui $(if $(PORT),--port $(PORT))

explore: $(READY) ## search and download figures in a browser, on 127.0.0.1:8502 (PORT=...)
	@PORT=$(PORT) $(BIN)/python -m warehouse.desk

docs: $(READY) ## the dictionary on 127.0.0.1:8080 (PORT=...)
	@PORT=$(PORT) $(BIN)/python -m warehouse.docs

lint: $(READY) ## ruff, mypy, sqlfluff
	@$(BIN)/ruff format --check .
	@$(BIN)/ruff check .
	@$(BIN)/mypy
	@cd dbt_project && ../$(BIN)/sqlfluff lint models macros tests

eval: $(READY) ## precision and recall of the reading on tests/gold
	@$(BIN)/python -m tests.gold.evaluate

# What the benchmark compares with lies apart: nothing else can come to need it.
$(BENCH)/.ready: $(READY) tests/benchmarks/requirements.lock
	@rm -rf $(BENCH)
	@$(BIN)/uv pip install -q --python $(BIN)/python --require-hashes --only-binary :all: --target $(BENCH) -r tests/benchmarks/requirements.lock
	@touch $@

bench: $(BENCH)/.ready ## speed against trafilatura and Duckling, growth, memory, stages, warehouse, report (minutes; FIGURES=...)
	@$(if $(FIGURES),FIGURES=$(FIGURES)) PYTHONPATH=$(BENCH) $(BIN)/python -m tests.benchmarks

# Apart like the benchmark: pywb wants an older cryptography than the project has. Parts of it come as source only.
$(REPLAY)/.ready: $(READY) tests/replay/requirements.lock
	@rm -rf $(REPLAY)
	@$(BIN)/uv pip install -q --python $(BIN)/python --require-hashes --target $(REPLAY) -r tests/replay/requirements.lock
	@touch $@

replay: $(REPLAY)/.ready ## the archive read by warcio, fastwarc and pywb
	@$(BIN)/python -m pytest tests/replay

lock: $(READY) ## resolve requirements.in into requirements.lock anew, and those of benchmark and replay
	@$(BIN)/uv pip compile requirements.in --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header -q -o requirements.lock
	@$(BIN)/uv pip compile tests/benchmarks/requirements.in -c requirements.lock --universal --python-version 3.11 --generate-hashes --no-annotate --no-emit-index-url --no-header -q -o tests/benchmarks/requirements.lock
	@$(BIN)/uv pip compile tests/replay/requirements.in --universal --python-version 3.11 --generate-hashes --no-annotate --no-emit-index-url --no-header -q -o tests/replay/requirements.lock

clean: ## forget the set-up and what tools left behind; data stays (delete data/ by hand)
	rm -rf .venv dbt_project/target dbt_project/logs .pytest_cache .mypy_cache .ruff_cache .hypothesis
