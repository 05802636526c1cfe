# Gongxin. Two commands to know: `make demo` and `make test`.
PYTHON ?= python3
RUN := .venv/bin/python
WORKERS ?= 3
COMPILE := $(RUN) -m uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-annotate --no-header
.DEFAULT_GOAL := demo
.PHONY: python install install-dev demo test lint bench lock messages

python:
	@command -v $(PYTHON) >/dev/null || { echo "Gongxin needs Python 3.11 or later; there is no $(PYTHON) here." >&2; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Gongxin needs Python 3.11 or later; this is $$($(PYTHON) -V). Name another with: make demo PYTHON=python3.11" >&2; exit 1; }

install: python  ## what a run needs
	@$(PYTHON) config/install.py

install-dev: python
	@$(PYTHON) config/install.py --dev

demo: install  ## the whole system with its demo world on http://127.0.0.1:8000 (PORT=8001 for another port)
	@$(RUN) -m config.demo

test: install-dev lint  ## linters, types, migrations and tests
	$(RUN) -m pytest -n $(WORKERS) --dist worksteal

lint: install-dev  ## everything but the tests
	$(RUN) -m ruff check
	$(RUN) -m ruff format --check
	$(RUN) -m djhtml --check --tabwidth 2 templates
	.venv/bin/djade --check $$(find templates -name '*.html')
	$(RUN) -m mypy
	.venv/bin/lint-imports
	$(RUN) manage.py makemigrations --check --dry-run
	GONGXIN_PRODUCTION=on SECRET_KEY=$$($(RUN) -c 'import secrets; print(secrets.token_urlsafe(60))') ALLOWED_HOSTS=gongxin.example \
	DATABASE_URL=postgresql:///unused CELERY_BROKER_URL=redis://unused EMAIL_URL=smtp://unused $(RUN) manage.py check --deploy --fail-level WARNING

bench: install-dev  ## measurements: see benchmarks/
	$(RUN) -m benchmarks

lock: install-dev  ## write the locks anew from pyproject.toml and package.json
	$(COMPILE) pyproject.toml -o requirements.txt
	$(COMPILE) pyproject.toml --group dev -c requirements.txt -o requirements-dev.txt
	$(COMPILE) --group uv -o requirements-uv.txt
	$(COMPILE) --group npm -o requirements-npm.txt
	npm install --package-lock-only --ignore-scripts

messages: install-dev  ## collect the texts for translation (needs GNU gettext) and compile the catalogues
	$(RUN) manage.py makemessages --locale zh_Hans --no-wrap --add-location file --ignore 'node_modules/*' --ignore '.venv/*' --ignore '.data/*'
	@$(PYTHON) config/install.py --dev
