#!/bin/sh
# All that must hold before a change goes in: lint, then every test in one run.
# pytest's own closing line comes last. Arguments go to pytest.
set -eu
cd "$(dirname "$0")/.."
tools/lint.sh
exec .venv/bin/python -m pytest "$@"
