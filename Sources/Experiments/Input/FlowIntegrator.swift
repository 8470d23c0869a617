import GSL

/// The integrators of the gradient flow, by the names they have in experiment files.
public enum FlowIntegrator: String, Sendable, CaseIterable {
  case rungeKutta4 = "runge-kutta-4"
  case rk8pd = "gsl-rk8pd"
  case rkf45 = "gsl-rkf45"

  /// What it asks of GSL; nil for the one with steps of its own.
  var method: ODESolver.Method? {
    switch self {
    case .rungeKutta4: nil
    case .rk8pd: .rk8pd
    case .rkf45: .rkf45
    }
  }

  /// The keys that say how long its steps are.
  var keys: [String] { method == nil ? ["dt"] : ["tolerance"] }

  var summary: String {
    switch self {
    case .rungeKutta4: "order 4, steps of dt; the default"
    case .rk8pd: "orders 8 and 9, steps chosen by tolerance, path by path: a reference, slow"
    case .rkf45: "orders 4 and 5, steps chosen by tolerance, path by path: a reference, slow"
    }
  }
}
