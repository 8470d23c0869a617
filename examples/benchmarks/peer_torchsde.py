"""torchsde: sdeint, method euler, with its own BrownianInterval, one chunk on each of two Python threads.

`--plain` is what its documentation shows: `sdeint` with the noise it makes by default, and torch's own two threads.
"""

import argparse

import numpy as np
import torch
import torchsde

from peer_torch import Network, Tensor
from problem import LEARNING_RATE, REGULARIZATION, STEP_SIZE, THREADS, Size
from worker import Candidate, Peer, Simulation, serve


class LangevinEquation(torch.nn.Module):
    """The Ito equation of the weights, flattened to (chunk, p * d) as torchsde wants them."""

    noise_type = "diagonal"
    sde_type = "ito"

    def __init__(self, network: Network, chunk: int):
        super().__init__()
        self.network = network
        self.shape = (chunk, network.size.p, network.size.d)
        self.noise = torch.full(
            (chunk, network.size.p * network.size.d), LEARNING_RATE**0.5, dtype=torch.float64
        )

    def f(self, t: Tensor, w: Tensor) -> Tensor:
        """The drift, -grad L."""
        gradient = self.network.risk_gradient(w.view(self.shape)).view_as(w)
        return gradient.add_(w, alpha=REGULARIZATION).neg_()

    def g(self, t: Tensor, w: Tensor) -> Tensor:
        """The diffusion, sqrt(s)."""
        return self.noise


def prepare(size: Size, steps: int, candidate: Candidate) -> Simulation:
    """A chunk of paths over the whole horizon."""
    network = Network(size)
    equation = LangevinEquation(network, candidate.chunk)
    times = torch.tensor([0.0, steps * STEP_SIZE], dtype=torch.float64)

    @torch.no_grad()
    def simulate(seed: int) -> np.ndarray:
        start = network.start(candidate.chunk).flatten(1)
        if candidate.method == "plain":
            torch.manual_seed(seed)
            np.random.seed(seed)  # whence the default noise takes its entropy
            final = torchsde.sdeint(equation, start, times, method="euler", dt=STEP_SIZE)[-1]
            return network.loss(final.view(equation.shape)).numpy()
        brownian = torchsde.BrownianInterval(
            times[0], times[1], size=start.shape, dtype=torch.float64, entropy=seed, dt=STEP_SIZE
        )
        final = torchsde.sdeint(equation, start, times, bm=brownian, method="euler", dt=STEP_SIZE)[-1]
        return network.loss(final.view(equation.shape)).numpy()

    return simulate


def main() -> None:
    """Serves in double precision."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "--plain", action="store_true", help="default noise, torch's own threads, nothing tuned"
    )
    plain = parser.parse_args().plain
    torch.set_num_threads(THREADS if plain else 1)
    threads = 1 if plain else THREADS
    method = "plain" if plain else ""
    serve(Peer(f"torchsde {torchsde.__version__}", prepare, (method,), threads, plain=plain))


if __name__ == "__main__":
    main()
