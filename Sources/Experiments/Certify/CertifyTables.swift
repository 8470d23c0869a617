import Guarantees
import Stochastic

/// The tables of a certificate run: what the picture is drawn from, and the verdicts.
struct CertifyTables {
  static let certificates = "certificates.csv"
  static let hypotheses = "hypotheses.csv"
  static let villani = "villani.csv"
  static let all = [certificates, hypotheses, villani]

  let tables: [Table]

  init(_ result: CertifyResult) throws(OutputError) {
    tables = [
      try Self.certificates(result.certificates), try Self.hypotheses(result.certificates),
      try Self.villani(result),
    ]
  }

  private static func certificates(_ rows: [Certificate]) throws(OutputError) -> Table {
    try Table(
      fileName: certificates,
      columns: [
        ("certificate", rows.map(\.name.rawValue)), ("verdict", rows.map(\.verdict)),
        column("bound", rows.map { $0.bound?.quantity.value ?? .nan }),
        column("uncertainty", rows.map { $0.bound?.quantity.uncertainty ?? .nan }),
        ("kind", rows.map { $0.bound?.quantity.kind?.rawValue ?? "" }),
        ("statement", rows.map { $0.bound?.statement ?? "" }),
      ])
  }

  private static func hypotheses(_ certificates: [Certificate]) throws(OutputError) -> Table {
    let rows = certificates.flatMap { certificate in certificate.hypotheses.map { (certificate.name, $0) } }
    return try Table(
      fileName: hypotheses,
      columns: [
        ("certificate", rows.map(\.0.rawValue)), ("hypothesis", rows.map { $0.1.statement }),
        ("role", rows.map(\.1.role.rawValue)), ("verdict", rows.map { $0.1.verdict }),
        column("value", rows.map { $0.1.value ?? .nan }),
        column("threshold", rows.map { $0.1.threshold ?? .nan }),
        column("margin", rows.map { $0.1.margin ?? .nan }),
      ])
  }

  /// V_s along every ray, and the lower bounds that are proved.
  private static func villani(_ result: CertifyResult) throws(OutputError) -> Table {
    let radii = result.rays.first?.radii ?? []
    let rays = result.rays.enumerated().map { column("ray\($0 + 1)", $1.values) }
    let bounds = result.villaniLowerBounds.map { bound in
      column(bound.name, radii.map { bound.value(radius: $0) })
    }
    return try Table(fileName: villani, columns: [column("radius", radii)] + rays + bounds)
  }
}
