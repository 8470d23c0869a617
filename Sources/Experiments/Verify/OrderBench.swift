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
  /// ‖W_dt(T) − W(T)‖ of dW = −∇L dt
  case flow = "gradient flow"
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
  /// dt of the reference on the same paths; as a part of s where s varies
  let referenceStep: Double
  /// Its scheme
  var reference = Integrator.sra1
  let tasks: [OrderTask]
  let paths: Int

  /// Recording times: T, or from the burn-in on by whole coarsest steps.
  var times: [Double] {
    guard kind == .stationary, let coarsest = tasks.flatMap(\.steps).max() else { return [horizon] }
    return Array(stride(from: burnIn, through: horizon + 1e-9, by: 2 * coarsest))
  }

  /// What stands for the truth: the gradient flow has one of its own.
  var referenceDynamics: Dynamics {
    kind == .flow
      ? .gradientFlow(stepSize: referenceStep) : .sde(integrator: reference, stepSize: referenceStep)
  }
}

/// 2^(−first), …, 2^(−last)
func powersOfHalf(_ exponents: ClosedRange<Int>) -> [Double] { exponents.map { 1 / Double(1 << $0) } }
