#!/bin/sh
# Write requirements.lock (to run), requirements-test.lock (to test) and requirements-train.lock
# (to train the claim model) from pyproject.toml:
# every package pinned with hashes for Python 3.11 to 3.13 on any platform, and no index address.
set -eu
cd "$(dirname "$0")/.."
compile() {
    uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url \
        --no-emit-find-links --no-annotate --no-header "$@"
}
echo "hatchling
editables" | compile pyproject.toml - --extra cypher --output-file requirements.lock
compile pyproject.toml --extra cypher --extra test --constraint requirements.lock --output-file requirements-test.lock
compile pyproject.toml --extra train --constraint requirements.lock --output-file requirements-train.lock
