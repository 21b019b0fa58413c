#!/bin/sh
# All that must hold before a change goes in: lint, then every test in one run.
# pytest's own closing line comes last. Arguments go to pytest.
# Two test files at a time, each beside a Neo4j of its own: much of a test's time is waiting for
# that. One at a time on a server that somebody gives, since a test empties it.
set -eu
cd "$(dirname "$0")/.."
tools/lint.sh
workers=2
[ -z "${REDSTRING_TEST_NEO4J:-}" ] || workers=0
exec .venv/bin/python -m pytest --numprocesses "$workers" --dist loadfile --no-loadscope-reorder "$@"
