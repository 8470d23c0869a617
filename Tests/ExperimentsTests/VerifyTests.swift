import Foundation
import Stochastic
import TestSupport
import Testing

@testable import Experiments

/// The statistics behind a measured order, and what is made of them.
@Suite struct VerifyTests {
  private static let steps = [0.5, 0.25, 0.125, 0.0625]

  /// Errors of order p with independent relative standard errors.
  private func errors(order: Double, relative: Double, factors: [Double] = [1, 1, 1, 1]) -> MeasuredErrors {
    let errors = zip(Self.steps, factors).map { 3 * pow($0, order) * $1 }
    return MeasuredErrors(
      steps: Self.steps, errors: errors, standardErrors: errors.map { relative * $0 })
  }

  private func verdict(_ data: MeasuredErrors, nominal: NominalOrder, scale: [Double] = []) throws
    -> OrderVerdict
  {
    let task = OrderTask(scheme: VerifiedScheme(.heun), nominal: nominal, steps: Self.steps)
    let bench = OrderBench(
      kind: .weak, problem: try .quadratic(), horizon: 1, referenceStep: 0.01, tasks: [task], paths: 1)
    return OrderRow(task, of: bench, data, scale: scale).verdict
  }

  @Test func exactPowersAreFitted() {
    for order in [0.5, 1, 1.5, 2, 4] {
      let fit = OrderFit(errors(order: order, relative: 0.01))
      #expect(abs(fit.order - order) < 1e-12 && abs(fit.constant - 3) < 1e-11)
      #expect(abs(fit.error(at: 0.5) - 3 * pow(0.5, order)) < 1e-11)
    }
  }

  @Test func anOrderOffByAQuarterDoesNotPass() throws {
    for shift in [-0.25, 0.25] {
      #expect(try verdict(errors(order: 1 + shift, relative: 0.001), nominal: .order(1)) != .pass)
      #expect(try verdict(errors(order: 1 + shift, relative: 0.05), nominal: .order(1)) != .pass)
    }
    #expect(try verdict(errors(order: 1.5, relative: 0.001), nominal: .order(1)) == .fail)
    #expect(try verdict(errors(order: 1.1, relative: 0.01), nominal: .order(1)) == .pass)
    #expect(try verdict(errors(order: 1.1, relative: 0.15), nominal: .order(1)) == .inconclusive)
  }

  @Test func errorsBelowTheirNoiseAreInconclusive() throws {
    #expect(try verdict(errors(order: 1, relative: 0.21), nominal: .order(1)) == .inconclusive)
    #expect(try verdict(errors(order: 1, relative: .nan), nominal: .order(1)) == .fail)
    #expect(try verdict(errors(order: .nan, relative: 0.1), nominal: .order(1)) == .fail)
  }

  @Test func noErrorMeansNone() throws {
    let scale = Self.steps.map { 0.1 * $0 }
    func zero(_ error: Double, _ deviation: Double) -> MeasuredErrors {
      MeasuredErrors(
        steps: Self.steps, errors: Self.steps.map { _ in error },
        standardErrors: Self.steps.map { _ in deviation })
    }
    #expect(try verdict(zero(1e-4, 1e-4), nominal: .exact, scale: scale) == .pass)
    #expect(try verdict(zero(1e-3, 1e-4), nominal: .exact, scale: scale) == .fail)
    #expect(try verdict(zero(1e-3, 1e-2), nominal: .exact, scale: scale) == .inconclusive)
    #expect(try verdict(zero(1e-4, 1e-4), nominal: .exact, scale: []) == .inconclusive)
  }

