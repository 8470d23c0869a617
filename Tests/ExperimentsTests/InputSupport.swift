import Foundation

@testable import Experiments

/// Parses text as `tiny.yaml` in a directory without files.
func parsedInput(_ text: String, knownGenerators: [String] = []) throws(InputError) -> Experiment {
  try Experiment.parse(
    text, file: "tiny.yaml", directory: URL(fileURLWithPath: "/nonexistent"), knownGenerators: knownGenerators
  )
}

/// The error that parsing ends in, or nil.
func inputRefusal(_ text: String, knownGenerators: [String] = []) -> InputError? {
  do {
    _ = try parsedInput(text, knownGenerators: knownGenerators)
    return nil
  } catch {
    return error
  }
}

/// The experiment of the format's description, one value per line where it matters.
let tinyInput = """
  name: tiny
  problem:
    kind: two-layer
    activation: {name: sigmoid, beta: 1.0}
    outer: [2.0, -1.0]
    regularization: 0.13
    data:
      inputs: [[-1.5], [0.5], [2.0]]
      labels: [0.3, -0.4, 1.1]
  learningRate: 0.2
  horizon: 4.0
  initial: {kind: gaussian, mean: [0.0, 0.0], standardDeviation: 0.5}
  times: [0.25, 1.0, 4.0]
  paths: 1e3
  seed: 18446744073709551615
  generator: gsl:mt19937
  dynamics:
    - {name: sde, kind: sde, integrator: euler-maruyama, dt: 0.005}
    - {name: ngd, kind: noisy-gd}
    - {name: sgd, kind: sgd, batch: 2, sampling: with-replacement}
    - {name: flow, kind: gradient-flow}
  gibbs:
    method: auto
    radii: [2.5]

  """

/// A directory that is removed when the closure returns.
func withInputDirectory<Result>(_ body: (URL) throws -> Result) throws -> Result {
  let directory = FileManager.default.temporaryDirectory.appendingPathComponent(
    "langevin-" + UUID().uuidString)
  try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
  defer { try? FileManager.default.removeItem(at: directory) }
  return try body(directory)
}

extension String {
  /// Not empty and without any line end.
  var isOneLine: Bool { !isEmpty && !contains { $0.isNewline } }
}
