import Foundation
import Gibbs
import Guarantees
import Stochastic
import Testing

@testable import Experiments

@Suite("Certify") struct CertifyStudyTests {
  private static func net(_ activation: String, lambda: Double, width: Int = 2) -> String {
    """
    name: net
    problem:
      kind: two-layer
      activation: \(activation)
      outer: {law: normal, width: \(width), norm: 1}
      regularization: \(lambda)
      data: {inputs: [[1.0], [-0.5]], labels: [0.4, -1.0]}
    learningRate: 0.05
    horizon: 4
    initial: {kind: gaussian, mean: 0, standardDeviation: 0.2}
    """
  }

  private static let well = "problem: {kind: double-well}\nlearningRate: 0.2\nhorizon: 1\n"
  private static let bowl = """
    problem: {kind: quadratic, dimension: 5, regularization: 2}
    learningRate: 0.1
    horizon: 3
    initial: {kind: gaussian, mean: 0.1, standardDeviation: 0.1}
    """

  private func result(
    _ text: String, measuresByChains: Bool = false, runs: Bool = false
  ) throws -> CertifyResult {
    try CertifyStudy(
      try parsedInput(text), file: "tiny.yaml", measuresByChains: measuresByChains, runs: runs
    )
    .run(control: RunControl(), started: Date()) { _ in }
  }

