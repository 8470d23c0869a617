/// A CSV file: a header line, then one line per time.
public struct Table: Sendable, Equatable {
  /// The name of the file.
  public let fileName: String
  /// The text of the file.
  public let text: String

  /// Throws `OutputError.ragged` if a column has more or fewer entries than the first.
  init(fileName: String, columns: [(name: String, cells: [String])]) throws(OutputError) {
    let rows = columns.first?.cells.count ?? 0
    for column in columns where column.cells.count != rows {
      throw .ragged(table: fileName, column: column.name, found: column.cells.count, expected: rows)
    }
    var lines = [columns.map(\.name).joined(separator: ",")]
    for row in 0..<rows {
      lines.append(columns.map { $0.cells[row] }.joined(separator: ","))
    }
    self.fileName = fileName
    text = lines.joined(separator: "\n") + "\n"
  }
}

/// The tables of a comparison, in the order of its curves and gaps.
public struct CompareTables: Sendable {
  public let curves: [Table]
  public let gaps: [Table]

  /// Numbers are written so that they read back to the same bits; non-finite ones as inf, -inf, nan.
  ///
  /// Throws `OutputError.ragged` if the arrays of a curve or a gap differ in length.
  public init(_ result: CompareResult) throws(OutputError) {
    let names = Self.names(
      curves: result.curves.map(\.name), gaps: result.gaps.map { ($0.first, $0.second) })
    curves = try zip(names.curves, result.curves).map { name, curve throws(OutputError) in
      try Table(fileName: name, columns: curve.columns)
    }
    gaps = try zip(names.gaps, result.gaps).map { name, gap throws(OutputError) in
      try Table(fileName: name, columns: gap.columns)
    }
  }

  /// The names of the files of a comparison of these curves, each with each.
  public static func fileNames(curves: [String]) -> [String] {
    let pairs = curves.indices.flatMap { a in curves[(a + 1)...].map { (curves[a], $0) } }
    let names = names(curves: curves, gaps: pairs)
    return names.curves + names.gaps
  }

  private static func names(
    curves: [String], gaps: [(String, String)]
  ) -> (curves: [String], gaps: [String]) {
    var names = FileNames()
    let curveNames = curves.map { names.unique("curve-" + FileNames.sanitised($0), suffix: "csv") }
    let gapNames = gaps.map { first, second in
      names.unique("gap-\(FileNames.sanitised(first))-\(FileNames.sanitised(second))", suffix: "csv")
    }
    return (curveNames, gapNames)
  }
}

private func numbers(_ name: String, _ values: [Double]) -> (name: String, cells: [String]) {
  (name, values.map(\.plainText))
}

extension CurveResult {
  fileprivate var columns: [(name: String, cells: [String])] {
    var columns = [
      numbers("time", times), numbers("mean", mean), numbers("standard_error", standardError),
      ("paths", contributing.map(String.init)), numbers("minimum", minimum), numbers("maximum", maximum),
    ]
    columns += quantiles.map { numbers("q\($0.level.plainText)", $0.values) }
    columns += quantiles.map { numbers("q\($0.level.plainText)_standard_error", $0.standardErrors) }
    return columns
  }
}

extension GapResult {
  fileprivate var columns: [(name: String, cells: [String])] {
    [
      numbers("time", times), numbers("mean", mean), numbers("standard_error", standardError),
      numbers("lower", lower), numbers("upper", upper),
    ]
  }
}
