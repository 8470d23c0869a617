/// No template has this name.
public struct UnknownTemplate: Error, Equatable, Sendable, CustomStringConvertible {
  public let name: String
  public let known: [String]

  public var description: String {
    "template: found \(name.shortened().onOneLine), expected \(NearestName.oneOf(known, insteadOf: name))"
  }
}

/// Commented experiment files to start from.
public enum Template {
  /// Every template with what it shows, in the order to read them.
  public static let all: [(name: String, summary: String)] = entries.map { ($0.name, $0.summary) }

  /// The text of a template: a complete, valid experiment.
  ///
  /// - Throws: `UnknownTemplate` with the names there are.
  public static func text(named name: String) throws(UnknownTemplate) -> String {
    guard let entry = entries.first(where: { $0.name == name }) else {
      throw UnknownTemplate(name: name, known: entries.map(\.name))
    }
    return String(decoding: entry.bytes, as: UTF8.self)
  }

  private static let entries: [(name: String, summary: String, bytes: [UInt8])] = [
    (
      "first-look", "what `langevin compare` runs without a file: SDE, noisy GD and SGD on a small net",
      PackageResources.first_look_yaml
    ),
    (
      "tiny-sigmoid", "two sigmoid units, three data points: SDE, noisy GD and SGD",
      PackageResources.tiny_sigmoid_yaml
    ),
    ("tanh", "two tanh units, inline data, deterministic Gibbs quantities", PackageResources.tanh_yaml),
    (
      "softplus", "an unbounded activation, regularized above its critical value",
      PackageResources.softplus_yaml
    ),
    ("sine", "the sine data in 20 dimensions and a sigmoid net of width 10", PackageResources.sine_yaml),
    ("teacher", "data from a noisy teacher net of the same kind", PackageResources.teacher_yaml),
    ("csv", "data from your own CSV file", PackageResources.csv_yaml),
    (
      "quadratic", "a quadratic bowl, where everything is known in closed form",
      PackageResources.quadratic_yaml
    ),
    (
      "double-well", "two wells on the line, where the spectral gap is small",
      PackageResources.double_well_yaml
    ),
  ]
}
