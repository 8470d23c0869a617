"""Numba: a compiled loop over paths, without the interpreter lock, on each of two Python threads.

Faster than `prange`, because every thread may own a NumPy generator (SFC64, ziggurat normals).
Two methods, of which the faster is kept: `general` takes the size at run time, `frozen` compiles it in.
Numba uses Intel's vector mathematics by itself where its LLVM supports that.
`--plain` is what one writes first: `prange` over the paths, and NumPy's global generator.
"""

import argparse
import math

import numba
import numpy as np

from problem import LEARNING_RATE, REGULARIZATION, STEP_SIZE, THREADS, Size, problem
from worker import Candidate, Peer, Simulation, serve

compiled = numba.njit(nogil=True, fastmath=True, error_model="numpy")
NOISE = math.sqrt(LEARNING_RATE * STEP_SIZE)


@compiled
def gradient(w, g, back, x, y, a, p, d, n):
    """Writes grad L(w) to g and returns the sum of the squared residuals."""
    squares = 0.0
    for j in range(p):
        for k in range(d):
            g[j, k] = REGULARIZATION * w[j, k]
    for i in range(n):
        value = 0.0
        for j in range(p):
            z = 0.0
            for k in range(d):
                z += w[j, k] * x[i, k]
            activation = 1.0 / (1.0 + math.exp(-z))
            value += a[j] * activation
            back[j] = a[j] * activation * (1.0 - activation)
        residual = value - y[i]
        squares += residual * residual
        for j in range(p):
            scale = back[j] * residual / n
            for k in range(d):
                g[j, k] += scale * x[i, k]
    return squares


@compiled
def final_losses(rng, losses, steps, x, y, a, w0, p, d, n):
    """Runs one path for every entry of `losses`."""
    w, g, back = np.empty((p, d)), np.empty((p, d)), np.empty(p)
    for path in range(losses.size):
        w[:] = w0
        for _ in range(steps):
            gradient(w, g, back, x, y, a, p, d, n)
            for j in range(p):
                for k in range(d):
                    w[j, k] += NOISE * rng.standard_normal() - STEP_SIZE * g[j, k]
        squares = gradient(w, g, back, x, y, a, p, d, n)
        losses[path] = squares / (2 * n) + REGULARIZATION / 2 * np.sum(w * w)


def frozen(size: Size):
    """`final_losses` with the size known to the compiler."""
    p, d, n = size.p, size.d, size.n

    @compiled
    def losses_of_size(rng, losses, steps, x, y, a, w0, _p, _d, _n):
        final_losses(rng, losses, steps, x, y, a, w0, p, d, n)

    return losses_of_size


def prepare(size: Size, steps: int, candidate: Candidate) -> Simulation:
    """Compiles by running one step of two paths."""
    data = problem(size)
    run = frozen(size) if candidate.method == "frozen" else final_losses

    def simulate(seed: int, paths: int = candidate.chunk, steps: int = steps) -> np.ndarray:
        rng = np.random.Generator(np.random.SFC64(seed))
        losses = np.empty(paths)
        run(rng, losses, steps, data.x, data.y, data.a, data.w0, size.p, size.d, size.n)
        return losses

    simulate(0, paths=2, steps=1)
    return simulate


@numba.njit(parallel=True)
def plain_losses(losses, steps, x, y, a, w0):
    """The final losses of as many paths as there are entries."""
    n, d = x.shape
    p = a.size
    for path in numba.prange(losses.size):
        w = w0.copy()
        g = np.empty((p, d))
        slope = np.empty(p)
        loss = 0.0
        for step in range(steps + 1):
            loss = 0.0
            for j in range(p):
                for k in range(d):
                    g[j, k] = REGULARIZATION * w[j, k]
                    loss += REGULARIZATION / 2 * w[j, k] ** 2
            for i in range(n):
                residual = -y[i]
                for j in range(p):
                    z = 0.0
                    for k in range(d):
                        z += w[j, k] * x[i, k]
                    activation = 1 / (1 + math.exp(-z))
                    residual += a[j] * activation
                    slope[j] = a[j] * activation * (1 - activation)
                loss += residual**2 / (2 * n)
                for j in range(p):
                    for k in range(d):
                        g[j, k] += residual * slope[j] * x[i, k] / n
            if step < steps:
                for j in range(p):
                    for k in range(d):
                        w[j, k] += NOISE * np.random.normal() - STEP_SIZE * g[j, k]
        losses[path] = loss


def prepare_plain(size: Size, steps: int, candidate: Candidate) -> Simulation:
    """Compiles by running one step of two paths."""
    data = problem(size)

    def simulate(seed: int, paths: int = candidate.chunk, steps: int = steps) -> np.ndarray:
        losses = np.empty(paths)
        plain_losses(losses, steps, data.x, data.y, data.a, data.w0)
        return losses

    simulate(0, paths=2, steps=1)
    return simulate


def main() -> None:
    """Serves the version asked for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--plain", action="store_true", help="prange, nothing tuned")
    about = f"numba {numba.__version__}"
    if parser.parse_args().plain:
        numba.set_num_threads(THREADS)
        serve(Peer(about, prepare_plain, plain=True))
    else:
        serve(Peer(about, prepare, ("general", "frozen"), THREADS))


if __name__ == "__main__":
    main()
