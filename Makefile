# Everything runs in .venv, made on first use: with uv where it is installed, else with venv and pip.
# Both install the locked versions (uv.lock; requirements.lock is the same for pip).

PYTHON ?= $(shell for p in python3 python3.14 python3.13 python3.12 python3.11; do \
	$$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && { echo $$p; break; }; done)
UV := $(shell command -v uv 2>/dev/null)
BIN := .venv/bin

# The suite starts hundreds of processes: none of them shall compile what another has compiled.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: demo test test-thorough test-fast lint format bench bench-large docs lock clean
.DEFAULT_GOAL := help

help:
	@echo "make demo    start a Postgres, load a household, prove it, print how to sign in"
	@echo "make test    lint, types and all tests"
	@echo "make bench   measure loading against its floors and peers; bench-large writes the figures into docs"
	@echo "make docs    write the generated pages of docs/"
	@echo "also: test-thorough (more cases of the same), test-fast (no database), lint, format, lock, clean"

.venv/.made: pyproject.toml uv.lock requirements.lock
	@test -n "$(PYTHON)" || { echo "seedkit needs Python 3.11 or newer on PATH"; exit 1; }
	@$(if $(UV),$(WITH_UV) || { echo "uv could not; trying pip"; $(WITH_PIP); },$(WITH_PIP))
	@touch $@

# The system's certificates, under both names that uv has had for them.
WITH_UV = echo "installing into .venv with uv" && UV_NATIVE_TLS=1 UV_SYSTEM_CERTS=1 UV_COMPILE_BYTECODE=1 $(UV) sync --frozen --quiet \
	--python "$$($(PYTHON) -c 'import sys; print(sys.executable)')"
WITH_PIP = echo "installing into .venv with pip" && $(PYTHON) -m venv --clear .venv \
	&& $(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements.lock \
	&& $(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --editable .

demo: .venv/.made
	@$(BIN)/seedkit up > /dev/null
	@$(BIN)/seedkit load vibrationfit/household --verify
	@echo
	@echo "Connect:     psql \"$$($(BIN)/seedkit url 2>/dev/null)\""
	@echo "As a person: $(BIN)/seedkit psql --as partner"
	@echo "Stop:        $(BIN)/seedkit down"

test: .venv/.made lint
	$(BIN)/pytest -n 2 --dist loadfile -q

test-thorough: .venv/.made lint
	$(BIN)/pytest -n 2 --dist loadfile -q --thorough

test-fast: .venv/.made
	$(BIN)/pytest -q -m "not db" tests/engine

lint: .venv/.made
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

format: .venv/.made
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

bench: .venv/.made
	$(BIN)/python benchmarks/load.py

bench-large: .venv/.made
	$(BIN)/python benchmarks/load.py --rows 5000000 --curve 100,1000,10000,100000 --write docs/performance.md
	$(BIN)/python benchmarks/scale.py --write docs/scale.md

docs: .venv/.made
	$(BIN)/python docs/generate.py

lock:
	uv lock
	uv export --quiet --frozen --no-emit-project --no-hashes --all-groups --format requirements-txt -o requirements.lock

clean:
	-$(BIN)/seedkit down
	rm -rf .venv .seedkit
