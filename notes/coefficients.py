"""Derives every polynomial and table constant of the vectorised elementary functions.

Run `python3 notes/coefficients.py` (needs mpmath): it prints the constants that
`Sources/Stochastic/Lanes` holds, with the approximation error of each polynomial.
A polynomial is the minimiser of the maximum weighted error on its interval, found by the
Remez exchange at 60 digits; its coefficients are then rounded to double.
"""

from mpmath import mp, mpf, matrix, lu_solve, cos, exp, log, log1p, pi, sin, sqrt, floor

mp.dps = 60


def remez(target, weight, powers, low, high, rounds=12, grid=2000):
    """Coefficients c with min max |weight(x) (sum c_j x^powers_j - target(x))| on [low, high]."""
    count = len(powers) + 1
    nodes = [(low + high) / 2 + (high - low) / 2 * cos(pi * (2 * i + 1) / (2 * count)) for i in range(count)]
    for _ in range(rounds):
        system = matrix(count, count)
        right = matrix(count, 1)
        for i, x in enumerate(nodes):
            for j, power in enumerate(powers):
                system[i, j] = x**power
            system[i, count - 1] = (-1) ** i / weight(x)
            right[i] = target(x)
        solution = lu_solve(system, right)
        coefficients = [solution[j] for j in range(count - 1)]

        def error(x):
            return weight(x) * (sum(c * x**p for c, p in zip(coefficients, powers)) - target(x))

        points = [low + (high - low) * (1 - cos(pi * i / grid)) / 2 for i in range(grid + 1)]
        values = [error(x) for x in points]
        extremes = []
        for x, value in zip(points, values):
            if extremes and (value > 0) == (extremes[-1][1] > 0):
                if abs(value) > abs(extremes[-1][1]):
                    extremes[-1] = (x, value)
            else:
                extremes.append((x, value))
        if len(extremes) < count:
            break
        while len(extremes) > count:
            extremes.pop(0 if abs(extremes[0][1]) < abs(extremes[-1][1]) else -1)
        nodes = [x for x, _ in extremes]
    return coefficients, max(abs(v) for v in values)


def show(name, values):
    print(name)
    for value in values:
        print("   ", float(value).hex(), float(value))


def split(value, bits):
    """A head with `bits` significant bits and the rest as a double."""
    scale = mpf(2) ** (bits - 1 - int(floor(log(abs(value), 2))))
    head = floor(value * scale) / scale
    return head, value - head


