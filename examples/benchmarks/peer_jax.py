"""JAX: vmap of grad inside lax.scan, on two host devices.

`--hand` replaces jax.grad by gradients written by hand, in two layouts of which the faster is kept:
`batched` (one contraction over all samples) and `lanes` (paths last, a scan over the samples).
`--plain` is what one writes first: one device, and about a thousand paths in one call without tuning.
"""

import argparse
from collections.abc import Callable

import jax
import jax.numpy as jnp
import numpy as np

from problem import LEARNING_RATE, REGULARIZATION, STEP_SIZE, THREADS, Problem, Size, problem
from worker import Candidate, Peer, Simulation, serve

Array = jax.Array


def automatic(data: Problem, chunk: int) -> tuple[Array, Callable, Callable]:
    """Start, gradient and loss of a chunk, W of shape (chunk, p, d), by jax.grad and jax.vmap."""

    def loss(w: Array) -> Array:
        residual = data.y - jax.nn.sigmoid(data.x @ w.T) @ data.a
        return jnp.mean(residual**2) / 2 + REGULARIZATION / 2 * jnp.sum(w**2)

    start = jnp.broadcast_to(data.w0, (chunk, *data.w0.shape))
    return start, jax.vmap(jax.grad(loss)), jax.vmap(loss)


def batched(data: Problem, chunk: int) -> tuple[Array, Callable, Callable]:
    """The same with the gradient written by hand, W of shape (chunk, p, d)."""
    n = data.size.n

    def forward(w: Array) -> tuple[Array, Array]:
        activation = jax.nn.sigmoid(w @ data.x.T)
        return activation, jnp.einsum("bjn,j->bn", activation, data.a) - data.y

    def gradient(w: Array) -> Array:
        activation, residual = forward(w)
        slope = activation * (1 - activation)
        back = slope * (residual[:, None, :] * (data.a[:, None] / n))
        return back @ data.x + REGULARIZATION * w

    def loss(w: Array) -> Array:
        residual = forward(w)[1]
        return jnp.mean(residual**2, axis=1) / 2 + REGULARIZATION / 2 * jnp.sum(w**2, axis=(1, 2))

    return jnp.broadcast_to(data.w0, (chunk, *data.w0.shape)), gradient, loss


def lanes(data: Problem, chunk: int) -> tuple[Array, Callable, Callable]:
    """The same as a structure of arrays, W of shape (p, d, chunk), one sample at a time."""
    n = data.size.n
    a = data.a[:, None]

    def forward(w: Array, x: Array, y: Array) -> tuple[Array, Array]:
        activation = jax.nn.sigmoid(jnp.sum(w * x[None, :, None], axis=1))
        return activation, jnp.sum(a * activation, axis=0) - y

    def gradient(w: Array) -> Array:
        def add_sample(total: Array, sample: tuple[Array, Array]) -> tuple[Array, None]:
            x, y = sample
            activation, residual = forward(w, x, y)
            back = a * activation * (1 - activation) * (residual / n)
            return total + back[:, None, :] * x[None, :, None], None

        return jax.lax.scan(add_sample, REGULARIZATION * w, (data.x, data.y))[0]

    def loss(w: Array) -> Array:
        residuals = jax.lax.map(lambda sample: forward(w, *sample)[1], (data.x, data.y))
        return jnp.mean(residuals**2, axis=0) / 2 + REGULARIZATION / 2 * jnp.sum(w**2, axis=(0, 1))

    return jnp.broadcast_to(data.w0[..., None], (*data.w0.shape, chunk)), gradient, loss


LAYOUTS = {"automatic": automatic, "batched": batched, "lanes": lanes}


def on_every_device(chunk: Callable[[Array], Array]) -> Simulation:
    """Compiles `chunk`, a function of a random key, to run on all devices at once."""

    def keys(seed: int) -> Array:
        return jax.random.split(jax.random.key(seed), jax.device_count())

    compiled = jax.pmap(chunk).lower(keys(0)).compile()
    return lambda seed: np.asarray(compiled(keys(seed))).ravel()


def prepare_with(dtype) -> Callable[[Size, int, Candidate], Simulation]:
    """A function that compiles a chunk in precision `dtype`."""

    def prepare(size: Size, steps: int, candidate: Candidate) -> Simulation:
        start, gradient, loss = LAYOUTS[candidate.method](problem(size, dtype), candidate.chunk)
        noise = dtype(np.sqrt(LEARNING_RATE * STEP_SIZE))

        def step(w: Array, key: Array) -> tuple[Array, None]:
            return w - STEP_SIZE * gradient(w) + noise * jax.random.normal(key, w.shape, dtype), None

        def chunk(key: Array) -> Array:
            return loss(jax.lax.scan(step, start, jax.random.split(key, steps))[0])

        return on_every_device(chunk)

    return prepare


def set_up(single: bool, devices: int) -> None:
    """Makes the host devices and chooses the precision."""
    jax.config.update("jax_num_cpu_devices", devices)
    jax.config.update("jax_platforms", "cpu")
    jax.config.update("jax_enable_x64", not single)
    jax.devices()  # starts them now: not part of the first compilation


def main() -> None:
    """Serves with the precision and the gradients asked for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--float32", action="store_true", help="single precision")
    parser.add_argument("--hand", action="store_true", help="gradients written by hand")
    parser.add_argument("--plain", action="store_true", help="one device, nothing tuned")
    options = parser.parse_args()
    set_up(single=options.float32, devices=1 if options.plain else THREADS)
    prepare = prepare_with(np.float32 if options.float32 else np.float64)
    methods = ("batched", "lanes") if options.hand else ("automatic",)
    serve(Peer(f"jax {jax.__version__}", prepare, methods, plain=options.plain))


if __name__ == "__main__":
    main()
