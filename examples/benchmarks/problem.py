"""The problem every peer solves: data, constants, start and loss.

A path follows dW = -grad L(W) dt + sqrt(s) dB by Euler-Maruyama from a fixed start, where
f(x) = a^T sigmoid(W x) and L(W) = (1/n) sum_i (y_i - f(x_i))^2 / 2 + (lambda / 2) |W|^2.
The data come from formulas that are easy to repeat in any language.
"""

from dataclasses import dataclass

import numpy as np

REGULARIZATION = 0.13  # lambda
LEARNING_RATE = 0.1  # s
STEP_SIZE = 0.01  # dt
THREADS = 2


@dataclass(frozen=True)
class Size:
    """Neurons p, input dimension d, samples n."""

    p: int
    d: int
    n: int

    def __str__(self) -> str:
        return f"({self.p},{self.d},{self.n})"

    @property
    def steps(self) -> int:
        """Steps of a path in the benchmark: the same for every peer, so that the losses agree."""
        return 100 if self.p * self.d * self.n <= 100_000 else 50


@dataclass(frozen=True)
class Problem:
    """The arrays of one size: x (n, d), y (n), a (p), and the start w0 (p, d)."""

    size: Size
    x: np.ndarray
    y: np.ndarray
    a: np.ndarray
    w0: np.ndarray


def problem(size: Size, dtype=np.float64) -> Problem:
    """Builds the data of `size` in double precision and rounds them to `dtype`."""
    i, j, k = np.arange(size.n), np.arange(size.p), np.arange(size.d)
    x = np.sin(1.0 + 0.7 * i[:, None] + 1.3 * k[None, :])
    y = np.cos(0.9 * i)
    a = np.where(j % 2 == 0, 1.0, -1.0) / np.sqrt(size.p)
    w0 = 0.5 * np.cos(0.3 * np.arange(size.p * size.d)).reshape(size.p, size.d)
    return Problem(size, *(array.astype(dtype) for array in (x, y, a, w0)))
