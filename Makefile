# `make` alone lists what there is. Everything runs in .venv, made on first use.

.DEFAULT_GOAL := help
.PHONY: help setup run test soak bench check clean setup-test
PY := .venv/bin/python

help: ## list these targets
	@sed -n 's/^\([a-z]*\):[^#]*## \(.*\)/  make \1@\2/p' Makefile | while IFS=@ read -r name text; do printf '%-14s%s\n' "$$name" "$$text"; done

setup: ## install everything into .venv, once (needs Python 3.11 or newer)
	@command -v python3 >/dev/null || { echo "Python is missing: apt install python3 python3-venv" >&2; exit 2; }
	@python3 tools/bootstrap.py run

setup-test:
	@command -v python3 >/dev/null || { echo "Python is missing: apt install python3 python3-venv" >&2; exit 2; }
	@python3 tools/bootstrap.py test

run: setup ## start the demo; PORT=8000 DATA=./passerelle-data
	@exec .venv/bin/passerelle run --demo $(if $(PORT),--port $(PORT)) $(if $(DATA),--data "$(DATA)")

test: setup-test ## run all tests; BROWSER=0 leaves the browser out, ARGS="-k name" narrows
	@$(PY) tools/test.py $(if $(filter 0,$(BROWSER)),--no-browser) $(ARGS)

check: setup-test ## format, lint, types, walls between the rooms
	@$(PY) tools/check.py

soak: setup-test ## 50 kills, every page × language × width × theme, a newcomer's path; ARGS
	@$(PY) -m soak $(ARGS)

bench: setup-test ## measure pages beside bare views, engines beside rivals; ARGS
	@$(PY) -m benchmarks $(ARGS)

clean: ## remove .venv and everything that was built; data stays
	@! test -d .cache/postgres -a -x $(PY) || $(PY) -m passerelle.config.embedded stop --data .cache/postgres >/dev/null
	@rm -rf .cache .venv .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
	@find src tests tools \( -name '*.mo' -o -name '*.pyc' \) -delete
	@find src tests tools -name __pycache__ -type d -empty -delete
