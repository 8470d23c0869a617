import Foundation
import Testing

@testable import Stochastic

/// On curvature k a step is (W, V)⁺ = M (W, V) + n ξ. M and n are read off the code, sixteen lanes at a time, so that
/// nothing here is random.
@Suite struct UnderdampedLinearTests {
  struct Setting: Sendable {
    let curvature: Double
    let friction: Double
    let stepSize: Double
  }

  static let s = 0.4
  static let settings = [
    Setting(curvature: 1, friction: 1, stepSize: 0.1), Setting(curvature: 0.3, friction: 0.2, stepSize: 1),
    Setting(curvature: 4, friction: 5, stepSize: 0.8), Setting(curvature: 2, friction: 1e-2, stepSize: 1.4),
    Setting(curvature: 1, friction: 50, stepSize: 1.9),
  ]

  /// One step from (1, 0), (0, 1) and (0, 0) with ξ = 1.
  private func linearStep(_ integrator: UnderdampedIntegrator, _ setting: Setting) throws -> LinearStep {
    let potential = try Quadratic(dimension: 1, regularization: setting.curvature)
    let storage = LaneStorage(count: 4)
    let state = CurveState(curve: 0, memory: storage.vector.slice(0, 2))
    let (velocity, noise) = (storage.vector.slice(2, 1), storage.vector.slice(3, 1))
    state.weights[0][0] = 1
    velocity[0][1] = 1
    noise[0][2] = 1
    potential.gradient(at: state.weights, into: state.gradient, scratch: noise)
    let step = UnderdampedStep(
      duration: setting.stepSize, thermalDuration: setting.stepSize, friction: setting.friction,
      learningRate: Self.s)
    integrator.advance(
      potential, state, velocity: velocity, noise: noise, over: step, scratch: noise.slice(0, 0))
    let (w, v) = (state.weights[0], velocity[0])
    withExtendedLifetime(storage) {}
    return LinearStep(matrix: [[w[0], w[1]], [v[0], v[1]]], noise: [w[2], v[2]])
  }

  /// The letters, one after the other: A, B and O are linear maps of (W, V), and O has a normal of its own each time.
  /// OBABO's step begins where its first O has two halves merged.
  @Test(arguments: UnderdampedIntegrator.allCases, settings)
  func aStepIsItsLetters(integrator: UnderdampedIntegrator, setting: Setting) throws {
    let letters = integrator == .obabo ? "OBAB" : integrator.rawValue.uppercased()
    var expected = LinearStep(matrix: [[1, 0], [0, 1]], noise: [0, 0])
    for letter in letters {
      let length = setting.stepSize / Double(letters.count { $0 == letter })
      let decay = Foundation.exp(-setting.friction * length)
      switch letter {
      case "A": expected = expected.followed(by: [[1, length], [0, 1]])
      case "B": expected = expected.followed(by: [[1, 0], [-setting.curvature * length, 1]])
      default:
        expected = expected.followed(by: [[1, 0], [0, decay]])
        expected.noise[1] += (Self.s / 2 * (1 - decay * decay)).squareRoot()
      }
    }
    let step = try linearStep(integrator, setting)
    for (a, b) in zip(step.matrix.joined() + step.noise, expected.matrix.joined() + expected.noise) {
      #expect(abs(a - b) < 1e-13)
    }
  }

  /// The stationary covariance P = MPMᵀ + nnᵀ. W: s/(2k) for BAOAB and ABOBA, (s/2k)/(1 − k dt²/4) for OBABO.
  /// V: (s/2)(1 − k dt²/4), s/2 (after its O; kept before it), (s/2)/(1 − k dt²/4).
  @Test(arguments: UnderdampedIntegrator.allCases, settings)
  func stationaryCovariance(integrator: UnderdampedIntegrator, setting: Setting) throws {
    let covariance = try linearStep(integrator, setting).stationaryCovariance
    let excess = 1 - setting.curvature * setting.stepSize * setting.stepSize / 4
    let exact = Self.s / (2 * setting.curvature)
    let (w, v) =
      switch integrator {
      case .baoab: (exact, Self.s / 2 * excess)
      case .obabo: (exact / excess, Self.s / 2)
      case .aboba: (exact, Self.s / 2 / excess)
      }
    #expect(abs(covariance.ww / w - 1) < 1e-10, "\(covariance)")
    #expect(abs(covariance.vv / v - 1) < 1e-10, "\(covariance)")
    #expect(abs(covariance.wv) < 1e-10 * Self.s)
  }

  /// Means and covariances at a finite time against the matrix exponential: order 2, measured between 1.9 and 2.1.
  @Test(arguments: UnderdampedIntegrator.allCases, [(1.0, 1.0), (3, 0.5), (0.5, 4)])
  func weakOrder(integrator: UnderdampedIntegrator, problem: (curvature: Double, friction: Double)) throws {
    let time = 2.0
    let exact = OscillatorLaw(curvature: problem.curvature, friction: problem.friction, noise: Self.s)
    let truth = exact.at(time, from: GaussianPair(w: 1.5, v: 0, ww: 0, wv: 0, vv: Self.s / 2))
    let errors = try [0.1, 0.05, 0.025].map { stepSize -> [Double] in
      let step = try linearStep(
        integrator,
        Setting(curvature: problem.curvature, friction: problem.friction, stepSize: stepSize))
      var law = GaussianPair(w: 1.5, v: 0, ww: 0, wv: 0, vv: Self.s / 2)
      // V₀ is stationary under O: that OBABO's first O is a whole one here makes no difference
      for _ in 0..<Int((time / stepSize).rounded()) { law = step.image(of: law) }
      return [abs(law.w - truth.w), abs(law.w * law.w + law.ww - truth.w * truth.w - truth.ww)]
    }
    for quantity in 0..<2 {
      for (coarse, fine) in zip(errors, errors.dropFirst()) {
        let order = Foundation.log2(coarse[quantity] / fine[quantity])
        #expect(order > 1.9 && order < 2.1, "order \(order)")
      }
    }
  }

  /// The exponentials of a step, at friction from nothing to everything.
  @Test func numbersOfAStep() {
    for x in [1e-12, 1e-3, 1, 30, 1000] {
      let step = UnderdampedStep(duration: 0.5, thermalDuration: 0.25, friction: 4 * x, learningRate: 0.4)
      #expect(abs(step.decay - Foundation.exp(-x)) <= 1e-16)
      let variance = -0.2 * expm1(-2 * x)
      #expect(abs(step.diffusion * step.diffusion / variance - 1) < 1e-15)
    }
  }
}
