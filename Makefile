# Two commands: `make run` and `make test`. Python 3.11+ and make are all that must be there.
PYTHON ?= python3
PORT ?= 8000
BIN := .venv/bin
LOCAL := SECRET_KEY_FILE=var/secret-key HTTPS=off ALLOWED_HOSTS=127.0.0.1,localhost
TESTING := SECRET_KEY=only-for-checks-only-for-checks-only HTTPS=off

.PHONY: run test checks messages bench locks

run: .venv/run.stamp var/secret-key
	@$(LOCAL) $(BIN)/python manage.py prepare --address http://127.0.0.1:$(PORT)/
	@$(LOCAL) $(BIN)/granian --interface wsgi --workers 2 --blocking-threads 1 --no-ws \
	  --host 127.0.0.1 --port $(PORT) --log-level warning kazquiz.wsgi:application

test: checks
	$(BIN)/python -m pytest -n 2 --dist loadfile
	KAZQUIZ_TEST_DATABASE=postgresql $(BIN)/python -m pytest -n 2 --dist loadfile -m "not browser"

checks: .venv/test.stamp
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(TESTING) $(BIN)/mypy
	$(BIN)/lint-imports
	$(TESTING) $(BIN)/python manage.py makemigrations --check --dry-run
	$(TESTING) $(BIN)/python manage.py check_library

var/secret-key: | .venv/run.stamp
	@mkdir -p var
	@umask 077 && $(BIN)/python -c "import secrets; print(secrets.token_urlsafe(50))" > $@

.venv/python.stamp:
	@$(PYTHON) -c "import sys; sys.exit(sys.version_info < (3, 11))" || \
	  { echo "KazQuiz needs Python 3.11 or newer; name one with PYTHON=..."; exit 1; }
	$(PYTHON) -m venv .venv
	@touch $@

.venv/run.stamp: requirements.txt .venv/python.stamp
	$(BIN)/python -m pip install --quiet --require-hashes -r requirements.txt
	@touch $@

.venv/test.stamp: requirements-dev.txt .venv/python.stamp
	$(BIN)/python -m pip install --quiet --require-hashes -r requirements-dev.txt
	@touch $@ .venv/run.stamp

# For maintainers: needs gettext and uv.
messages:
	$(TESTING) $(BIN)/python manage.py makemessages -l kk -l ru --no-location --ignore .venv --ignore tests
	$(TESTING) $(BIN)/python manage.py compilemessages -l kk -l ru --ignore .venv

locks:
	for name in requirements requirements-dev; do uv pip compile --universal --generate-hashes \
	  --no-emit-index-url --no-emit-find-links --no-header --python-version 3.11 --quiet $$name.in -o $$name.txt; done
