# make demo   build the sample report into output/ and say what to try next
# make test   everything that is checked: pytest, ruff, mypy
# make bench  speed and memory, against jieba alone
# make bench-serve  the endpoint against the oxigraph server and rdflib-endpoint
# make clean  remove the virtual environment and caches (output/ stays)

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
# A file stays with one process, for its tests share a server or a browser; one file alone needs no second process.
# One process more than there are cores: tests of servers and browsers wait a good part of their time.
SHARED := -n $(shell echo $$(($$(getconf _NPROCESSORS_ONLN) + 1))) --dist loadfile --no-loadscope-reorder
INSTALL := $(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt

.DEFAULT_GOAL := help
# Hundreds of processes start in the tests: each would compile the whole program again.
unexport PYTHONDONTWRITEBYTECODE
.PHONY: help demo test bench bench-serve browser servers wrk clean

help:
	@sed -n 's/^# //p' Makefile

demo: $(VENV)/.installed
	@$(BIN)/kg demo -o output

test: $(VENV)/.installed-test browser servers
	@status=0; \
	$(BIN)/ruff check . || status=1; \
	$(BIN)/ruff format --check --quiet . || { echo "ruff format: some files are not formatted"; status=1; }; \
	$(BIN)/mypy --strict kg || status=1; \
	$(BIN)/python -m pytest $(SHARED) || status=1; \
	exit $$status

bench: $(VENV)/.installed-test
	@$(BIN)/python tests/bench/bench.py

bench-serve: $(VENV)/.installed-test demo wrk
	@$(INSTALL) -e '.[servers]'
	@$(BIN)/python tests/bench/serve_bench.py --graph output/graph.nq

# Debian's Python may come without ensurepip: then the pip outside fills the environment.
$(BIN)/python:
	@command -v $(PYTHON) >/dev/null || { echo "Python 3.11 or newer is needed ($(PYTHON) not found)"; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
	  || { echo "Python 3.11 or newer is needed; try: make PYTHON=python3.12 demo"; exit 1; }
	@echo "making $(VENV)/"
	@$(PYTHON) -m venv $(VENV) 2>/dev/null \
	  || { $(PYTHON) -m venv --clear --without-pip $(VENV) && $(PYTHON) -m pip --python $@ install --quiet pip; }

# Stamps: set-up runs again only when what it installs has changed.
$(VENV)/.installed: pyproject.toml constraints.txt | $(BIN)/python
	@echo "installing (once; some minutes)"
	@$(INSTALL) -e .
	@touch $@

$(VENV)/.installed-test: pyproject.toml constraints.txt | $(BIN)/python
	@echo "installing with what the tests need (once; some minutes)"
	@$(INSTALL) -e '.[test]'
	@touch $@ $(VENV)/.installed

# The page is opened in a real browser; Chinese needs a font with Chinese characters.
browser:
	@sh tests/setup_debian.sh \
	  "No chromium-headless-shell or no Chinese font: pages are opened in another Chromium, or NOT AT ALL without one." \
	  '{ command -v chromium-headless-shell || { [ "$$(id -u)" != 0 ] && command -v chromium; }; } >/dev/null && fc-list :lang=zh 2>/dev/null | grep -q .' \
	  chromium-headless-shell fontconfig fonts-noto-cjk

# Graphs are loaded into servers that others wrote.
servers:
	@sh tests/setup_debian.sh "NO VIRTUOSO: one of the tests that load into other servers will be SKIPPED." \
	  'command -v virtuoso-t >/dev/null' virtuoso-opensource-7-bin

# A client in Python is slower than the servers that it measures.
wrk:
	@sh tests/setup_debian.sh "NO WRK: rates will be those of a client in Python." 'command -v wrk >/dev/null' wrk

clean:
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .hypothesis
