# run    serves the site at http://127.0.0.1:8000/ (HOST, PORT, SITE_DATA, DATABASE_URL from the environment)
# dev    the same with DEBUG, reloading on change
# test   every test, on SQLite and, where it is at hand, on PostgreSQL
# check  format, lint, import contracts, migrations, deployment, API schema, templates
# messages      collects what is to be translated
# requirements  pins the newest versions that pyproject.toml allows (needs uv)

.PHONY: run dev test check messages requirements

export PYTHONUTF8 := 1
PYTHONS := python3 python3.13 python3.12 python3.11
BIN := .venv/bin
PYTEST := $(BIN)/pytest --create-db --numprocesses auto --dist loadfile --no-loadscope-reorder

run: .venv
	$(call install,requirements.txt)
	@$(BIN)/python manage.py serve

dev: export DEBUG := true
dev: .venv
	$(call install,requirements-dev.txt)
	@$(BIN)/python manage.py migrate --verbosity 0
	@$(BIN)/python manage.py runserver $(or $(HOST),127.0.0.1):$(or $(PORT),8000)

# PostgreSQL first, and on it what asks a database more than to be read; then everything, so that the last line counts it all.
# What Python has compiled is kept, whatever the machine says: the second run over the tests need not compile them again.
test: export PYTHONDONTWRITEBYTECODE :=
test: .venv
	$(call install,requirements-dev.txt)
	@failed=0; \
	$(BIN)/python -m tests.postgresql $(PYTEST) $(addprefix --ignore tests/,runtime browser reading files papers desk drafts imports permissions signing operations test_languages.py test_house.py histories/test_pages.py $(addprefix follow_through/test_,archive.py feeds.py pages.py unit.py) $(addprefix hostile/test_,files.py forms.py tables.py) $(addprefix api/test_,akoma_ntoso.py client.py contract.py examples.py openapi.py popolo.py redis.py)) || failed=1; \
	env -u DATABASE_URL $(PYTEST) || failed=1; \
	exit $$failed

check: export SITE_DATA := $(CURDIR)/.venv/check
check: export DATABASE_URL :=
check: export HTTPS := true
check: .venv
	$(call install,requirements-dev.txt)
	@$(BIN)/ruff format --check .
	@$(BIN)/ruff check .
	@$(BIN)/lint-imports
	@$(BIN)/python manage.py makemigrations --check --dry-run
	@$(BIN)/python manage.py check --deploy --fail-level WARNING
	@$(BIN)/python manage.py spectacular --validate --fail-on-warn --file .venv/openapi.yml
	@diff -u openapi.yml .venv/openapi.yml
	@$(BIN)/djlint --quiet --lint templates

# New words for locale/en; locale/vi is written by hand, since it holds other packages' words (needs gettext).
messages: .venv
	@$(BIN)/django-admin makemessages -l en --no-obsolete --no-wrap --add-location file -i .venv -i var -i tests
	@$(BIN)/django-admin compilemessages -i .venv

requirements:
	uv pip compile --universal --generate-hashes --no-header --upgrade pyproject.toml --extra dev -o requirements-dev.txt
	uv pip compile --universal --generate-hashes --no-header pyproject.toml --extra scale -c requirements-dev.txt -o requirements-scale.txt
	uv pip compile --universal --generate-hashes --no-header pyproject.toml -c requirements-dev.txt -o requirements.txt

# A Python that has moved or gone leaves a .venv that cannot start: make it anew.
.PHONY: .venv
.venv:
	@if $(BIN)/python -c 'import pip, sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then exit 0; fi; \
	for python in $(PYTHONS); do \
		$$python -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || continue; \
		found=$$python; \
		$$python -c 'import ensurepip, venv' 2>/dev/null || continue; \
		exec $$python -m venv --clear .venv; \
	done; \
	if [ "$$found" ]; then echo "Python trên máy này thiếu gói python3-venv: hãy cài gói ấy (trên Debian: apt install python3-venv) rồi chạy lại." >&2; \
	else echo "Cần Python 3.11 trở lên, mà máy này không có: hãy cài rồi chạy lại." >&2; fi; \
	exit 1

# $(call install,FILE): only if FILE is not what was installed last.
define install
@cmp -s $(1) .venv/$(1) || { echo "Đang cài các gói trong $(1)…" && \
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r $(1) && cp $(sort requirements.txt $(1)) .venv/; }
endef
