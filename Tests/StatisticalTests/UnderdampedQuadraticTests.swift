import Foundation
import Stochastic
import Testing

/// L = (k/2)‖w‖² in D dimensions: the law of each splitting is Gaussian with a covariance of its own, computed here
/// letter by letter, and the oracle is that one and not the exact law. Gate: 4.5 standard errors.
@Suite(.serialized) struct UnderdampedQuadraticTests {
  static let (curvature, friction, s, dt) = (1.3, 0.8, 0.5, 1.0)
  static let (dimension, mean, deviation) = (5, 0.9, 0.6)
  static let paths = 100_000

  /// Mean and covariance of one coordinate and its velocity.
  private struct Law {
    var (w, v) = (mean, 0.0)
    var (ww, wv, vv) = (deviation * deviation, 0.0, s / 2)

    var loss: Double { curvature / 2 * Double(dimension) * (w * w + ww) }

    mutating func drift(_ h: Double) {
      w += h * v
      ww += 2 * h * wv + h * h * vv
      wv += h * vv
    }
    mutating func kick(_ h: Double) {
      v -= h * curvature * w
      vv += -2 * h * curvature * wv + h * h * curvature * curvature * ww
      wv -= h * curvature * ww
    }
    mutating func thermalise(_ h: Double) {
      let decay = Foundation.exp(-friction * h)
      v *= decay
      wv *= decay
      vv = decay * decay * vv + s / 2 * (1 - decay * decay)
    }
    mutating func step(_ letters: String, _ dt: Double) {
      for letter in letters {
        let h = dt / Double(letters.count { $0 == letter })
        switch letter {
        case "A": drift(h)
        case "B": kick(h)
        default: thermalise(h)
        }
      }
    }
  }

  @Test(arguments: UnderdampedIntegrator.allCases) func relaxation(integrator: UnderdampedIntegrator) throws {
    let steps = [0, 1, 2, 3, 5, 8, 60]
    let state = try simulate(
      Quadratic(dimension: Self.dimension, regularization: Self.curvature), learningRate: Self.s,
      initial: .gaussian(
        mean: Array(repeating: Self.mean, count: Self.dimension), standardDeviation: Self.deviation),
      times: steps.map { Double($0) * Self.dt },
      curves: [.underdamped(integrator: integrator, friction: Self.friction, stepSize: Self.dt)],
      paths: Self.paths, seed: 8000)
    var law = Law()
    for (place, count) in steps.enumerated() {
      for _ in (place == 0 ? 0 : steps[place - 1])..<count {
        law.step(integrator.rawValue.uppercased(), Self.dt)
      }
      expect(state.mean(curve: 0, time: place), near: law.loss, "mean after \(count) steps")
    }
    // the variance of W is exact for BAOAB and ABOBA, and too large by 1/(1 − k dt²/4) for OBABO
    let stationary = state.mean(curve: 0, time: steps.count - 1)
    let exact = 0.25 * Double(Self.dimension) * Self.s
    if integrator == .obabo {
      #expect(abs(stationary.value - exact) >= 10 * stationary.standardError, "not to be taken for Gibbs")
      expect(stationary, near: exact / (1 - Self.curvature * Self.dt * Self.dt / 4), "biased mean")
    } else {
      expect(stationary, near: exact, "exact mean")
    }
    let scale = law.loss / Double(Self.dimension)
    expect(
      state.deviation(curve: 0, time: steps.count - 1),
      near: scale * (2 * Double(Self.dimension)).squareRoot(), "stationary standard deviation")
  }

  /// Small steps: the exact law at a finite time, by the moment equations d/dt of (WW, WV, VV), solved to 1e-12.
  @Test(arguments: UnderdampedIntegrator.allCases) func finiteTime(integrator: UnderdampedIntegrator) throws {
    let times = [0.5, 1.5, 4]
    let state = try simulate(
      Quadratic(dimension: Self.dimension, regularization: Self.curvature), learningRate: Self.s,
      initial: .gaussian(
        mean: Array(repeating: Self.mean, count: Self.dimension), standardDeviation: Self.deviation),
      times: times,
      curves: [.underdamped(integrator: integrator, friction: Self.friction, stepSize: 0.02)],
      paths: Self.paths, seed: 8100)
    // moments of W² about 0, the mean being part of them: m' = Am + b, by 20,000 steps of Taylor's series to order 4
    func slope(_ m: [Double]) -> [Double] {
      [
        2 * m[1], m[2] - Self.curvature * m[0] - Self.friction * m[1],
        -2 * Self.curvature * m[1] - 2 * Self.friction * m[2] + Self.friction * Self.s,
      ]
    }
    for (place, time) in times.enumerated() {
      var m = [Self.mean * Self.mean + Self.deviation * Self.deviation, 0, Self.s / 2]
      let h = time / 20_000
      for _ in 0..<20_000 {
        let a = slope(m)
        let b = slope(zip(m, a).map { $0 + h / 2 * $1 })
        let c = slope(zip(m, b).map { $0 + h / 2 * $1 })
        let d = slope(zip(m, c).map { $0 + h * $1 })
        m = m.indices.map { m[$0] + h / 6 * (a[$0] + 2 * b[$0] + 2 * c[$0] + d[$0]) }
      }
      let truth = Self.curvature / 2 * Double(Self.dimension) * m[0]
      // weak order 2 with a constant of about 1/4: UnderdampedLinearTests
      expect(
        state.mean(curve: 0, time: place), near: truth, allowing: 2e-4 * truth, "E L at t = \(time)")
    }
  }
}
