import Stochastic

/// The table of a decay bound against simulation: what the picture is drawn from.
struct RealityTables {
  static let curves = "reality.csv"

  let tables: [Table]

  /// Empty columns stand for an SGD that was not asked for: the picture's script does not read them.
  init(_ result: RealityResult) throws(OutputError) {
    let times = result.sde.times
    let level = result.equilibrium.value ?? .nan
    var columns = [
      column("time", times), column("sde_excess", result.sde.mean),
      column("sde_standard_error", result.sde.standardError), column("step_bias", result.stepBias),
      column("deviation", result.deviations.map(\.value)),
      column("deviation_standard_error", result.deviations.map(\.standardError)),
      column("decay_bound", times.map { result.bound.transient(at: $0) }),
      column("excess_bound", times.map { result.bound.value(at: $0) }),
      column("equilibrium", times.map { _ in level }),
    ]
    if let fit = result.fit {
      columns.append(column("fit", times.map { fit.window.contains($0) ? fit.value(at: $0) : .nan }))
    }
    if let sgd = result.sgd {
      columns += [column("sgd_excess", sgd.mean), column("sgd_standard_error", sgd.standardError)]
    }
    tables = [try Table(fileName: Self.curves, columns: columns)]
  }
}
