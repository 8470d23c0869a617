"""diffrax: Euler with UnsafeBrownianPath, a chunk of paths as one batched state, on two host devices.

`--plain` is what its documentation shows: `vmap` over the keys of a function that solves for one path, on one device.
"""

import argparse
from collections.abc import Callable

import diffrax
import jax
import jax.numpy as jnp
import lineax
import numpy as np

from peer_jax import automatic, on_every_device, set_up
from problem import LEARNING_RATE, STEP_SIZE, THREADS, Size, problem
from worker import Candidate, Peer, Simulation, serve

Array = jax.Array


def solver(shape: tuple[int, ...], steps: int, start: Array, gradient: Callable, loss: Callable) -> Callable:
    """A function of a random key: the losses at the end of the path, or paths, that start at `start`."""
    dtype = start.dtype
    diffusion = lineax.DiagonalLinearOperator(jnp.full(shape, np.sqrt(LEARNING_RATE), dtype))
    drift = diffrax.ODETerm(lambda t, w, _: -gradient(w))

    def solve(key: Array) -> Array:
        brownian = diffrax.UnsafeBrownianPath(jax.ShapeDtypeStruct(shape, dtype), key)
        noise = diffrax.ControlTerm(lambda t, w, _: diffusion, brownian)
        solution = diffrax.diffeqsolve(
            diffrax.MultiTerm(drift, noise),
            diffrax.Euler(),
            t0=0.0,
            t1=steps * STEP_SIZE,
            dt0=STEP_SIZE,
            y0=start,
            adjoint=diffrax.DirectAdjoint(),
            max_steps=steps + 1,
        )
        return loss(solution.ys[0])

    return solve


def prepare_with(dtype) -> Callable[[Size, int, Candidate], Simulation]:
    """A function that compiles a chunk in precision `dtype`."""

    def prepare(size: Size, steps: int, candidate: Candidate) -> Simulation:
        start, gradient, loss = automatic(problem(size, dtype), candidate.chunk)
        if candidate.method == "batched":
            return on_every_device(solver(start.shape, steps, start, gradient, loss))
        one = solver(
            start.shape[1:], steps, start[0], lambda w: gradient(w[None])[0], lambda w: loss(w[None])[0]
        )
        return on_every_device(lambda key: jax.vmap(one)(jax.random.split(key, candidate.chunk)))

    return prepare


def main() -> None:
    """Serves with the precision asked for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--float32", action="store_true", help="single precision")
    parser.add_argument("--plain", action="store_true", help="vmap over paths, one device, nothing tuned")
    options = parser.parse_args()
    set_up(single=options.float32, devices=1 if options.plain else THREADS)
    prepare = prepare_with(np.float32 if options.float32 else np.float64)
    method = "paths" if options.plain else "batched"
    serve(Peer(f"diffrax {diffrax.__version__}", prepare, (method,), plain=options.plain))


if __name__ == "__main__":
    main()
