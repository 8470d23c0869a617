/// The tables of a verification, from which its pictures are drawn.
struct VerifyTables {
  static let errors = "errors.csv"
  static let orders = "orders.csv"
  static let workPrecision = "work-precision.csv"
  static let knownAnswers = "known-answers.csv"
  static let all = [errors, orders, workPrecision, knownAnswers]

  let tables: [Table]

  init(_ result: VerifyResult) throws(OutputError) {
    tables = [
      try Self.errors(result.rows), try Self.orders(result.rows), try Self.workPrecision(result.rows),
      try Self.knownAnswers(result.agreements),
    ]
  }

  /// Row number and step number of every error.
  private static func points(_ rows: [OrderRow]) -> [(row: Int, step: Int)] {
    rows.enumerated().flatMap { place, row in row.data.steps.indices.map { (place, $0) } }
  }

  private static func names(_ rows: [OrderRow]) -> [(name: String, cells: [String])] {
    let points = points(rows)
    return [
      ("row", points.map { "\($0.row)" }), ("error_kind", points.map { rows[$0.row].kind.rawValue }),
      ("problem", points.map { rows[$0.row].problem }),
      ("scheme", points.map { rows[$0.row].scheme }),
      column("step", points.map { rows[$0.row].data.steps[$0.step] }),
      column("magnitude", points.map { abs(rows[$0.row].data.errors[$0.step]) }),
    ]
  }

  private static func errors(_ rows: [OrderRow]) throws(OutputError) -> Table {
    let points = points(rows)
    return try Table(
      fileName: errors,
      columns: names(rows) + [
        column("error", points.map { rows[$0.row].data.errors[$0.step] }),
        column("standard_error", points.map { rows[$0.row].data.standardErrors[$0.step] }),
        column(
          "fitted", points.map { rows[$0.row].fit?.error(at: rows[$0.row].data.steps[$0.step]) ?? .nan }),
      ])
  }

  private static func orders(_ rows: [OrderRow]) throws(OutputError) -> Table {
    try Table(
      fileName: orders,
      columns: [
        ("row", rows.indices.map(String.init)), ("error_kind", rows.map(\.kind.rawValue)),
        ("problem", rows.map(\.problem)), ("scheme", rows.map(\.scheme)),
        ("nominal", rows.map(\.nominal.text)), column("measured", rows.map { $0.fit?.order ?? .nan }),
        column("standard_error", rows.map { $0.fit?.standardError ?? .nan }),
        column("half_width_99", rows.map { $0.fit?.halfWidth ?? .nan }),
        ("resolved", rows.map { "\($0.data.isResolved)" }), ("verdict", rows.map(\.verdict.rawValue)),
      ])
  }

  private static func workPrecision(_ rows: [OrderRow]) throws(OutputError) -> Table {
    let points = points(rows)
    return try Table(
      fileName: workPrecision,
      columns: names(rows) + [
        column("gradients", points.map { rows[$0.row].gradients[$0.step] }),
        column("seconds_per_path", points.map { rows[$0.row].seconds[$0.step] }),
      ])
  }

  private static func knownAnswers(_ answers: [Agreement]) throws(OutputError) -> Table {
    try Table(
      fileName: knownAnswers,
      columns: [
        ("statement", answers.map(\.statement)), column("expected", answers.map(\.expected)),
        column("found", answers.map(\.found)), column("standard_error", answers.map(\.standardError)),
        column("allowance", answers.map(\.allowance)), ("holds", answers.map { "\($0.holds)" }),
      ])
  }
}
