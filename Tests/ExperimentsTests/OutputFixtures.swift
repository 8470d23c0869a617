import Foundation

@testable import Experiments

#if canImport(FoundationXML)
  import FoundationXML
#endif

/// Results made by hand for the tests of the output.
enum OutputFixture {
  static func provenance(paths: Int = 1000) -> Provenance {
    Provenance(
      version: "0.1.0", seed: UInt64.max, generator: "philox", threads: 2, processor: "a \"fast\" one",
      started: "2026-01-02T03:04:05Z", seconds: 12.5, paths: paths, experimentFile: "tiny.yaml",
      experiment: .object([("name", .string("tiny")), ("paths", .integer(paths))]))
  }

  static func curve(
    _ name: String, kind: String = "sde", stepSize: Double? = 0.01, times: [Double] = [0.25, 1, 4],
    error: Double = 0.01, loss: (Double) -> Double = { 0.1 + exp(-$0) / 3 }
  ) -> CurveResult {
    let mean = times.map(loss)
    let errors = mean.map { error * abs($0) }
    return CurveResult(
      name: name, kind: kind, learningRate: 0.2, stepSize: stepSize, times: times, mean: mean,
      standardError: errors, minimum: mean.map { $0 / 3 }, maximum: mean.map { $0 * 3 },
      quantiles: [0.05, 0.5, 0.95].map { level in
        QuantileSeries(
          level: level, values: mean.map { $0 * (0.7 + 0.6 * level) }, standardErrors: errors.map { 2 * $0 })
      },
      quantilePaths: 640, contributing: times.indices.map { 1000 - $0 },
      diverged: Divergence(count: 0, firstPath: nil, firstTime: nil), steps: 400,
      secondsPerPathStep: 1.25e-8)
  }

  static func gap(_ a: CurveResult, _ b: CurveResult) -> GapResult {
    let mean = zip(a.mean, b.mean).map { $0 - $1 }
    return GapResult(
      first: a.name, second: b.name, coupling: "common initial weights", times: a.times, mean: mean,
      standardError: mean.map { _ in 0.001 }, lower: mean.map { $0 - 0.003 }, upper: mean.map { $0 + 0.003 },
      supremum: Supremum(
        value: 0.0123, lower: 0.01, upper: 0.0146, time: a.times.first ?? 0, level: 0.95, method: "by hand"))
  }

  static func result(_ curves: [CurveResult], name: String = "tiny") -> CompareResult {
    let pairs = curves.indices.flatMap { i in curves.indices.filter { $0 > i }.map { (i, $0) } }
    return CompareResult(
      name: name, provenance: provenance(), learningRate: 0.2, horizon: 4, curves: curves,
      gaps: pairs.map { gap(curves[$0.0], curves[$0.1]) }, notes: ["first note", "second <note>"])
  }

  static func result() -> CompareResult {
    result([curve("sde"), curve("sgd", kind: "sgd", stepSize: nil) { 0.11 + exp(-$0) / 3 }])
  }

  /// A path in the temporary directory that does not exist yet; the caller removes it.
  static func freshPath() -> String {
    FileManager.default.temporaryDirectory.appendingPathComponent("langevin-\(UUID().uuidString)").path
  }
}

/// Counts the elements of an XML text and collects its characters.
final class XMLReader: NSObject, XMLParserDelegate {
  private(set) var elements = 0
  private(set) var text = ""

  /// Whether the text is well-formed.
  func read(_ data: Data) -> Bool {
    let parser = XMLParser(data: data)
    parser.delegate = self
    return parser.parse()
  }

  func parser(
    _ parser: XMLParser, didStartElement elementName: String, namespaceURI: String?,
    qualifiedName: String?, attributes: [String: String]
  ) {
    elements += 1
  }

  func parser(_ parser: XMLParser, foundCharacters string: String) { text += string }
}
