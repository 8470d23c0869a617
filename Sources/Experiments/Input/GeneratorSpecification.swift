/// The data sets that can be drawn.
public enum GeneratorName: String, Sendable, CaseIterable {
  /// x uniform in [0, 1)^d, `y = sin(pi |x|^2 / d)` plus noise.
  case sine
  /// x uniform in [0, 1)^d, y the output of a two-layer teacher net plus noise.
  case teacher
}

/// A data set drawn at the start of the run.
public struct GeneratorSpecification: Sendable, Equatable {
  public var name: GeneratorName
  /// n
  public var samples: Int
  /// d
  public var dimension: Int
  /// Standard deviation of the label noise, >= 0.
  public var noise: Double
  /// Hidden units of the teacher; of no meaning otherwise.
  public var teacherWidth: Int
  /// nil: the seed of the experiment.
  public var seed: UInt64?
}

extension GeneratorSpecification {
  /// Reads `{name: sine, samples: n, dimension: d, ...}`.
  init(_ field: InputField) throws(InputError) {
    let section = try field.section(["name", "samples", "dimension", "noise", "width", "seed"])
    name = try section.variant(GeneratorName.self, by: "name") { name in
      ["samples", "dimension", "noise", "seed"] + (name == .teacher ? ["width"] : [])
    }
    let samplesField = try section.required("samples", "the number of data points")
    samples = try samplesField.count(1...InputLimits.samples)
    dimension = try section.required("dimension", "the number of inputs").count(1...InputLimits.weights)
    noise = try section["noise"]?.number(.nonNegative) ?? (name == .sine ? 0.5 : 0.1)
    teacherWidth = try section["width"]?.count(1...InputLimits.weights) ?? 5
    seed = try section["seed"]?.seed()
    guard samples * dimension <= InputLimits.dataEntries else {
      let most = InputLimits.shown(InputLimits.dataEntries)
      throw samplesField.error(
        "at most \(most) numbers in all inputs: this is \(samples) rows of \(dimension)")
    }
    if teacherWidth * dimension > InputLimits.weights {
      let most = InputLimits.shown(InputLimits.weights)
      throw (section["width"] ?? field).error("at most \(most) weights in the teacher")
    }
  }
}
