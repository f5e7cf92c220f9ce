"""What a measurement comes to: lines of a table."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Row:
    """One line of the table. `is_met` is None where there is no goal."""

    what: str
    goal: str
    measured: str
    how: str
    is_met: bool | None = None


def p95(values: list[float]) -> float:
    return sorted(values)[max(0, -(-len(values) * 95 // 100) - 1)]
