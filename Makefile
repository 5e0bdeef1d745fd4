# Two commands do all the set-up: `make demo` and `make test`. Everything stays inside .venv and LUOSHI_DATA.
PYTHON ?= python3
PORT ?= 8000
HOST ?= 127.0.0.1
LUOSHI_DATA ?= var
PLANS ?= ../shared/plans

BIN := .venv/bin
LOCK := requirements
SAY := @printf '\n== %s\n'

# What Python compiles it keeps: the tests start a hundred processes, and each would compile Django again.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: help install demo test check accuracy benchmark lock messages clean

help:
	@echo "make demo       install, create the demonstration and serve it (PORT, HOST, LUOSHI_DATA)"
	@echo "make test       install and run the tests"
	@echo "make install    leave .venv/bin/luoshi"
	@echo "make check      ruff, mypy, import contracts, templates"
	@echo "make accuracy   how well the reader reads the labelled plans (PLANS)"
	@echo "make benchmark  ratios of speed, as in docs/benchmarks.md"
	@echo "make lock       renew requirements/ from pyproject.toml"
	@echo "make messages   renew the catalogue of the interface's words"

# uv is several times faster than pip; where it cannot be had, pip does the same from the same lock.
define install_from
	@if [ -x $(BIN)/uv ]; then \
	  $(BIN)/uv pip install -q --python $(BIN)/python --require-hashes -r $(1); \
	  $(BIN)/uv pip install -q --python $(BIN)/python --no-deps --no-build-isolation -e .; \
	else \
	  $(BIN)/python -m pip install -q --require-hashes -r $(1); \
	  $(BIN)/python -m pip install -q --no-deps --no-build-isolation -e .; \
	fi
endef

.venv/created:
	$(SAY) "Making a virtual environment in .venv"
	@$(PYTHON) -m venv .venv || { echo "Python's venv module is missing: on Debian, apt-get install python3-venv"; exit 1; }
	@$(BIN)/python -m pip install -q uv 2>/dev/null || echo "uv could not be installed; going on with pip, which is slower"
	@touch $@

CATALOGUES := $(wildcard src/luoshi/locale/*/LC_MESSAGES/*.po)

.venv/installed: .venv/created $(LOCK)/runtime.txt pyproject.toml hatch_build.py $(CATALOGUES)
	$(SAY) "Installing Luoshi and the libraries it runs on"
	$(call install_from,$(LOCK)/runtime.txt)
	@touch $@

.venv/developing: .venv/created $(LOCK)/development.txt pyproject.toml hatch_build.py $(CATALOGUES)
	$(SAY) "Installing Luoshi, its libraries and the tools for developers"
	$(call install_from,$(LOCK)/development.txt)
	@touch $@ .venv/installed

install: .venv/installed
	@echo "Ready: $(BIN)/luoshi"

demo: .venv/installed
	@LUOSHI_DATA=$(LUOSHI_DATA) $(BIN)/luoshi demo --host $(HOST) --port $(PORT)

test: .venv/developing
	$(BIN)/python -m pytest -n auto --dist loadfile --no-loadscope-reorder $(ARGS)

check: .venv/developing
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python tests/check_templates.py

accuracy: .venv/developing
	$(BIN)/python benchmarks/accuracy.py $(PLANS)
	$(BIN)/python benchmarks/frameworks.py $(PLANS)/../domain

benchmark: .venv/developing
	$(BIN)/python benchmarks/run.py

lock: .venv/created
	$(BIN)/uv pip compile -q --upgrade --universal --generate-hashes --no-emit-index-url --no-annotate --no-header \
	  --group build pyproject.toml -o $(LOCK)/runtime.txt
	$(BIN)/uv pip compile -q --upgrade --universal --generate-hashes --no-emit-index-url --no-annotate --no-header \
	  --group dev --all-extras pyproject.toml -o $(LOCK)/development.txt

messages: .venv/developing
	cd src/luoshi && ../../$(BIN)/django-admin makemessages -l zh_Hans --no-obsolete --no-location -d django -e html,txt,py

clean:
	rm -rf .venv build dist .pytest_cache .mypy_cache .ruff_cache
