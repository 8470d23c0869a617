/// The tables of a comparison, in the order of its curves and gaps.
struct CompareTables: Sendable {
  let curves: [Table]
  let gaps: [Table]

  /// Numbers are written so that they read back to the same bits; non-finite ones as inf, -inf, nan.
  ///
  /// Throws `OutputError.ragged` if the arrays of a curve or a gap differ in length.
  init(_ result: CompareResult) throws(OutputError) {
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
  static func fileNames(curves: [String]) -> [String] {
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

extension CurveResult {
  fileprivate var columns: [(name: String, cells: [String])] {
    var columns = [
      column("time", times), column("mean", mean), column("standard_error", standardError),
      ("paths", contributing.map(String.init)), column("minimum", minimum), column("maximum", maximum),
    ]
    columns += quantiles.map { column("q\($0.level.plainText)", $0.values) }
    columns += quantiles.map { column("q\($0.level.plainText)_standard_error", $0.standardErrors) }
    return columns
  }
}

extension GapResult {
  fileprivate var columns: [(name: String, cells: [String])] {
    [
      column("time", times), column("mean", mean), column("standard_error", standardError),
      column("lower", lower), column("upper", upper),
    ]
  }
}
