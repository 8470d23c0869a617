import Foundation
import Testing

@testable import Stochastic

/// One step of every scheme against its formula, written down here for a single number.
@Suite struct SchemeTests {
  /// w, ∇L of the double well, and the step's numbers
  private struct Step {
    let w = 0.7
    let h = 0.3
    /// √s ΔB and √s ∫(B_u − B_a) du
    let increment = -0.45
    let integral = 0.031

    func gradient(_ w: Double) -> Double { w * w * w - w }
  }

  /// A double well with a declared linear part λ = 2: N(w) = w³ − 3w.
  private struct Well: Potential {
    let dimension = 1
    var linearDecay: Double { 2 }
    func value(at w: LaneVector, scratch: LaneVector) -> Lanes {
      DoubleWell().value(at: w, scratch: scratch)
    }
    func gradient(at w: LaneVector, into gradient: LaneVector, scratch: LaneVector) {
      DoubleWell().gradient(at: w, into: gradient, scratch: scratch)
    }
  }

  private func expected(_ integrator: Integrator) -> Double {
    let x = Step()
    let (w, h, noise) = (x.w, x.h, x.increment)
    switch integrator {
    case .eulerMaruyama: return w - h * x.gradient(w) + noise
    case .leimkuhlerMatthews: return w - h * x.gradient(w + noise / 2) + noise
    case .heun:
      return w - h / 2 * (x.gradient(w) + x.gradient(w - h * x.gradient(w) + noise)) + noise
    case .sra1:
      let stage = w - 3 * h / 4 * x.gradient(w) + 3 / 2 * x.integral / h
      return w - h * (x.gradient(w) / 3 + 2 * x.gradient(stage) / 3) + noise
    case .exponentialEuler:
      let rest = x.gradient(w) - 2 * w
      let standard = noise / h.squareRoot()
      return exp(-2 * h) * w - (1 - exp(-2 * h)) / 2 * rest
        + ((1 - exp(-4 * h)) / 4).squareRoot() * standard
    case .tamedEuler:
      return w - h * x.gradient(w) / (1 + h * abs(x.gradient(w))) + noise
    }
  }

  @Test(arguments: Integrator.allCases) func oneStep(integrator: Integrator) {
    let x = Step()
    let storage = LaneStorage(count: 4 + integrator.scheme.memory(dimension: 1))
    let memory = storage.vector
    let state = CurveState(curve: 0, memory: memory.slice(0, 2))
    state.weights[0] = Lanes(repeating: x.w)
    // scales other than 1, so that a forgotten one is seen
    memory[2] = Lanes(repeating: x.increment / 0.25)
    memory[3] = Lanes(repeating: (x.integral / x.h - x.increment / 2) / 0.5)
    let step = BrownianStep(
      duration: x.h, increment: memory.slice(2, 1), incrementScale: 0.25, area: memory.slice(3, 1),
      areaScale: 0.5, factors: ExponentialFactors(decay: 2, duration: x.h))
    integrator.advance(
      Well(), state, over: step, memory: memory.slice(4, memory.count - 4), scratch: memory.slice(0, 0))
    #expect(abs(state.weights[0][5] - expected(integrator)) < 1e-14)
  }

  /// With no linear part, or a tiny step, the exponential scheme is Euler's.
  @Test func exponentialFactors() {
    let none = ExponentialFactors(decay: 0, duration: 0.3)
    #expect((none.drift, none.noise) == (0.3, 1))
    let tiny = ExponentialFactors(decay: 1e-9, duration: 0.3)
    #expect(abs(tiny.drift - 0.3) < 1e-9 && abs(tiny.noise - 1) < 1e-9)
    let large = ExponentialFactors(decay: 50, duration: 100)
    #expect(abs(large.drift - 1.0 / 50) < 1e-15 && abs(large.noise - 0.01) < 1e-15)
  }

  /// dw = −0.8 w dt + √s dB, recorded as it is.
  private struct Line: Potential {
    static let decay = 0.8
    let dimension = 1
    func value(at w: LaneVector, scratch: LaneVector) -> Lanes { w[0] }
    func gradient(at w: LaneVector, into gradient: LaneVector, scratch: LaneVector) {
      gradient[0] = Self.decay * w[0]
    }
  }

  /// Areas over a step of several cells: ∫ of a path put together from pieces.
  ///
  /// From 0, one step of SRA1 gives √s(ΔB − λI) = √s ∫(1 − λv) dB, v the time that is left; with 512 steps it is as good as the
  /// exact √s ∫e^{−λv} dB. The difference is normal with variance s ∫₀ʰ (1 − λv − e^{−λv})² dv; without the areas it
  /// would be 29 times as large. Its mean and its mean square lie within the gate at 10⁻³.
  @Test func areasOverSeveralCells() throws {
    let (s, h, paths) = (0.5, 0.3, 8192)
    let state = try Ensemble(
      potential: Line(), learningRate: s, initial: .point([0]), times: [h],
      curves: [
        Curve("coarse", .sde(integrator: .sra1, stepSize: h)),
        Curve("fine", .sde(integrator: .sra1, stepSize: h / 512)),
      ], paths: paths, seed: 6
    ).run()
    let differences = zip(state.losses(curve: 0, time: 0), state.losses(curve: 1, time: 0)).map { $0 - $1 }
    #expect(differences.count == paths)
    let (lambda, x) = (Line.decay, Line.decay * h)
    let integral =
      (1 - (1 - x) * (1 - x) * (1 - x)) / (3 * lambda) - 2 * h * exp(-x) + (1 - exp(-2 * x)) / (2 * lambda)
    let n = Double(paths)
    let standardised = differences.map { $0 / (s * integral).squareRoot() }
    let mean = standardised.reduce(0, +) / n
    let square = standardised.reduce(0) { $0 + $1 * $1 } / n
    let gate = try normalGate(tests: 2)
    #expect(abs(mean) * n.squareRoot() < gate)
    // the variance of a squared standard normal is 2
    #expect(abs(square - 1) * (n / 2).squareRoot() < gate)
  }
}
