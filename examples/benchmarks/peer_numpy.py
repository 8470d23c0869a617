"""NumPy: chunks of paths as whole arrays, one chunk on each of two Python threads."""

import os

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # the threads are ours; read when NumPy is imported

import numpy as np

from problem import LEARNING_RATE, REGULARIZATION, STEP_SIZE, THREADS, Problem, Size, problem
from worker import Candidate, Peer, Simulation, serve


def forward(data: Problem, w: np.ndarray, activation: np.ndarray) -> np.ndarray:
    """Writes sigmoid(W x_i) to `activation` (chunk, p, n); returns the residuals (chunk, n)."""
    np.matmul(w.reshape(-1, data.size.d), -data.x.T, out=activation.reshape(-1, data.size.n))
    np.exp(activation, out=activation)
    activation += 1.0
    np.reciprocal(activation, out=activation)
    return data.a @ activation - data.y


def prepare(size: Size, steps: int, candidate: Candidate) -> Simulation:
    """A chunk of paths; the arrays are allocated once a chunk."""
    data = problem(size)
    shape = (candidate.chunk, size.p, size.d)
    noise_scale = np.sqrt(LEARNING_RATE * STEP_SIZE)
    pull = (-STEP_SIZE / size.n * data.a)[:, None]

    def simulate(seed: int) -> np.ndarray:
        rng = np.random.Generator(np.random.SFC64(seed))
        w = np.broadcast_to(data.w0, shape).copy()
        noise, push = np.empty(shape), np.empty(shape)
        activation = np.empty((candidate.chunk, size.p, size.n))
        slope = np.empty_like(activation)
        for _ in range(steps):
            residual = forward(data, w, activation)
            np.multiply(activation, activation, out=slope)
            np.subtract(activation, slope, out=slope)
            slope *= residual[:, None, :]
            np.matmul(slope.reshape(-1, size.n), data.x, out=push.reshape(-1, size.d))
            push *= pull
            rng.standard_normal(out=noise)
            noise *= noise_scale
            w *= 1 - STEP_SIZE * REGULARIZATION
            w += push
            w += noise
        residual = forward(data, w, activation)
        return np.mean(residual**2, axis=1) / 2 + REGULARIZATION / 2 * np.sum(w**2, axis=(1, 2))

    return simulate


if __name__ == "__main__":
    serve(Peer(f"numpy {np.__version__}", prepare, python_threads=THREADS))
