# Two commands matter: `make demo` and `make test`. `make help` lists the rest.
PYTHON ?= python3
PORT ?= 8000
ARGS ?=
BIN := .venv/bin
COMPILE := $(BIN)/uv pip compile -q --generate-hashes --no-header --no-annotate --universal --python-version 3.12 pyproject.toml
PIP := $(BIN)/python -m pip install -q --disable-pip-version-check
SERVICES = DATABASE_URL="$${DATABASE_URL:-postgres://postgres@127.0.0.1:5432/postgres}" REDIS_URL="$${REDIS_URL:-redis://127.0.0.1:6379/9}"
TEST_DIR = DATA_DIR="$(CURDIR)/var/test"

.PHONY: help demo serve test test-services check format lock bench-web bench-sync bench-webhooks bench-docs bench-hostile editor drawing screenshots clean

help:  ## list the commands
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 16

demo: .venv/installed  ## load the demo community and serve it (PORT=8000, ARGS=--no-serve)
	@exec $(BIN)/python manage.py demo --port $(PORT) $(ARGS)

serve: .venv/installed  ## serve your own site with its worker and scheduler (docs/how-to/run-a-site.md)
	@$(BIN)/python manage.py migrate -v 0
	@$(BIN)/python manage.py setup_site
	@$(BIN)/python manage.py collectstatic --noinput -v 0
	@exec $(BIN)/gunicorn -c python:config.gunicorn config.wsgi

test: .venv/installed-dev node_modules  ## the whole suite on SQLite and the embedded queue
	@$(TEST_DIR) $(BIN)/pytest -n 2 $(ARGS)

test-services: .venv/installed-dev node_modules  ## the same suite on PostgreSQL, Redis and a real worker
	@$(SERVICES) $(BIN)/python -m tests.services_ready
	@$(SERVICES) $(TEST_DIR) $(BIN)/pytest -n 2 $(ARGS)

check: .venv/installed-dev  ## lint, format, types, layers, templates, migrations, deployment settings
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/lint-imports --no-logo
	@$(BIN)/djlint --lint --quiet site/templates site/home contributors docs_hub sustainability github_sync
	@$(BIN)/mypy --no-error-summary github_sync contributors docs_hub sustainability site/common site/home site/config
	@$(TEST_DIR) $(BIN)/python manage.py makemigrations --check --dry-run
	@$(TEST_DIR) SITE_URL=https://mainstay.example BEHIND_PROXY=1 EMAIL_URL=smtp://mail.example $(BIN)/python manage.py check --deploy --fail-level WARNING
	@$(BIN)/python -m tests.repository_rules

format: .venv/installed-dev  ## put the code into shape
	@$(BIN)/ruff check --fix . && $(BIN)/ruff format .

lock: .venv/installed-dev  ## resolve the dependencies anew
	@$(COMPILE) --upgrade --group build -o requirements.lock
	@$(COMPILE) --upgrade --group dev -o requirements-dev.lock -c requirements.lock

bench-web: .venv/installed-dev  ## requests a second of our pages beside Wagtail's start page and a bare WSGI app
	@$(BIN)/python -m bench.web $(ARGS)

bench-sync: .venv/installed-dev  ## a first sync beside Perceval's, and one of 100,000 threads
	@$(BIN)/python -m bench.sync $(ARGS)

bench-webhooks: .venv/installed-dev  ## how fast 10,000 webhook deliveries, 50 at once, are answered and applied
	@$(BIN)/python -m bench.webhooks $(ARGS)

bench-docs: .venv/installed-dev  ## documentation beside what MkDocs and Docusaurus make of it (DOCS_DATA=folder of real trees)
	@DOCS_DATA="$(DOCS_DATA)" $(BIN)/python -m bench.docs $(ARGS)

bench-hostile: .venv/installed-dev  ## texts made to keep the site busy, in every pattern and renderer; 1 where one takes too long
	@$(BIN)/python -m bench.hostile $(ARGS)

EDITOR = docs_hub/static/docs_hub/editor.js
editor: node_modules  ## build the documentation editor with npm's esbuild (the built file is committed)
	@node_modules/.bin/esbuild docs_hub/editor/main.js --bundle --minify --format=iife --target=es2022 --legal-comments=none \
	  "--banner:js=/* CodeMirror 6 and Lezer, MIT license: see editor.LICENSE.txt */" --log-level=warning --outfile=$(EDITOR)

DRAWING = docs_hub/static/docs_hub/drawing
drawing: node_modules  ## build what draws formulas and diagrams in the documentation (the built files are committed)
	@node docs_hub/drawing/build.mjs $(DRAWING)

screenshots: .venv/installed-dev  ## photograph the running demo for the README
	@$(BIN)/python -m bench.screenshots $(ARGS)

clean:  ## remove all that make made, the demo's data included
	rm -rf .venv var node_modules

.venv/bin/python:
	@$(PYTHON) -c 'import sys; v = sys.version_info; ok = v >= (3, 12); ok or print(f"Mainstay needs Python 3.12 or newer; {sys.executable} is {v[0]}.{v[1]}. Try: make PYTHON=python3.13", file=sys.stderr); sys.exit(not ok)'
	@echo "Making .venv with $$($(PYTHON) --version)"
	@$(PYTHON) -m venv .venv

.venv/installed: .venv/bin/python requirements.lock pyproject.toml
	@echo "Installing what requirements.lock names…"
	@$(PIP) --require-hashes -r requirements.lock
	@$(PIP) --no-deps --no-build-isolation -e .
	@touch $@

.venv/installed-dev: .venv/installed requirements-dev.lock
	@echo "Installing what requirements-dev.lock names…"
	@$(PIP) --require-hashes -r requirements-dev.lock
	@touch $@

node_modules: $(wildcard package-lock.json)
	@if command -v npm >/dev/null && [ -f package-lock.json ]; then npm ci --silent --no-audit --no-fund --ignore-scripts || echo "npm ci failed: the contract tests will be skipped."; \
	else echo "npm not found: the tests against GitHub's published descriptions will be skipped."; fi
	@mkdir -p node_modules && touch node_modules
