/// The key `times`: a list, or `{count: m}` for m times evenly spaced over [0, horizon].
struct RecordingTimes {
  private let field: InputField?
  private let experiment: InputField

  init(_ field: InputField?, _ experiment: InputField) {
    self.field = field
    self.experiment = experiment
  }

  /// The times, strictly ascending and within [0, horizon].
  func resolved(horizon: Double) throws(InputError) -> [Double] {
    guard let field else { return try even(count: 101, horizon, blame: experiment) }
    switch field.node.content {
    case .mapping:
      let count = try field.section(["count"]).required("count", "a whole number of times, at least 2")
      return try even(count: try count.count(2...InputLimits.times), horizon, blame: count)
    case .sequence:
      return try listed(field, horizon)
    case .scalar:
      throw field.error("a list of times, or {count: m} for m of them evenly spaced")
    }
  }

  private func even(count: Int, _ horizon: Double, blame: InputField) throws(InputError) -> [Double] {
    let intervals = count - 1
    let times = (0...intervals).map { $0 == intervals ? horizon : horizon * (Double($0) / Double(intervals)) }
    for (earlier, later) in zip(times, times.dropFirst()) where earlier >= later {
      throw blame.error("fewer than \(count) times, which cannot be told apart up to the horizon \(horizon)")
    }
    return times
  }

  private func listed(_ field: InputField, _ horizon: Double) throws(InputError) -> [Double] {
    let nodes = try field.list(of: "times", upTo: InputLimits.times)
    let times = try field.numbers(.nonNegative, upTo: InputLimits.times)
    for (index, time) in times.enumerated() {
      if time > horizon {
        throw field.element(index, nodes[index]).error("a time from 0 to the horizon \(horizon)")
      }
      if index > 0, time <= times[index - 1] {
        throw field.element(index, nodes[index]).error(
          "a time later than the one before, \(times[index - 1])")
      }
    }
    return times
  }
}
