import Foundation

/// The data set of a two-layer problem.
public enum DataSpecification: Sendable, Equatable {
  /// n rows of d inputs and n labels, and where they came from.
  case table(inputs: [[Double]], labels: [Double], source: DataSource)
  /// Drawn at the start of the run.
  case generated(GeneratorSpecification)

  /// n
  public var samples: Int {
    switch self {
    case .table(let inputs, _, _): inputs.count
    case .generated(let generator): generator.samples
    }
  }

  /// d
  public var inputDimension: Int {
    switch self {
    case .table(let inputs, _, _): inputs.first?.count ?? 0
    case .generated(let generator): generator.dimension
    }
  }
}

/// Where a table of data was read.
public enum DataSource: Sendable, Equatable {
  /// In the experiment file.
  case inline
  /// In the columns of a CSV file, with its path as the experiment gives it.
  case csv(file: String, inputs: [String], label: String)
}

extension DataSpecification {
  /// Reads the block `data`; relative CSV paths start at `directory`.
  init(_ field: InputField, directory: URL) throws(InputError) {
    let section = try field.section(["inputs", "labels", "csv", "generator"])
    let isInline = section["inputs"] != nil || section["labels"] != nil
    let sources = [isInline, section["csv"] != nil, section["generator"] != nil]
    guard sources.count(where: { $0 }) == 1 else {
      throw field.error("exactly one of inputs and labels, csv, generator")
    }
    if let csv = section["csv"] {
      self = try Self.csv(csv, directory)
    } else if let generator = section["generator"] {
      self = .generated(try GeneratorSpecification(generator))
    } else {
      self = try Self.inline(section)
    }
  }

  private static func inline(_ section: InputSection) throws(InputError) -> DataSpecification {
    let inputsField = try section.required("inputs", "a list of rows of numbers")
    let labelsField = try section.required("labels", "a list of numbers, one per row of inputs")
    let rows = try inputsField.list(of: "rows of numbers", upTo: InputLimits.samples)
    var inputs: [[Double]] = []
    inputs.reserveCapacity(rows.count)
    for (index, node) in rows.enumerated() {
      let row = inputsField.element(index, node)
      let values = try row.numbers(.finite, upTo: InputLimits.weights)
      if let width = inputs.first?.count, values.count != width {
        throw row.error("as many numbers as in the first row, \(width), not \(values.count)")
      }
      inputs.append(values)
    }
    let labels = try labelsField.numbers(.finite, upTo: InputLimits.samples)
    guard labels.count == inputs.count else {
      throw labelsField.error("\(inputs.count) labels, one per row of inputs, not \(labels.count)")
    }
    return .table(inputs: inputs, labels: labels, source: .inline)
  }

  private static func csv(_ field: InputField, _ directory: URL) throws(InputError) -> DataSpecification {
    let section = try field.section(["file", "inputs", "label"])
    let fileField = try section.required("file", "the path of a CSV file")
    let inputsField = try section.required("inputs", "a list of column names")
    let labelField = try section.required("label", "the name of a column")
    let nodes = try inputsField.list(of: "column names", upTo: InputLimits.weights)
    var table = try CSVTable(fileField, directory: directory)
    var columns: [Int] = []
    var names: Set<String> = []
    for (index, node) in nodes.enumerated() {
      let column = inputsField.element(index, node)
      columns.append(try table.column(column))
      guard names.insert(try column.text()).inserted else { throw column.error("each column once") }
    }
    columns.append(try table.column(labelField))
    let label = try labelField.text()
    guard !names.contains(label) else { throw labelField.error("a column that is not also an input") }
    let rows = try table.rows(columns)
    return .table(
      inputs: rows.map { Array($0.dropLast()) }, labels: rows.compactMap(\.last),
      source: .csv(
        file: try fileField.text(), inputs: nodes.compactMap(\.text), label: label))
  }
}
