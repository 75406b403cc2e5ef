# The two commands of the README, and what stands behind them. Each sets up first what it needs.

.PHONY: run test test-release setup coverage bench lock

run: setup
	@.venv/bin/clinic demo

test:
	@deploy/setup --dev
	@.venv/bin/python deploy/check

# Looks long and wide, before a release: every hostile value in every field, any JSON at all, two
# hundred kills of the server and of the worker, fifty of an upgrade, every revision of the
# database; and everything that `make test` asks SQLite alone, on PostgreSQL too.
test-release:
	@deploy/setup --dev
	@.venv/bin/python deploy/audit
	@.venv/bin/pytest -n 2 --dist loadfile -m release
	@.venv/bin/pytest -n 2 --dist loadfile -m "not browser and not release" --database=postgresql
	@.venv/bin/pytest -n 2 --dist loadfile -m release --database=postgresql tests/migrations \
		tests/hostile/test_s3_inputs.py

setup:
	@deploy/setup

# Which branches no test walks; the rules and the locks may have none.
coverage:
	@deploy/setup --dev
	@rm -f .coverage .coverage.*
	@.venv/bin/coverage run -m pytest -n 2 --dist loadfile -m "not browser and not release"
	@.venv/bin/coverage combine --quiet
	@.venv/bin/coverage report --fail-under=95
	@.venv/bin/coverage report --fail-under=100 --include="clinic/domain/*,clinic/db.py,clinic/web/gate.py"

# What is fast, measured on this machine: every module of bench/, which fails when it is too slow.
bench:
	@deploy/setup --dev
	@for file in bench/[!_]*.py; do .venv/bin/python -m bench.$$(basename $$file .py) || exit 1; done

# After a change to the dependencies in pyproject.toml, or to take newer versions.
lock:
	@deploy/lock
