import Stochastic

/// Which error is measured.
enum OrderKind: String, Sendable, CaseIterable {
  /// √E‖W_dt(T) − W(T)‖² on one Brownian path
  case strong
  /// |E L(W_dt(T)) − E L(W(T))|
  case weak
  /// |E‖W‖² − E_μ‖W‖²| long after the start, μ the Gibbs law
  case stationary
  /// |E L(algorithm) − E L(SDE)| at time T, in the learning rate s
  case learningRate = "weak in s"
  /// |E L(SGD) − E L(covariance SDE)| at time T, in s
  case covariance = "weak in s, covariance"
  /// ‖W_dt(T) − W(T)‖ of dW = −∇L dt
  case flow = "gradient flow"
  /// |E L(W_dt(T)) − E L(W(T))| of dW = V dt, dV = −∇L dt − γV dt + √(γs) dB, from V ~ N(0, (s/2) I)
  case underdamped = "weak, underdamped"
  /// |E L − E_μ L| of the same long after the start
  case underdampedStationary = "stationary, underdamped"

  /// Whether the step is the learning rate itself
  var isInLearningRate: Bool { self == .learningRate || self == .covariance }
  var isStationary: Bool { self == .stationary || self == .underdampedStationary }
}

/// The order that a scheme claims on a problem.
enum NominalOrder: Sendable, Equatable {
  case order(Double)
  /// No error at any step
  case exact

  var value: Double? { if case .order(let order) = self { order } else { nil } }
  var text: String { if case .order(let order) = self { order.shortText } else { "exact" } }
}

/// One row to be measured.
struct OrderTask: Sendable {
  let scheme: VerifiedScheme
  let nominal: NominalOrder
  /// dt (or s), coarsest first, each a multiple of the next
  let steps: [Double]
  /// Whether the noise that postprocessing adds is taken off again
  var withoutPostprocessing = false

  var name: String { withoutPostprocessing ? scheme.name + ", W itself" : scheme.name }
}

/// Rows that are measured together: one problem, one kind of error, the same paths.
struct OrderBench: Sendable {
  let kind: OrderKind
  let problem: VerifyProblem
  /// T; for stationary means the end of the run
  let horizon: Double
  /// When stationary means begin
  var burnIn = 0.0
  /// dt of the reference on the same paths, as a part of s where s varies; not used where the truth is a closed form
  let referenceStep: Double
  /// Its scheme
  var reference = Integrator.sra1
  let tasks: [OrderTask]
  let paths: Int

  /// Recording times: T, or from the burn-in on by whole coarsest steps.
  var times: [Double] {
    guard kind.isStationary, let coarsest = tasks.flatMap(\.steps).max() else { return [horizon] }
    return Array(stride(from: burnIn, through: horizon + 1e-9, by: 2 * coarsest))
  }

  /// What stands for the truth: the gradient flow has one of its own.
  var referenceDynamics: Dynamics {
    kind == .flow
      ? .gradientFlow(stepSize: referenceStep) : .sde(integrator: reference, stepSize: referenceStep)
  }
}

/// A dynamics whose loss is part of what stands for the truth.
struct WeightedReference: Sendable {
  let weight: Double
  let dynamics: Dynamics
}

extension OrderBench {
  /// What algorithms are held against at the learning rate s: the SDE, or the covariance SDE of the same batches.
  ///
  /// The latter is by Euler and Maruyama, whose bias at dt = s/m is nearly an m-th of the gap that is measured (at m = 1 a
  /// step has SGD's own mean and covariance). So it is extrapolated, 2 E L(dt/2) − E L(dt), which leaves O(dt²).
  func references(learningRate: Double) -> [WeightedReference] {
    let step = referenceStep * learningRate
    guard kind == .covariance, let (batch, sampling) = tasks[0].scheme.dynamics(learningRate).minibatch else {
      return [WeightedReference(weight: 1, dynamics: .sde(integrator: reference, stepSize: step))]
    }
    return [(2.0, step / 2), (-1, step)].map {
      WeightedReference(
        weight: $0.0, dynamics: .covarianceSDE(batch: batch, sampling: sampling, stepSize: $0.1))
    }
  }
}

/// 2^(−first), …, 2^(−last)
func powersOfHalf(_ exponents: ClosedRange<Int>) -> [Double] { exponents.map { 1 / Double(1 << $0) } }
