import Foundation
import Stochastic

/// `langevin verify`: every order and every known answer, measured.
public struct VerifyStudy: Sendable {
  public let scale: VerifyScale
  public let seed: UInt64
  public let threads: Int

  public init(_ scale: VerifyScale, seed: UInt64 = 1, threads: Int? = nil) {
    self.scale = scale
    self.seed = seed
    self.threads = threads ?? ProcessorCount.available
  }

  /// Measures everything; `progress` hears what is being measured.
  /// - Throws: `CancellationError` once `control` is cancelled.
  public func run(control: RunControl, progress: (String) -> Void) throws -> VerifyResult {
    let started = Date()
    let benches = try scale.benches()
    let meter = OrderMeter(source: EnsembleSource(threads: threads), control: control)
    let timing = SchemeTiming(threads: threads, control: control)
    let seeds = StreamKey(seed: seed, purpose: .replicates)
    var rows: [OrderRow] = []
    var agreements = [Agreement.philox()]
    progress("known answers")
    agreements += try Agreement.taming(seed: seed, threads: threads, control: control)
    agreements += try meter.adaptiveSteps(seed: seed) + meter.onePath(seed: seed)
    agreements += try meter.regression(paths: scale.regressionPaths, seed: seed)
    for (place, bench) in benches.enumerated() {
      progress("\(bench.kind.rawValue), \(bench.problem.name)")
      let findings = try meter.measure(bench, seed: seeds.derivedSeed(UInt64(place)))
      rows += try zip(findings.rows, bench.tasks).map { try timing.priced($0, $1, of: bench) }
      agreements += findings.agreements
    }
    return VerifyResult(
      scale: scale, rows: rows, agreements: agreements, provenance: provenance(started, benches))
  }

  private func provenance(_ started: Date, _ benches: [OrderBench]) -> Provenance {
    Provenance(
      version: Langevin.version, seed: seed, generator: "philox", threads: threads,
      processor: Langevin.processor, started: started.ISO8601Format(),
      seconds: Date().timeIntervalSince(started), paths: benches.reduce(0) { $0 + $1.paths },
      experimentFile: nil,
      experiment: .object([
        ("scale", .string(scale.rawValue)), ("benches", .array(benches.map(\.json))),
      ]))
  }
}

extension OrderBench {
  /// What was run.
  var json: JSONValue {
    .object([
      ("kind", .string(kind.rawValue)), ("problem", .string(problem.name)),
      ("learningRate", kind.isInLearningRate ? .null : .number(problem.learningRate)),
      ("times", .numbers(times)), ("referenceStep", .number(referenceStep)), ("paths", .integer(paths)),
      ("schemes", .array(tasks.map { .string($0.name) })),
    ])
  }
}
