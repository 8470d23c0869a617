"""The long-lived worker behind every Python peer.

Reads a JSON line {"p", "d", "n", "paths", "steps"} on standard input and answers with a JSON line
{"seconds", "compile", "mean_loss", "loss_error", "paths", "chunk", "about"} on standard output.
Before the first answer for a size the worker tries the peer's candidates and keeps the fastest.
"""

import json
import math
import sys
import time
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace

import numpy as np

from problem import Size

# Bytes of activations (paths * p * n doubles) that a chunk may hold: from the first cache to beyond the last.
CHUNK_BYTES = (2**17, 2**19, 2**21, 2**23)
PLAIN_CHUNKS = (1024, 256)  # of a peer as one writes it first: for small activations, and for large ones
PLAIN_LIMIT = 10_000  # activations of a path (p * n) from which on a thousand paths would fill the memory
TUNING_SECONDS = 0.1
TUNING_REPEATS = 2

# Runs one chunk of paths; its argument numbers the chunk and seeds it. Returns the final losses.
Simulation = Callable[[int], np.ndarray]


@dataclass(frozen=True)
class Candidate:
    """One way to do the work: so many paths at a time, by this method of the peer."""

    chunk: int
    method: str = ""

    def __str__(self) -> str:
        return f"{self.chunk} {self.method}".strip()


@dataclass(frozen=True)
class Peer:
    """A peer: how to prepare a chunk, what to try, and how many Python threads run chunks at once."""

    about: str
    prepare: Callable[[Size, int, Candidate], Simulation]
    methods: tuple[str, ...] = ("",)
    python_threads: int = 1
    plain: bool = False  # as one writes it first: nothing is tuned

    def candidates(self, size: Size) -> list[Candidate]:
        """Every method with chunks that fill the caches of increasing size."""
        path_bytes = 8 * size.p * size.n
        if self.plain:
            return [Candidate(PLAIN_CHUNKS[size.p * size.n > PLAIN_LIMIT], self.methods[0])]
        chunks = sorted({2 ** max(1, round(math.log2(b / path_bytes))) for b in CHUNK_BYTES})
        return [Candidate(chunk, method) for method in self.methods for chunk in chunks]


@dataclass(frozen=True)
class Prepared:
    """A compiled candidate and the seconds its compilation took."""

    simulate: Simulation
    paths: int  # of one call
    compile: float
    candidate: Candidate


class Worker:
    """Answers requests for one peer; keeps what was compiled and never reuses a seed."""

    def __init__(self, peer: Peer):
        self.peer = peer
        self.pool = ThreadPoolExecutor(peer.python_threads)
        self.prepared: dict[tuple[Size, int], Prepared] = {}
        self.next_seed = 0

    def answer(self, request: dict) -> dict:
        """Does the work of one request; paths are rounded up to whole chunks, as many for each thread."""
        size = Size(request["p"], request["d"], request["n"])
        key = (size, request["steps"])
        fresh = key not in self.prepared
        if fresh:
            self.prepared[key] = self.tuned(size, request["steps"])
        best = self.prepared[key]
        seconds, losses = self.run(best, math.ceil(request["paths"] / best.paths))
        return {
            "seconds": seconds,
            "compile": best.compile if fresh else 0.0,
            "mean_loss": float(np.mean(losses)),
            "loss_error": float(np.std(losses, ddof=1) / math.sqrt(losses.size)),
            "paths": losses.size,
            "chunk": str(best.candidate),
            "about": self.peer.about,
        }

    def tuned(self, size: Size, steps: int) -> Prepared:
        """The fastest candidate; a method's first chunk may have compiled for its others."""
        options = [self.prepare(size, steps, candidate) for candidate in self.peer.candidates(size)]
        best = min(options, key=self.cost) if len(options) > 1 else options[0]
        same = [option.compile for option in options if option.candidate.method == best.candidate.method]
        return replace(best, compile=max(same))

    def prepare(self, size: Size, steps: int, candidate: Candidate) -> Prepared:
        """Compiles a candidate and runs it once."""
        start = time.perf_counter()
        simulate = self.peer.prepare(size, steps, candidate)
        compile_seconds = time.perf_counter() - start
        return Prepared(simulate, simulate(self.seeds(1)[0]).size, compile_seconds, candidate)

    def cost(self, option: Prepared) -> float:
        """Seconds per path: the best of a few runs that are long enough to be measured."""
        calls, seconds = 1, 0.0
        while seconds < TUNING_SECONDS:
            calls *= 2
            seconds, losses = self.run(option, calls)
        return min(seconds, *(self.run(option, calls)[0] for _ in range(TUNING_REPEATS))) / losses.size

    def run(self, option: Prepared, calls: int) -> tuple[float, np.ndarray]:
        """Wall time and final losses of `calls` calls, as many on each Python thread."""
        threads = self.peer.python_threads
        seeds = self.seeds(threads * math.ceil(calls / threads))
        start = time.perf_counter()
        parts = list(self.pool.map(option.simulate, seeds))
        seconds = time.perf_counter() - start
        return seconds, np.concatenate(parts).astype(np.float64)

    def seeds(self, count: int) -> range:
        """The next `count` unused seeds."""
        first, self.next_seed = self.next_seed, self.next_seed + count
        return range(first, self.next_seed)


def serve(peer: Peer, lines: Iterable[str] = sys.stdin) -> None:
    """Answers every request line until standard input ends."""
    worker = Worker(peer)
    for line in lines:
        if line.strip():
            print(json.dumps(worker.answer(json.loads(line))), flush=True)
