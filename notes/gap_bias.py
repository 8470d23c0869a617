# The bias of the spectral gap of a scheme's steps, without chance: the table in gibbs.md. Needs numpy.
#
# One step of a scheme acts on functions as (P u)(w) = E u(w+), formed by Gauss-Hermite quadrature over the noise and
# barycentric interpolation at Chebyshev points; its second eigenvalue is exp(-gap(dt) dt). The truth is the gap of the
# same operator for SRA1 at a tiny step, extrapolated.
import numpy as np
from numpy.polynomial.hermite_e import hermegauss

ORDER = {"euler-maruyama": 1, "leimkuhler-matthews": 1, "heun": 2, "sra1": 2}


def step(scheme, slope, s, h, w, increment, area):
    noise = np.sqrt(s) * increment
    if scheme == "euler-maruyama":
        return w - h * slope(w) + noise
    if scheme == "leimkuhler-matthews":
        return w - h * slope(w + noise / 2) + noise
    if scheme == "heun":
        return w - h / 2 * (slope(w) + slope(w - h * slope(w) + noise)) + noise
    stage = w - 0.75 * h * slope(w) + 1.5 * (noise / 2 + np.sqrt(s) * area)
    return w - h / 3 * slope(w) - 2 * h / 3 * slope(stage) + noise


def gap(scheme, slope, s, h, reach, count=100):
    angle = np.pi * (np.arange(count) + 0.5) / count
    points, weights = reach * np.cos(angle), (-1.0) ** np.arange(count) * np.sin(angle)
    x, p = hermegauss(40)
    p = p / p.sum()
    if scheme == "sra1":
        increment, area = np.meshgrid(np.sqrt(h) * x, np.sqrt(h / 12) * x)
        p = np.outer(p, p).ravel()
    else:
        increment, area = np.sqrt(h) * x, 0 * x
    rows = []
    for w in points:
        ends = np.clip(step(scheme, slope, s, h, w, increment.ravel(), area.ravel()), -reach, reach)
        distance = ends[:, None] - points
        distance[np.abs(distance) < 1e-14] = 1e-14
        basis = weights / distance
        rows.append(p @ (basis / basis.sum(1, keepdims=True)))
    eigenvalues = np.sort(np.linalg.eigvals(np.array(rows)).real)
    return -np.log(eigenvalues[-2]) / h


def net(beta, outer, labels, regularization):
    inputs, labels = np.array([1, -0.5, 2, 0.3]), np.array(labels)

    def slope(w):
        f = np.tanh(beta * np.asarray(w)[..., None] * inputs)
        return (-(labels - outer * f) * outer * beta * inputs * (1 - f * f)).mean(-1) + regularization * w

    return slope


def well(w):
    return w * (w * w - 1)


PROBLEMS = {
    "quadratic": (lambda w: w, 0.5, 5),
    "double well, s = 0.2": (well, 0.2, 2.2),
    "double well, s = 0.5": (well, 0.5, 2.6),
    "double well, s = 2": (well, 2, 3.4),
    "tanh, lambda = 0.3": (net(1, 2, [1.4, 1.4, 1.4, 1.4], 0.3), 0.5, 5),
    "tanh, beta = 3": (net(3, 2, [1.4, -1, 1.4, 0.7], 0.5), 0.2, 3.5),
}
for name, (slope, s, reach) in PROBLEMS.items():
    w = np.linspace(-reach, reach, 20001)
    g = slope(w)
    loss = np.concatenate([[0], np.cumsum((g[1:] + g[:-1]) / 2 * (w[1] - w[0]))])
    seen = np.exp(-2 * (loss - loss.min()) / s) > 1e-3
    curvature = np.abs(np.gradient(g, w))[seen].max()
    fine = [gap("sra1", slope, s, c / curvature, reach) for c in (0.1, 0.05)]
    truth = (4 * fine[1] - fine[0]) / 3
    print(f"{name}: gap {truth:.6f}, curvature {curvature:.3f}")
    for scheme, p in ORDER.items():
        sizes = (0.1, 0.05) if p == 1 else (0.8, 0.4, 0.5, 0.25)
        error = [gap(scheme, slope, s, c / curvature, reach) / truth - 1 for c in sizes]
        for i in range(0, len(sizes), 2):
            left = (2**p * error[i + 1] - error[i]) / (2**p - 1)
            cost = (1 / sizes[i] + 1 / sizes[i + 1]) * p
            print(
                f"  {scheme:20s} dt = {sizes[i]}/k {error[i]:+.1e}, {sizes[i + 1]}/k {error[i + 1]:+.1e}, "
                f"extrapolated {left:+.1e}; {cost:.1f} gradients per time 1/k"
            )
