import Guarantees
import Stochastic

/// The tables of a plan: what the picture is drawn from.
struct PlanTables {
  static let ladder = "plan-ladder.csv"
  static let rounds = "plan-rounds.csv"
  static let all = [ladder, rounds] + [StepPlan.Rule.theorem32, .corollary33].map(\.tableName)

  let tables: [Table]

  init(_ result: PlanResult) throws(OutputError) {
    var tables = [try Self.rounds(result.rounds)]
    if let round = result.settled { tables.append(try Self.ladder(round)) }
    for promise in result.promises {
      if let run = promise.run { tables.append(try Self.run(run, promise)) }
    }
    self.tables = tables
  }

  private static func rounds(_ rounds: [PlanRound]) throws(OutputError) -> Table {
    try Table(
      fileName: Self.rounds,
      columns: [
        ("round", rounds.indices.map { "\($0 + 1)" }), column("learning_rate", rounds.map(\.centre)),
        column("stationary_excess_upper", rounds.map { $0.stationaryExcess.value ?? .nan }),
        column("weak_error_upper", rounds.map { $0.weakError.value ?? .nan }),
        column("proposal", rounds.map(\.proposal)),
      ])
  }

  private static func ladder(_ round: PlanRound) throws(OutputError) -> Table {
    let rungs = round.rungs
    return try Table(
      fileName: ladder,
      columns: [
        column("learning_rate", rungs.map(\.learningRate)),
        column("stationary_excess", rungs.map(\.stationary.value)),
        column("stationary_excess_upper", rungs.map(\.stationary.upper)),
        column("weak_error", rungs.map(\.weakError.value)),
        column("weak_error_lower", rungs.map(\.weakError.lower)),
        column("weak_error_upper", rungs.map(\.weakError.upper)),
        column("step_bias", rungs.map { $0.stepBias.value / $0.learningRate }),
      ])
  }

  private static func run(_ run: PlanRun, _ promise: PlanPromise) throws(OutputError) -> Table {
    let times = run.curve.times
    return try Table(
      fileName: promise.plan.rule.tableName,
      columns: [
        column("time", times), ("step", times.map { "\(Int(($0 / promise.learningRate).rounded()))" }),
        column("excess", run.curve.mean), column("standard_error", run.curve.standardError),
        column("bound", times.map { promise.bound.value(at: $0) }),
      ])
  }
}

extension StepPlan.Rule {
  /// The table of a run at this rule's step size.
  var tableName: String { "sgd-\(rawValue).csv" }
}
