"""`python -m api.cli` is `redstring`."""

from api.cli import main

main()
