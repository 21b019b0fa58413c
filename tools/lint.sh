#!/bin/sh
# Format, lint, types, import contracts and house rules; the one meaning of "lint" here and in CI.
set -eu
cd "$(dirname "$0")/.."
bin=.venv/bin
$bin/ruff format --check --quiet . || {
    echo "run $bin/ruff format . to put the files above into shape" >&2
    exit 1
}
$bin/ruff check --quiet .
$bin/pyright
$bin/lint-imports
$bin/python tools/house_rules.py
