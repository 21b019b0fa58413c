#!/bin/sh
# Make sure that there is a Chromium for the tests; quiet and quick where there is one.
set -eu
cd "$(dirname "$0")/.."
PYTHON=.venv/bin/python

on_path() {
    for name in chromium chromium-browser google-chrome; do
        if command -v "$name" >/dev/null 2>&1 && "$name" --version >/dev/null 2>&1; then
            return 0
        fi
    done
    return 1
}

from_playwright() {
    "$PYTHON" - <<'END'
import pathlib, sys
from playwright.sync_api import sync_playwright
with sync_playwright() as playwright:
    sys.exit(not pathlib.Path(playwright.chromium.executable_path).exists())
END
}

as_root() {
    if [ "$(id -u)" = 0 ]; then
        "$@"
    else
        sudo -n "$@"
    fi
}

may_be_root() {
    [ "$(id -u)" = 0 ] || sudo -n true 2>/dev/null
}

from_apt() {
    command -v apt-get >/dev/null 2>&1 && may_be_root || return 1
    echo "installing Chromium for the tests (once)" >&2
    as_root apt-get -qq update >/dev/null 2>&1 || true
    as_root env DEBIAN_FRONTEND=noninteractive \
        apt-get -qq install -y --no-install-recommends chromium >/dev/null 2>&1 && on_path
}

from_its_installer() {
    echo "fetching Playwright's Chromium for the tests (once)" >&2
    if may_be_root && as_root "$PYTHON" -m playwright install-deps chromium >/dev/null 2>&1; then :; fi
    "$PYTHON" -m playwright install chromium >/dev/null && from_playwright
}

on_path || from_playwright || from_apt || from_its_installer || {
    echo "error: no Chromium for the browser tests: install the package 'chromium' of this system" >&2
    echo "(or run '$PYTHON -m playwright install chromium' with a network), then try again" >&2
    exit 1
}
