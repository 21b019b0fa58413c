"""A measured figure with its target, and how a list of them is printed."""

import os
import platform
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime

import psutil

HEAD = ("| what | measured | target | reached |", "|---|---|---|---|")


@dataclass(frozen=True, slots=True)
class Figure:
    """One measured number beside what it has to reach.

    Attributes:
        name: What was measured.
        value: The number, in `unit`.
        unit: `%`, `s`, `ms`, `MB`, `words/s`, `x` for a ratio.
        at_least: The target, where more is better; None where there is none.
        at_most: The target, where less is better; None where there is none.
    """

    name: str
    value: float
    unit: str = ""
    at_least: float | None = None
    at_most: float | None = None

    @property
    def reached(self) -> bool:
        """Whether the target is met; always where there is none."""
        return (self.at_least is None or self.value >= self.at_least) and (
            self.at_most is None or self.value <= self.at_most
        )

    def line(self) -> str:
        """Return a row of a Markdown table."""
        target = "" if self.at_least is None else f"≥ {self.at_least:,g}"
        target = target if self.at_most is None else f"≤ {self.at_most:,g}"
        verdict = "" if not target else "yes" if self.reached else "**no**"
        return f"| {self.name} | {self.value:,.2f} {self.unit} | {target} | {verdict} |"


def machine() -> str:
    """Return the day and what the machine is: cores, memory, processor, Python."""
    day = datetime.now(tz=UTC).date().isoformat()
    memory_gb = psutil.virtual_memory().total / 2**30
    return (
        f"{day}, {os.cpu_count()} cores, {memory_gb:.0f} GiB, {platform.machine()}, "
        f"{platform.system()}, Python {platform.python_version()}"
    )


def table(figures: Iterable[Figure]) -> str:
    """Return figures as a Markdown table, in their order."""
    return "\n".join([*HEAD, *(figure.line() for figure in figures)])
