"""`python -m bench [PART...]`: measure every figure of the README on this machine, and print it.

Parts are `extraction`, `store`, `http`, `picture`, `neo4j`, `readers` and `projection`; all of them
where none is named. Ends with 1 where a target is missed.
"""

import sys
from collections.abc import Callable, Iterable
from importlib import import_module

from bench.figure import HEAD, Figure, machine

PARTS = ("extraction", "store", "http", "picture", "neo4j", "readers", "projection")


def main(names: list[str]) -> int:
    """Run the named parts one after another, printing each figure as soon as it is known."""
    unknown = sorted(set(names) - set(PARTS))
    if unknown:
        print(f"no part is called {unknown[0]!r}; there are {', '.join(PARTS)}", file=sys.stderr)
        return 2
    print(f"Measured {machine()}\n")
    missed: list[Figure] = []
    for name in names or PARTS:
        run: Callable[[], Iterable[Figure]] = import_module(f"bench.{name}").run
        print(*HEAD, sep="\n", flush=True)
        for figure in run():
            missed += [] if figure.reached else [figure]
            print(figure.line(), flush=True)
        print()
    for figure in missed:
        print(f"missed: {figure.name}", file=sys.stderr)
    return bool(missed)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
