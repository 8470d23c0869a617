import Gibbs
import Stochastic

/// The tables of a study of Gibbs measures: what the plots are drawn from.
struct GibbsTables {
  static let bounds = "gap-bounds.csv"
  static let landscape = "landscape.csv"
  static let minima = "minima.csv"
  static let ladder = "ladder.csv"
  static let radii = "villani-radii.csv"
  static let all = [bounds, landscape, minima, ladder, radii]

  let tables: [Table]

  init(_ result: GibbsResult) throws(OutputError) {
    let report = result.report
    var tables = [try Self.bounds(report), try Self.minima(report)]
    if let landscape = report.landscape { tables.append(try Self.landscape(landscape)) }
    if !result.ladder.isEmpty { tables.append(try Self.ladder(result.ladder)) }
    if let radii = report.villani?.atRadius, !radii.isEmpty { tables.append(try Self.radii(radii)) }
    self.tables = tables
  }

  /// The bounds that say something and the value itself, one row each, lowest first.
  private static func bounds(_ report: GibbsReport) throws(OutputError) -> Table {
    let rows = report.gapRows
    return try Table(
      fileName: bounds,
      columns: [
        ("row", rows.indices.map { "\($0 + 1)" }), ("name", rows.map(\.name)), ("side", rows.map(\.side)),
        column("value", rows.map(\.value)), column("uncertainty", rows.map(\.uncertainty)),
      ])
  }

  private static func minima(_ report: GibbsReport) throws(OutputError) -> Table {
    let minima = report.minimum.localMinima
    let coordinates = (0..<report.dimension).map { k in
      column("w\(k + 1)", minima.map { $0.weights[k] })
    }
    return try Table(
      fileName: Self.minima, columns: [column("loss", minima.map(\.value))] + coordinates)
  }

  private static func landscape(_ landscape: Landscape) throws(OutputError) -> Table {
    let axes = landscape.axes
    var coordinates = [column("w1", axes[0])]
    if axes.count == 2 {
      coordinates = [
        column("w1", axes[0].flatMap { x in axes[1].map { _ in x } }),
        column("w2", axes[0].flatMap { _ in axes[1] }),
      ]
    }
    let modes = landscape.modes.enumerated().map { column("mode\($0 + 1)", $1) }
    return try Table(
      fileName: Self.landscape,
      columns: coordinates + [column("loss", landscape.losses), column("density", landscape.densities)]
        + modes)
  }

  private static func ladder(_ rungs: [GibbsReport]) throws(OutputError) -> Table {
    let quantities: [(String, (GibbsReport) -> Quantity)] = [
      ("log_z", \.logPartitionFunction), ("excess_loss", \.meanExcessLoss),
      ("excess_risk_norm", \.excessRiskNorm), ("spectral_gap", \.spectralGap),
    ]
    var columns = [column("learning_rate", rungs.map(\.learningRate))]
    for (name, quantity) in quantities {
      columns.append(column(name, rungs.map { quantity($0).value ?? .nan }))
      columns.append(column(name + "_uncertainty", rungs.map { quantity($0).uncertainty }))
    }
    columns.append(column("gap_lower", rungs.map(\.gapLower)))
    columns.append(column("gap_upper", rungs.map { $0.gapUpper ?? .nan }))
    return try Table(fileName: ladder, columns: columns)
  }

  private static func radii(_ rows: [VillaniBound]) throws(OutputError) -> Table {
    func optional(_ name: String, _ values: [Double?]) -> (name: String, cells: [String]) {
      column(name, values.map { $0 ?? .nan })
    }
    return try Table(
      fileName: radii,
      columns: [
        column("radius", rows.map(\.radius)), column("mass", rows.map(\.mass.value)),
        optional("epsilon", rows.map(\.epsilon?.value)),
        optional("ball_poincare_constant", rows.map(\.ballPoincareConstant?.value)),
        optional("printed", rows.map(\.printed)), optional("corrected", rows.map(\.corrected)),
        optional("sharp", rows.map(\.sharp)), column("lower_bound", rows.map(\.lowerBound)),
      ])
  }
}

/// One line of the picture of bounds.
struct GapRow {
  let name: String
  let side: String
  let value: Double
  let uncertainty: Double
}

extension GibbsReport {
  /// The value and the bounds that are positive, ascending.
  var gapRows: [GapRow] {
    var rows = gapBounds.compactMap { bound -> GapRow? in
      guard let value = bound.value, value > 0, value.isFinite else { return nil }
      return GapRow(name: bound.name, side: bound.side.rawValue, value: value, uncertainty: 0)
    }
    if let value = spectralGap.value, let kind = spectralGap.kind {
      rows.append(
        GapRow(name: "spectral gap", side: kind.rawValue, value: value, uncertainty: spectralGap.uncertainty))
    }
    return rows.sorted { $0.value < $1.value }
  }
}

extension Quantity {
  /// Standard error or absolute error, whichever there is; 0 if neither.
  var uncertainty: Double { standardError ?? error ?? 0 }
}
