# The two commands of the README, and what stands behind them. Each sets up first what it needs.

.PHONY: run test setup coverage lock

run: setup
	@.venv/bin/clinic demo

test:
	@deploy/setup --dev
	@.venv/bin/python deploy/check

setup:
	@deploy/setup

# Which branches no test walks; the rules and the locks may have none.
coverage:
	@deploy/setup --dev
	@rm -f .coverage .coverage.*
	@.venv/bin/coverage run -m pytest -n 2 -m "not browser"
	@.venv/bin/coverage combine --quiet
	@.venv/bin/coverage report --fail-under=95
	@.venv/bin/coverage report --fail-under=100 --include="clinic/domain/*,clinic/db.py,clinic/web/gate.py"

# After a change to the dependencies in pyproject.toml, or to take newer versions.
lock:
	@deploy/lock
