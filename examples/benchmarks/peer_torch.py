"""PyTorch: chunks of paths as whole tensors, in place, one chunk on each of two Python threads.

`--plain` is what one writes first: the same formulas without in-place operations, and torch's own two threads.
The best chunk is looked for all the same.
"""

import argparse
from collections.abc import Callable

import numpy as np
import torch

from problem import LEARNING_RATE, REGULARIZATION, STEP_SIZE, THREADS, Size, problem
from worker import Candidate, Peer, Simulation, serve

Tensor = torch.Tensor


def tensors(size: Size, dtype) -> tuple[Tensor, ...]:
    """x (n, d), y (n), a (p) and the start w0 (p, d)."""
    data = problem(size, dtype)
    return tuple(map(torch.from_numpy, (data.x, data.y, data.a, data.w0)))


class Network:
    """Residuals, gradients and losses of a chunk of paths W of shape (chunk, p, d)."""

    def __init__(self, size: Size, dtype=np.float64):
        self.size = size
        self.x, self.y, self.a, self.w0 = tensors(size, dtype)

    def start(self, chunk: int) -> Tensor:
        """The common start of all paths."""
        return self.w0.expand(chunk, -1, -1).clone()

    def forward(self, w: Tensor) -> tuple[Tensor, Tensor]:
        """Activations (chunk, p, n) and residuals (chunk, 1, n)."""
        activation = (w.view(-1, self.size.d) @ self.x.T).sigmoid_()
        activation = activation.view(-1, self.size.p, self.size.n)
        return activation, (self.a @ activation).sub_(self.y).unsqueeze(1)

    def risk_gradient(self, w: Tensor) -> Tensor:
        """The gradient of L without its regularisation, (chunk, p, d)."""
        activation, residual = self.forward(w)
        slope = torch.addcmul(activation, activation, activation, value=-1).mul_(residual)
        push = (slope.view(-1, self.size.n) @ self.x).view_as(w)
        return push.mul_(self.a[:, None] / self.size.n)

    def loss(self, w: Tensor) -> Tensor:
        """L of every path, (chunk)."""
        residual = self.forward(w)[1]
        return (residual**2).mean(dim=(1, 2)) / 2 + REGULARIZATION / 2 * (w**2).sum(dim=(1, 2))


def prepare_with(dtype) -> Callable[[Size, int, Candidate], Simulation]:
    """A function that prepares a chunk in precision `dtype`."""

    def prepare(size: Size, steps: int, candidate: Candidate) -> Simulation:
        network = Network(size, dtype)
        noise_scale = (LEARNING_RATE * STEP_SIZE) ** 0.5

        @torch.inference_mode()
        def simulate(seed: int) -> np.ndarray:
            generator = torch.Generator().manual_seed(seed)
            w = network.start(candidate.chunk)
            noise = torch.empty_like(w)
            for _ in range(steps):
                gradient = network.risk_gradient(w)
                noise.normal_(generator=generator)
                w.mul_(1 - STEP_SIZE * REGULARIZATION)
                w.add_(gradient, alpha=-STEP_SIZE).add_(noise, alpha=noise_scale)
            return network.loss(w).numpy()

        return simulate

    return prepare


def prepare_plain_with(dtype) -> Callable[[Size, int, Candidate], Simulation]:
    """The same as one writes it first."""

    def prepare(size: Size, steps: int, candidate: Candidate) -> Simulation:
        x, y, a, w0 = tensors(size, dtype)
        noise_scale = (LEARNING_RATE * STEP_SIZE) ** 0.5

        def forward(w: Tensor) -> tuple[Tensor, Tensor]:
            activation = torch.sigmoid(w @ x.T)
            return activation, a @ activation - y

        def gradient(w: Tensor) -> Tensor:
            activation, residual = forward(w)
            slope = activation * (1 - activation)
            back = slope * residual[:, None, :] * a[:, None]
            return back @ x / size.n + REGULARIZATION * w

        @torch.no_grad()
        def simulate(seed: int) -> np.ndarray:
            torch.manual_seed(seed)
            w = w0.repeat(candidate.chunk, 1, 1)
            for _ in range(steps):
                w = w - STEP_SIZE * gradient(w) + noise_scale * torch.randn_like(w)
            residual = forward(w)[1]
            return ((residual**2).mean(1) / 2 + REGULARIZATION / 2 * (w**2).sum((1, 2))).numpy()

        return simulate

    return prepare


def main() -> None:
    """Serves with the precision asked for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--float32", action="store_true", help="single precision")
    parser.add_argument("--plain", action="store_true", help="nothing in place, torch's own threads")
    options = parser.parse_args()
    dtype = np.float32 if options.float32 else np.float64
    torch.set_num_threads(THREADS if options.plain else 1)
    prepare = prepare_plain_with(dtype) if options.plain else prepare_with(dtype)
    serve(Peer(f"torch {torch.__version__}", prepare, python_threads=1 if options.plain else THREADS))


if __name__ == "__main__":
    main()
