import Foundation
import Stochastic

/// A test problem, which owns its truths.
struct VerifyProblem: Sendable {
  let name: String
  let potential: any Potential
  /// s
  let learningRate: Double
  let initial: InitialLaw
  /// E L(W_T) by a closed form, where there is one
  var meanLoss: @Sendable (_ time: Double) -> Double? = { _ in nil }
  /// E L(W_t) of underdamped dynamics from V ~ N(0, (s/2) I), by a closed form where there is one
  var underdampedLoss: @Sendable (_ friction: Double, _ time: Double) -> Double? = { _, _ in nil }
  /// E‖W‖² under the Gibbs law exp(−2L/s)/Z, without chance, where it is wanted
  var stationarySquaredNorm: @Sendable () throws -> Exact? = { nil }

  /// L = (λ/2)‖w‖², D = 2: the Ornstein–Uhlenbeck process, E L(W_t) = (λ/2)(e^{−2λt}‖w₀‖² + D s(1 − e^{−2λt})/(2λ)).
  static func quadratic() throws -> VerifyProblem {
    let (curvature, start, noise) = (1.0, [1.5, -1.0], 0.5)
    return VerifyProblem(
      name: "quadratic", potential: try Quadratic(dimension: 2, regularization: curvature),
      learningRate: noise, initial: .point(start),
      meanLoss: { time in
        let decay = exp(-2 * curvature * time)
        let squaredNorm = start.reduce(0) { $0 + $1 * $1 }
        return curvature / 2
          * (decay * squaredNorm + Double(start.count) * noise * (1 - decay) / (2 * curvature))
      },
      underdampedLoss: { friction, time in
        let share = oscillatorShare(curvature: curvature, friction: friction, time: time)
        let squaredNorm = start.reduce(0) { $0 + $1 * $1 }
        return curvature / 2
          * (share * share * squaredNorm
            + Double(start.count) * noise * (1 - share * share) / (2 * curvature))
      },
      stationarySquaredNorm: { Exact(value: Double(start.count) * noise / (2 * curvature), error: 0) })
  }

  /// f(x) = aᵀtanh(Wx), two units, one input, four samples.
  static func tanhNet() throws -> VerifyProblem {
    VerifyProblem(
      name: "tanh-net",
      potential: try RegularizedRisk(
        activation: HyperbolicTangent(beta: 1), outer: [1, -0.6], inputs: [[-1.2], [-0.4], [0.5], [1.4]],
        labels: [0.8, -0.6, 0.5, -1], regularization: 0.2),
      learningRate: 0.5, initial: .point([1.5, -1]))
  }

  /// L = (w² − 1)²/4, whose gradient grows like w³.
  static func doubleWell() -> VerifyProblem {
    VerifyProblem(name: "double-well", potential: DoubleWell(), learningRate: 1, initial: .point([1.2]))
  }

  /// L = w⁴/4 + w²/2: convex, so that paths forget where they began, and far from quadratic.
  static func quartic() -> VerifyProblem {
    let noise = 1.0
    return VerifyProblem(
      name: "quartic", potential: Quartic(), learningRate: noise,
      // narrow: from |w| > 2.6 a step of 1/4 leaves for infinity, and one path in 10⁷ would begin there
      initial: .gaussian(mean: [0], standardDeviation: 0.25),
      stationarySquaredNorm: { Quartic.meanSquare(learningRate: noise) })
  }
}

/// a(t) = e^(−γt/2) (cos ωt + (γ/2ω) sin ωt), ω² = k − γ²/4 > 0: what is left of W₀ in w″ = −kw − γw′ from w′ = 0.
///
/// From V₀ ~ N(0, (s/2) I), W_t then has the mean aW₀ and the variance (s/2k)(1 − a²): the covariance of (W, V) is
/// P + F (P₀ − P) Fᵀ with F = exp(tA), P = (s/2) diag(1/k, 1) and P₀ = (s/2) diag(0, 1), so that a = F₁₁ is all it takes.
func oscillatorShare(curvature: Double, friction: Double, time: Double) -> Double {
  let frequency = (curvature - friction * friction / 4).squareRoot()
  return exp(-friction * time / 2)
    * (cos(frequency * time) + friction / (2 * frequency) * sin(frequency * time))
}

/// L(w) = w⁴/4 + w²/2 on the line.
struct Quartic: Potential {
  let dimension = 1
  let linearDecay = 1.0

  func value(at w: LaneVector, scratch: LaneVector) -> Lanes {
    let square = w[0] * w[0]
    return 0.25 * square * (square + 2)
  }

  func gradient(at w: LaneVector, into gradient: LaneVector, scratch: LaneVector) {
    gradient[0] = w[0] * (w[0] * w[0] + 1)
  }

  /// ∫w² exp(−2L/s) dw / ∫exp(−2L/s) dw by the trapezoidal rule, which converges faster than any power of the spacing;
  /// its error is judged from twice the spacing. Beyond |w| = 6√s the weight is below e^(−600).
  static func meanSquare(learningRate s: Double) -> Exact {
    func mean(_ nodes: Int) -> Double {
      var (mass, moment) = (0.0, 0.0)
      for node in -nodes...nodes {
        let w = 6 * s.squareRoot() * Double(node) / Double(nodes)
        let weight = exp(-w * w * (w * w + 2) / (2 * s))
        mass += weight
        moment += w * w * weight
      }
      return moment / mass
    }
    return Exact(value: mean(400), error: abs(mean(400) - mean(200)))
  }
}

/// w_k as something an ensemble can record.
struct Coordinate: Potential {
  let dimension: Int
  let index: Int

  func value(at w: LaneVector, scratch: LaneVector) -> Lanes { w[index] }

  func gradient(at w: LaneVector, into gradient: LaneVector, scratch: LaneVector) {
    for k in 0..<dimension { gradient[k] = Lanes(repeating: k == index ? 1 : 0) }
  }
}