def main():
    # exp(r) = 1 + r + r^2 P(r), |r| <= ln2/32
    half = log(2) / 32 * mpf("1.0001")
    series = lambda x: (exp(x) - 1 - x) / x**2 if abs(x) > mpf("1e-20") else mpf(1) / 2 + x / 6
    show_fit("exp: P, degree 4", series, lambda x: x**2 / exp(x), range(5), -half, half)
    show_fit("exp(r) - 1: P, degree 5", series, lambda x: abs(x) + mpf("1e-6"), range(6), -half, half)
    # 2^f = 1 + f P(f), |f| <= 1/32
    edge = mpf(1) / 32 * mpf("1.0001")
    series = lambda x: (mpf(2) ** x - 1) / x if abs(x) > mpf("1e-20") else log(2) + x * log(2) ** 2 / 2
    show_fit("2^f: P, degree 5", series, lambda x: (abs(x) + mpf("1e-6")) / mpf(2) ** x, range(6), -edge, edge)
    show_fit("2^f - 1: P, degree 6", series, lambda x: abs(x) + mpf("1e-6"), range(7), -edge, edge)
    show("1/ln2, ln2 head (33 bits) and tail", [1 / log(2), *split(log(2), 33)])
    table = [mpf(2) ** (mpf(j) / 16) for j in range(16)]
    show("2^(j/16)", table)
    show("2^(j/16) tail, relative", [t / mpf(float(t)) - 1 for t in table])

    # log(1+r) = r - r^2/2 + r^3 Q(r), |r| <= 1/32
    edge = mpf(1) / 32 * mpf("1.001")
    series = lambda x: (log1p(x) - x + x**2 / 2) / x**3 if abs(x) > mpf("1e-15") else mpf(1) / 3 - x / 4
    show_fit("log: Q, degree 6", series, lambda x: x**2 + mpf("1e-6"), range(7), -edge, edge)
    inverses, logs = [], []
    for j in range(16):
        low, high = (from_bits(0x3FE68 + 16 * (j + k)) for k in (0, 1))  # see Logarithm.swift
        centre = mpf(1) if low < 1 < high else 1 / ((low + high) / 2)
        inverse = floor(centre * 256 + mpf("0.5")) / 256
        inverses.append(inverse)
        logs.append(-log(inverse))
    show("1/c, eight fractional bits", inverses)
    show("log c head (multiple of 2^-42)", [floor(v * 2**42 + mpf("0.5")) / 2**42 for v in logs])
    show("log c tail", [v - floor(v * 2**42 + mpf("0.5")) / 2**42 for v in logs])
    head = floor(log(2) * 2**42) / 2**42
    show("ln2 head (multiple of 2^-42) and tail", [head, log(2) - head])

    # log(1 + e), 0 <= e <= 1, around the sixteen centres e = j/15
    series = lambda x: (log1p(x) - x + x**2 / 2) / x**3 if abs(x) > mpf("1e-15") else mpf(1) / 3 - x / 4
    edge = mpf(1) / 28
    show_fit("log1p: Q, degree 6", series, lambda x: x**2 + mpf("1e-6"), range(7), -edge, edge)
    inverses = [floor(512 / (1 + mpf(j) / 15) + mpf("0.5")) / 512 for j in range(16)]
    show("log1p: 1/c, nine fractional bits", inverses)
    show("log1p: log c", [-log(v) for v in inverses])

    # Normal numbers are made of 32-bit words; the grain of an angle is 2 pi/2^32 = 1.5e-9, so 2^-37 will do here.
    # log(1+r) = r + r^2 Q(r), |r| <= 1/32, relative error
    edge = mpf(1) / 32 * mpf("1.001")
    series = lambda x: (log1p(x) - x) / x**2 if abs(x) > mpf("1e-15") else -mpf(1) / 2 + x / 3
    show_fit("normals: log, Q, degree 4", series, lambda x: abs(x) + mpf("1e-6"), range(5), -edge, edge)
    # sin(2 pi t) and cos(2 pi t), |t| <= 1/8; printed for t counted in units of 2^-32
    edge = mpf(1) / 8
    series = lambda x: sin(2 * pi * sqrt(x)) / sqrt(x) if x > 0 else 2 * pi
    show_fit(
        "normals: sin/t in t^2, degree 4", series, lambda x: sqrt(x) + mpf("1e-6"), range(5), mpf(0), edge**2,
        lambda j: mpf(2) ** (-32 * (2 * j + 1)))
    series = lambda x: (cos(2 * pi * sqrt(x)) - 1) / x if x > 0 else -2 * pi**2
    show_fit(
        "normals: (cos - 1)/t^2 in t^2, degree 4", series, lambda x: x + mpf("1e-6"), range(5), mpf(0), edge**2,
        lambda j: mpf(2) ** (-64 * (j + 1)))


def from_bits(bits):
    """The double whose upper 20 bits are `bits` and whose other bits are 0."""
    return (1 + mpf(bits & 0xFF) / 256) * mpf(2) ** ((bits >> 8) - 1023)


def show_fit(name, target, weight, powers, low, high, scale=lambda j: 1):
    coefficients, error = remez(target, weight, list(powers), low, high)
    scaled = [c * scale(j) for j, c in enumerate(coefficients)]
    show(f"{name}: largest error 2^{float(log(error, 2)):.1f}", scaled)


if __name__ == "__main__":
    main()