  @Test(
    "pictures, pages and tables of every kind of problem",
    arguments: [
      net("sigmoid", lambda: 0.3), net("softplus", lambda: 0.02), net("tanh", lambda: 0), well, bowl,
    ])
  func files(_ text: String) throws {
    let result = try result(text)
    try withInputDirectory { url in
      let directory = try ResultDirectory(
        url.appendingPathComponent("o").path, results: CertifyResult.fileNames)
      var messages: [String] = []
      try directory.write(result, experimentSource: text) { messages.append($0) }
      #expect(messages.filter { !$0.contains("was not found") } == [])
      let rays = try String(contentsOf: directory.url.appendingPathComponent("villani.csv"), encoding: .utf8)
      let widths = Set(rays.split(separator: "\n").map { $0.split(separator: ",").count })
      #expect(widths == [1 + result.rays.count + result.villaniLowerBounds.count])
      let page = try String(contentsOf: directory.url.appendingPathComponent("report.html"), encoding: .utf8)
      for certificate in result.certificates { #expect(page.contains(certificate.title)) }
    }
  }

  @Test func tablesQuoteTheirSentences() throws {
    let tables = try CertifyTables(try result(Self.bowl)).tables
    let hypotheses = try #require(tables.first { $0.fileName == CertifyTables.hypotheses })
    let lines = hypotheses.text.split(separator: "\n")
    #expect(lines.count > 10)
    for line in lines.dropFirst() {
      // six commas outside of quotes
      let parts = line.split(separator: "\"", omittingEmptySubsequences: false)
      let outside = parts.enumerated().filter { $0.offset.isMultiple(of: 2) }.map { String($0.element) }
        .joined()
      #expect(outside.count { $0 == "," } == 6, "\(line)")
    }
  }

  /// Above three dimensions only the quadratic is measured unasked, in closed form.
  @Test func whatIsMeasuredUnasked() throws {
    let bowl = try result(Self.bowl)
    #expect(bowl.measurementMethod == .deterministic)
    #expect(bowl.measurements.spectralGap.value == 2 && bowl.measurements.spectralGap.kind == .exact)
    // E L − min L = Ds/4
    #expect(abs((bowl.measurements.meanExcessLoss.value ?? 0) - 5 * 0.1 / 4) < 1e-12)
    #expect(
      bowl.certificates.allSatisfy { ($0.holds == true) != [.theorem32, .corollary33].contains($0.name) })
    #expect(
      bowl.notes.contains { $0.contains("closed forms") }
        && bowl.notes.allSatisfy { !$0.contains("quadrature") })
    let wide = try result(Self.net("tanh", lambda: 0.3, width: 4))
    #expect(
      wide.measurementMethod == nil && wide.measurements.spectralGap.reason?.contains("--measure") == true)
    #expect(wide.notes.contains { $0.contains("nothing was measured") })
  }

  @Test func chainsMeasureOnRequestAndTheLabelFollows() throws {
    let wide = try result(Self.net("tanh", lambda: 0.3, width: 4), measuresByChains: true)
    #expect(wide.measurementMethod == .monteCarlo)
    #expect(wide.measurements.excessRiskNorm.kind == .estimate)
    let poincare = try #require(wide.certificates.first { $0.name == .poincare })
    #expect(poincare.holds == true && poincare.bound?.quantity.kind == .estimate)
  }

  /// A run needs the Gibbs law in any dimension; the certificates are about the same measurement.
  @Test func aRunMeasuresOnceForBoth() throws {
    let text =
      Self.net("tanh", lambda: 0.3, width: 4) + "\npaths: 256\ngenerator: gsl:mt19937\n"
      + "times: [1, 2, 4]\n"
    var stages: [String] = []
    let run = try CertifyStudy(try parsedInput(text), file: "tiny.yaml", runs: true)
      .run(control: RunControl(), started: Date()) { stages.append($0) }
    #expect(stages.count { $0 == "searching the minima" } == 1)
    #expect(
      run.measurementMethod == .monteCarlo && run.notes.allSatisfy { !$0.contains("nothing was measured") })
    let reality = try #require(run.reality)
    #expect(reality.bound.rate == run.measurements.spectralGap)
    #expect(reality.equilibrium == run.measurements.meanExcessLoss)
    #expect(run.provenance.generator.contains("mt19937"))
    #expect(run.notes.contains { $0.contains("gsl:mt19937") && $0.contains("simulations only") })
  }

  @Test func withoutARunPhiloxDrawsEverything() throws {
    let plain = try result(Self.bowl + "\ngenerator: gsl:mt19937\n")
    #expect(plain.provenance.generator == "philox" && plain.reality == nil)
    #expect(plain.notes.contains { $0.contains("gsl:mt19937") })
  }

  @Test func theMethodOfTheFileCounts() throws {
    let chains = try result(Self.well + "gibbs: {method: monte-carlo}\n")
    #expect(chains.measurementMethod == .monteCarlo)
    #expect(chains.measurements.meanExcessLoss.kind == .estimate)
  }

  /// One softplus unit that inputs of both signs confine: there is a Gibbs law, which is not measured.
  @Test func aConfiningNetWithoutRegularizerIsNotMeasured() throws {
    let text = Self.net("softplus", lambda: 0, width: 1)
    for runs in [false, true] {
      let found = try result(text, runs: runs)
      #expect(found.certificates.first { $0.name == .confining }?.holds == true)
      #expect(found.measurements.spectralGap.reason == "measured numbers need lambda > 0")
      #expect(found.warnings.contains { $0.contains("not held against simulation") } == runs)
    }
  }

  /// The same bound of the loss wherever it is spoken of, and no density against a law that does not exist.
  @Test func withoutAGibbsLawTheReasonIsOne() throws {
    let flat = try result(Self.net("sigmoid", lambda: 0))
    let confining = try #require(flat.certificates.first { $0.name == .confining })
    let reason = try #require(flat.measurements.spectralGap.reason)
    #expect(reason.contains("the loss stays below") && confining.explanation.contains(reason))
    let theorem = try #require(flat.certificates.first { $0.name == .theorem34 })
    let density = try #require(theorem.hypotheses.first { $0.statement.contains("density") })
    #expect(density.holds == false && density.reason?.contains("there is no mu_s") == true)
  }

  /// No sentence shows more than six digits of a number.
  @Test(arguments: [
    net("sigmoid", lambda: 0.3), net("softplus", lambda: 0.3), net("softplus", lambda: 0, width: 1), well,
    bowl,
  ])
  func sentencesAreRounded(_ text: String) throws {
    let found = try result(text.replacing("standardDeviation: 0.2}", with: "standardDeviation: 0.35}"))
    let texts =
      found.certificates.flatMap { $0.sentences + $0.hypotheses.compactMap(\.reason) } + found.notes
      + found.warnings + [found.measurements.initialDistance.method ?? ""]
    for sentence in texts {
      #expect(sentence.firstMatch(of: /[0-9]\.[0-9]{9,}/) == nil, "\(sentence)")
    }
  }

  @Test func aCancelledRunThrows() throws {
    let control = RunControl()
    control.cancel()
    #expect(throws: CancellationError.self) {
      _ = try CertifyStudy(try parsedInput(Self.net("tanh", lambda: 0.3)), file: "tiny.yaml")
        .run(control: control, started: Date()) { _ in }
    }
  }

  /// What theory says about ‖ρ − μ_s‖ < ∞ is what quadrature finds, on both sides of the edge.
  @Test(arguments: ["sigmoid", "tanh", "softplus"], [0.19, 0.3, 0.4, 0.41, 0.6])
  func initialDensityAgreesWithItsMeasurement(_ activation: String, _ deviation: Double) throws {
    let text = Self.net(activation, lambda: 0.3).replacing(": 0.2}", with: ": \(deviation)}")
    let experiment = try parsedInput(text)
    let potential = try Catalogue.potential(experiment.problem, seed: experiment.seed)
    let finding = potential.initialDensity(experiment.initial, learningRate: 0.05)
    let distance = try #require(try result(text).measurements.initialDistance.value)
    if activation != "softplus" { #expect(finding.holds != nil) }
    if let holds = finding.holds { #expect(holds == (distance < .infinity)) }
    // s/lambda = 1/6
    if deviation > 0.409 { #expect(finding.holds == false) }
    if deviation < 0.2 { #expect(finding.holds == true) }
  }

  @Test func thePrintedBoundIsWarnedOf() throws {
    let far = Self.net("sigmoid", lambda: 0.3).replacing("[[1.0]", with: "[[3.0]")
    #expect(try result(far).warnings.contains { $0.contains("not valid") })
    #expect(try result(Self.net("sigmoid", lambda: 0.3)).warnings == [])
  }
}