  @Test func meansAndCovariancesInBatches() {
    var random = SplitMix64(seed: 4)
    func uniform() -> Double { Double(random.next() >> 11) * 0x1p-53 }
    let x = (0..<1000).map { _ in uniform() }
    let y = x.map { 0.5 * $0 + uniform() }
    var batched = CorrelatedMeans(dimension: 2)
    for first in stride(from: 0, to: 1000, by: 300) {
      let range = first..<min(first + 300, 1000)
      batched.add([Array(x[range]), Array(y[range])])
    }
    let (mx, my) = (x.reduce(0, +) / 1000, y.reduce(0, +) / 1000)
    let covariance = zip(x, y).reduce(0) { $0 + ($1.0 - mx) * ($1.1 - my) } / 999 / 1000
    #expect(abs(batched.means[0] - mx) < 1e-14 && abs(batched.means[1] - my) < 1e-14)
    #expect(abs(batched.covariance[0][1] - covariance) < 1e-12 * covariance)
    #expect(batched.covariance[0][1] == batched.covariance[1][0])
  }

  /// Over 2000 synthetic measurements whose errors share half of their noise, the 99 % interval misses the order as
  /// often as it should: 20 times, within four standard deviations of a binomial number.
  @Test func intervalsOfCorrelatedErrorsCover() {
    let key = StreamKey(seed: 9, purpose: .replicates)
    let storage = LaneStorage(count: 5)
    let truth = Self.steps.map { 0.3 * $0 }
    var misses = 0
    for block in 0..<125 {
      key.fillNormals(storage.vector, firstPath: UInt64(16 * block), step: 0)
      for lane in 0..<16 {
        let normals = (0..<5).map { storage.vector[$0][lane] }
        // equal relative noise, correlation 1/2
        let relative = 0.02
        let noisy = truth.enumerated().map {
          $1 * (1 + relative * 0.5.squareRoot() * (normals[$0] + normals[4]))
        }
        let covariance = truth.indices.map { i in
          truth.indices.map { j in truth[i] * truth[j] * relative * relative * (i == j ? 1 : 0.5) }
        }
        let fit = OrderFit(MeasuredErrors(steps: Self.steps, errors: noisy, covariance: covariance))
        if abs(fit.order - 1) > fit.halfWidth { misses += 1 }
      }
    }
    #expect(abs(Double(misses) - 20) < 4 * (2000 * 0.01 * 0.99).squareRoot(), "\(misses) of 2000")
  }

  @Test func rowsDoNotDependOnThreads() throws {
    let task = OrderTask(scheme: VerifiedScheme(.heun), nominal: .order(1), steps: [0.25, 0.125])
    let bench = OrderBench(
      kind: .strong, problem: try .tanhNet(), horizon: 1, referenceStep: 1.0 / 64, tasks: [task], paths: 9000)
    let rows = try [1, 3].map { threads in
      try OrderMeter(source: EnsembleSource(threads: threads), control: RunControl()).measure(bench, seed: 1)
        .rows[0]
    }
    #expect(rows[0].data.errors == rows[1].data.errors && rows[0].data.covariance == rows[1].data.covariance)
  }

  @Test func aFailureIsAFailureOfTheWhole() throws {
    let good = Agreement(statement: "one", expected: 1, found: 1.001, standardError: 0.001)
    let bad = Agreement(statement: "one", expected: 1, found: 1.005, standardError: 0.001)
    func result(_ agreements: [Agreement]) -> VerifyResult {
      VerifyResult(
        scale: .quick, rows: [], agreements: agreements,
        provenance: Provenance(
          version: "", seed: 1, generator: "", threads: 1, processor: "", started: "", seconds: 0, paths: 1,
          experimentFile: nil, experiment: .null))
    }
    #expect(result([good]).holds && result([good]).warnings.isEmpty)
    #expect(!result([good, bad]).holds && result([good, bad]).warnings.count == 1)
  }

  /// The quartic's own truth against the quadrature rule at another resolution and range.
  @Test func theQuarticKnowsItsMean() {
    let found = Quartic.meanSquare(learningRate: 1)
    #expect(abs(found.value - 0.289_602_386_319_24) < 1e-9 && found.error < 1e-12)
  }
}
