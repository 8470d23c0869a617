#!/usr/bin/env python3
"""Langevin and its peers on the same work, in one interleaved run; prints Markdown tables.

The peers take turns within every round, so that a machine that speeds up or slows down does so for
all of them. Progress goes to standard error. Ends with 1 if two peers' mean losses disagree.
"""

import argparse
import math
import os
import sys
import tempfile
from functools import partial
from pathlib import Path

import report
from problem import THREADS, Size
from processes import HERE, RECIPES, PeerFailure, PeerProcess
from report import Measurement, Measurements

LANGEVIN = "langevin"
DEFAULT_LANGEVIN = HERE.parents[1] / ".build" / "release" / "benchmark"
DEFAULT_SIZES = [Size(2, 1, 8), Size(5, 2, 20), Size(10, 20, 100), Size(50, 20, 1000)]
FIRST_PATHS = 64


def size(text: str) -> Size:
    """Parses p,d,n."""
    try:
        numbers = [int(part) for part in text.split(",")]
    except ValueError:
        numbers = []
    if len(numbers) != 3 or min(numbers) < 1:
        raise argparse.ArgumentTypeError(f"expected three positive whole numbers p,d,n, got {text!r}")
    return Size(*numbers)


def positive(kind: type):
    """A parser of positive numbers."""

    def parse(text: str):
        value = kind(text)
        if not 0 < value < math.inf:
            raise argparse.ArgumentTypeError(f"expected a positive number, got {text!r}")
        return value

    return parse


def parse_arguments() -> argparse.Namespace:
    """The command line."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    names = ", ".join(RECIPES)
    parser.add_argument("--rounds", type=positive(int), default=3, help="rounds, best counts (default 3)")
    parser.add_argument("--sizes", type=size, nargs="+", default=DEFAULT_SIZES, metavar="P,D,N")
    parser.add_argument(
        "--peers", nargs="*", default=list(RECIPES), choices=RECIPES, metavar="PEER", help=f"any of {names}"
    )
    parser.add_argument(
        "--langevin", type=Path, default=DEFAULT_LANGEVIN, metavar="PATH", help="Langevin's benchmark program"
    )
    parser.add_argument(
        "--seconds", type=positive(float), default=1.5, help="length of one timing (default 1.5)"
    )
    return parser.parse_args()


def confine() -> None:
    """Leaves every peer the same number of processors, where the operating system can."""
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, sorted(os.sched_getaffinity(0))[:THREADS])


def say(text: str) -> None:
    """Progress."""
    print(text, file=sys.stderr, flush=True)


class Comparison:
    """The peers that run, what they measured, and why others are missing."""

    def __init__(self, sizes: list[Size], seconds: float):
        self.sizes = sizes
        self.seconds = seconds
        self.peers: dict[str, PeerProcess] = {}
        self.paths: dict[tuple[str, Size], int] = {}
        self.results: Measurements = {}
        self.about: dict[str, str] = {}
        self.missing: dict[str, str] = {}

    def start(self, name: str, command) -> None:
        """Starts a peer; `command` makes its command line."""
        try:
            self.peers[name] = PeerProcess(command())
            self.results[name] = {}
        except PeerFailure as failure:
            self.missing[name] = str(failure)

    def ask(self, name: str, size: Size, paths: int) -> dict:
        """One request."""
        return self.peers[name].ask(
            {"p": size.p, "d": size.d, "n": size.n, "paths": paths, "steps": size.steps}
        )

    def calibrate(self, name: str, size: Size) -> None:
        """Lets the peer compile and tune, then finds how many paths take the wanted time."""
        result = self.results[name][size] = Measurement()
        paths, seconds = FIRST_PATHS, 0.0
        while seconds < self.seconds / 4:
            answer = self.ask(name, size, paths)
            seconds, done = answer["seconds"], answer.get("paths", paths)
            result.compile = max(result.compile, answer["compile"])
            self.about[name] = answer.get("about", "")
            growth = self.seconds / max(seconds, 1e-4)
            paths = math.ceil(done * min(growth, 100.0))
        self.paths[name, size] = paths

    def time(self, name: str, size: Size) -> None:
        """One timed answer."""
        asked = self.paths[name, size]
        self.results[name][size].add(self.ask(name, size, asked), asked, size.steps)

    def visit(self, action) -> None:
        """Does `action` for every size and, in turn, every peer; a peer that fails is dropped."""
        for size in self.sizes:
            say(f"  {size}")
            for name in list(self.peers):
                try:
                    action(name, size)
                except PeerFailure as failure:
                    self.drop(name, str(failure))

    def drop(self, name: str, reason: str) -> None:
        """Lists a peer as missing; nothing of it is shown."""
        say(f"{name}: {reason}")
        self.missing[name] = reason
        self.peers.pop(name).stop()
        self.results.pop(name)

    def run(self, rounds: int) -> None:
        """Calibrates every peer, then times them in turn, round after round."""
        say("calibrating: every peer compiles and tunes itself; this takes a few minutes")
        self.visit(self.calibrate)
        for number in range(1, rounds + 1):
            say(f"round {number} of {rounds}")
            self.visit(self.time)

    def stop(self) -> None:
        """Ends every peer."""
        for peer in self.peers.values():
            peer.stop()

    def print(self) -> list[str]:
        """Prints the tables; returns the disagreements."""
        sizes, results = self.sizes, {name: row for name, row in self.results.items() if row}
        about = {name: self.about.get(name, "") for name in results}
        sections = [report.environment(about), report.times(sizes, results)]
        if LANGEVIN in results:
            sections.append(report.ratios(sizes, results, LANGEVIN))
            sections.append(report.pairs(sizes, results, LANGEVIN))
        sections += [table(sizes, results) for table in (report.compilations, report.losses, report.chunks)]
        if self.missing:
            sections.append("Missing: " + "; ".join(f"{name} ({why})" for name, why in self.missing.items()))
        wrong = report.disagreements(sizes, results)
        verdict = "all mean losses agree" if not wrong else "MEAN LOSSES DISAGREE: " + "; ".join(wrong)
        sections.append(f"Check: {verdict} (within {report.AGREEMENT} standard errors, every pair).")
        sections.append(f"Slowest over fastest round, worst case: {report.spread(results):.2f}.")
        print("\n\n".join(sections))
        return wrong


def main() -> int:
    """Runs the comparison; 1 if the peers did not do the same work."""
    options = parse_arguments()
    confine()
    comparison = Comparison(options.sizes, options.seconds)
    with tempfile.TemporaryDirectory() as build:
        try:
            comparison.start(LANGEVIN, lambda: [str(options.langevin.resolve()), "--serve"])
            for name in options.peers:
                comparison.start(name, partial(RECIPES[name].command, Path(build)))
            comparison.run(options.rounds)
        finally:
            comparison.stop()
    if not comparison.results:
        say("no peer ran: " + "; ".join(f"{name} ({why})" for name, why in comparison.missing.items()))
        return 1
    return 1 if comparison.print() else 0


if __name__ == "__main__":
    sys.exit(main())
