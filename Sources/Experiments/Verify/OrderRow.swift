/// What became of a row.
enum OrderVerdict: String, Sendable {
  case pass = "PASS"
  case fail = "FAIL"
  /// The measurement cannot tell, which counts as a failure
  case inconclusive = "INCONCLUSIVE"
}

/// A measured order beside the nominal one.
struct OrderRow: Sendable {
  let kind: OrderKind
  let problem: String
  let scheme: String
  let nominal: NominalOrder
  let data: MeasuredErrors
  /// Nil for schemes without an error
  let fit: OrderFit?
  let verdict: OrderVerdict
  /// In words
  let reason: String
  /// Gradients that a path costs, one per step size
  var gradients: [Double] = []
  /// Thread time that a path takes, one per step size; NaN where it was not taken
  var seconds: [Double] = []

  /// An order that is off by this must not pass.
  static let tolerance = 0.25

  /// - Parameter scale: for a nominally exact scheme, the error at each step of one that is not exact
  init(_ task: OrderTask, of bench: OrderBench, _ data: MeasuredErrors, scale: [Double] = []) {
    kind = bench.kind
    problem = bench.problem.name
    scheme = task.name
    nominal = task.nominal
    self.data = data
    let isFinite = (data.errors + data.standardErrors).allSatisfy(\.isFinite)
    switch task.nominal {
    case .order(let order):
      let fit = OrderFit(data)
      self.fit = fit
      (verdict, reason) = isFinite ? Self.judge(fit, data, nominal: order) : Self.diverged
    case .exact:
      fit = nil
      (verdict, reason) = isFinite ? Self.judge(exact: data, scale: scale) : Self.diverged
    }
  }

  private static let diverged = (OrderVerdict.fail, "paths diverged")

  /// PASS if the 99 % interval of the order lies within 0.25 of the nominal one and every error is known.
  private static func judge(
    _ fit: OrderFit, _ data: MeasuredErrors, nominal: Double
  ) -> (OrderVerdict, String) {
    let distance = abs(fit.order - nominal)
    guard data.isResolved else {
      return (.inconclusive, "an error is below \(MeasuredErrors.leastResolution.shortText) standard errors")
    }
    if distance >= tolerance { return (.fail, "off by \(distance.shortText)") }
    guard distance + fit.halfWidth < tolerance else {
      return (.inconclusive, "the 99 % interval reaches beyond \(tolerance.shortText) from the nominal order")
    }
    return (.pass, "")
  }

  /// PASS if every error is zero within 4.5 standard errors, which are far below what another scheme errs by.
  private static func judge(exact data: MeasuredErrors, scale: [Double]) -> (OrderVerdict, String) {
    let deviations = zip(data.errors, data.standardErrors).map { abs($0) / $1 }
    let worst = deviations.max() ?? .infinity
    guard worst <= Agreement.gate else { return (.fail, "an error of \(worst.shortText) standard errors") }
    let isSharp = zip(data.standardErrors, scale).allSatisfy { $0 <= 0.05 * abs($1) }
    guard isSharp, scale.count == data.steps.count else {
      return (.inconclusive, "standard errors above 5 % of the error of a scheme that has one")
    }
    return (.pass, "")
  }
}
