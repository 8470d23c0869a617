"""diffrax: Euler with UnsafeBrownianPath, a chunk of paths as one batched state, on two host devices."""

import argparse
from collections.abc import Callable

import diffrax
import jax
import jax.numpy as jnp
import lineax
import numpy as np

from peer_jax import automatic, on_every_device, set_up
from problem import LEARNING_RATE, STEP_SIZE, Size, problem
from worker import Candidate, Peer, Simulation, serve

Array = jax.Array


def prepare_with(dtype) -> Callable[[Size, int, Candidate], Simulation]:
    """A function that compiles a chunk in precision `dtype`."""

    def prepare(size: Size, steps: int, candidate: Candidate) -> Simulation:
        start, gradient, loss = automatic(problem(size, dtype), candidate.chunk)
        shape = jax.ShapeDtypeStruct(start.shape, dtype)
        diffusion = lineax.DiagonalLinearOperator(jnp.full(start.shape, np.sqrt(LEARNING_RATE), dtype))
        drift = diffrax.ODETerm(lambda t, w, _: -gradient(w))

        def chunk(key: Array) -> Array:
            brownian = diffrax.UnsafeBrownianPath(shape, key)
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

        return on_every_device(chunk)

    return prepare


def main() -> None:
    """Serves with the precision asked for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--float32", action="store_true", help="single precision")
    options = parser.parse_args()
    set_up(single=options.float32)
    prepare = prepare_with(np.float32 if options.float32 else np.float64)
    serve(Peer(f"diffrax {diffrax.__version__}", prepare, ("automatic",)))


if __name__ == "__main__":
    main()
