"""Markdown tables of a comparison, and the check that all peers did the same work."""

import math
import os
import platform
from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import combinations

from problem import THREADS, Size

AGREEMENT = 4.5  # standard errors two mean losses may lie apart: 1 in 150,000 for one pair


@dataclass
class Measurement:
    """What one peer did at one size: ns per path-step of every round, and its last answer."""

    nanoseconds: list[float] = field(default_factory=list)
    compile: float = 0.0
    mean_loss: float = math.nan
    loss_error: float = math.nan
    chunk: str = ""

    def add(self, answer: dict, asked: int, steps: int) -> None:
        """Takes one timed answer; a peer may have rounded the paths up."""
        paths = answer.get("paths", asked)
        self.nanoseconds.append(answer["seconds"] / (paths * steps) * 1e9)
        self.mean_loss, self.loss_error = answer["mean_loss"], answer["loss_error"]
        self.chunk = answer.get("chunk", "")

    @property
    def best(self) -> float:
        """The fastest round."""
        return min(self.nanoseconds)


# By peer name, then by size; sizes a peer failed at are absent.
Measurements = dict[str, dict[Size, Measurement]]


def cpu_info(key: str) -> str:
    """What the operating system says of the first processor, or nothing."""
    try:
        with open("/proc/cpuinfo", encoding="utf-8") as lines:
            return next(line.split(":", 1)[1].strip() for line in lines if line.startswith(key))
    except (OSError, StopIteration):
        return ""


def vectors() -> str:
    """The widest vector instructions of the processor, or its architecture where those are not listed."""
    flags = cpu_info("flags").split()
    return "AVX-512" if "avx512f" in flags else "AVX2" if "avx2" in flags else platform.machine()


def environment(about: dict[str, str]) -> str:
    """Processor, system and versions."""
    processor = cpu_info("model name") or platform.processor()
    lines = [
        f"- processor: {processor} ({vectors()}), {os.cpu_count()} cores, of which {THREADS} used",
        f"- system: {platform.platform()}, Python {platform.python_version()}",
    ]
    return "\n".join(lines + [f"- {name}: {text}" for name, text in about.items()])


def significant(value: float) -> str:
    """Three significant digits without an exponent."""
    digits = 2 - math.floor(math.log10(value)) if value > 0 else 2
    return f"{round(value, digits):,.{max(0, digits)}f}"


def table(title: str, sizes: list[Size], results: Measurements, cell: Callable[[str, Size], str]) -> str:
    """A table with one row for each peer and one column for each size (p,d,n)."""
    head = f"### {title}\n\n| | {' | '.join(map(str, sizes))} |\n|---|{'---:|' * len(sizes)}"
    rows = [
        f"| {name} | {' | '.join(cell(name, size) if size in row else '-' for size in sizes)} |"
        for name, row in results.items()
    ]
    return "\n".join([head, *rows])


def times(sizes: list[Size], results: Measurements) -> str:
    """Nanoseconds per path-step."""
    title = "ns per path-step (wall time, best round)"
    return table(title, sizes, results, lambda name, size: significant(results[name][size].best))


def ratios(sizes: list[Size], results: Measurements, reference: str) -> str:
    """Every peer's best time over the reference's."""
    base = results[reference]

    def cell(name: str, size: Size) -> str:
        return significant(results[name][size].best / base[size].best) if size in base else "-"

    return table(f"Time relative to {reference}", sizes, results, cell)


def pairs(sizes: list[Size], results: Measurements, reference: str) -> str:
    """The same ratios, every peer as one writes it first next to the tuned one."""
    base = results[reference]
    plain = {name.replace("-plain", ""): row for name, row in results.items() if "-plain" in name}

    def ratio(row: dict[Size, Measurement], size: Size) -> str:
        return significant(row[size].best / base[size].best) if size in row and size in base else "-"

    def cell(name: str, size: Size) -> str:
        return f"{ratio(plain[name], size)} / {ratio(results[name], size)}"

    title = f"Time relative to {reference}: as one writes it first / tuned"
    rows = {name: dict.fromkeys(sizes) for name in plain if name in results}
    return table(title, sizes, rows, cell)


def compilations(sizes: list[Size], results: Measurements) -> str:
    """Seconds of compilation, which the times above leave out."""
    title = "Compilation at run time, s (not in the times above)"
    return table(title, sizes, results, lambda name, size: f"{results[name][size].compile:.1f}")


def losses(sizes: list[Size], results: Measurements) -> str:
    """Mean final losses with their standard errors."""

    def cell(name: str, size: Size) -> str:
        row = results[name][size]
        return f"{row.mean_loss:.5f} ± {row.loss_error:.5f}"

    return table("Mean final loss", sizes, results, cell)


def chunks(sizes: list[Size], results: Measurements) -> str:
    """The paths at a time, and the method, that were fastest."""
    return table("Paths at a time", sizes, results, lambda name, size: results[name][size].chunk or "-")


def disagreements(sizes: list[Size], results: Measurements) -> list[str]:
    """Pairs of peers whose mean losses lie too far apart to have done the same work."""
    found = []
    for size in sizes:
        present = [(name, row[size]) for name, row in results.items() if size in row]
        for (one, a), (two, b) in combinations(present, 2):
            if not abs(a.mean_loss - b.mean_loss) <= AGREEMENT * math.hypot(a.loss_error, b.loss_error):
                found.append(f"{one} and {two} at {size}")
    return found


def spread(results: Measurements) -> float:
    """The largest ratio of a slowest round to its fastest."""
    return max(max(m.nanoseconds) / m.best for row in results.values() for m in row.values())
