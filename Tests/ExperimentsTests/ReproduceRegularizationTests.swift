import Foundation
import Testing

@testable import Experiments
@testable import Stochastic

/// Figures 1 and 2: the measurement against SGD written down here, and the words against the numbers.
@Suite struct ReproduceRegularizationTests {
  private static let tiny = RegularizationSettings(
    labels: .sine(noise: 0.5), widths: [2, 3], regularizations: [0.01, 0.2], dataSets: 2, steps: 12,
    dimension: 2, outerNorm: 1.5, runs: 5, samples: 9, testSamples: 6, batch: 4, learningRate: 0.3, every: 3)

  private func sigmoid(_ z: Double) -> Double { 1 / (1 + exp(-z)) }

  private func output(_ w: [Double], _ a: [Double], _ x: [Double]) -> Double {
    a.indices.reduce(0) { sum, j in
      sum + a[j] * sigmoid(x.indices.reduce(0) { $0 + w[j * x.count + $1] * x[$1] })
    }
  }

  private func loss(_ w: [Double], _ a: [Double], _ data: DataSet) -> Double {
    zip(data.inputs, data.labels).reduce(0) { $0 + 0.5 * pow($1.1 - output(w, a, $1.0), 2) }
      / Double(data.labels.count)
  }

  /// W - (s/b) sum of gradients - s lambda W
  private func step(
    _ w: [Double], _ a: [Double], _ data: DataSet, _ batch: [Int], rate: Double, lambda: Double
  ) -> [Double] {
    var next = w.map { (1 - rate * lambda) * $0 }
    for i in batch {
      let x = data.inputs[i]
      let residual = output(w, a, x) - data.labels[i]
      for j in a.indices {
        let s = sigmoid(x.indices.reduce(0) { $0 + w[j * x.count + $1] * x[$1] })
        for k in x.indices {
          next[j * x.count + k] -= rate / Double(batch.count) * residual * a[j] * s * (1 - s) * x[k]
        }
      }
    }
    return next
  }

  /// The mean over runs of the smallest recorded test loss, run by run and number by number.
  private func bestLoss(width: Int, lambda: Double, dataSet: Int) throws -> Double {
    let t = Self.tiny
    let seed = StreamKey(seed: 11, purpose: .replicates).derivedSeed(UInt64(dataSet))
    let all = DataSet.sine(samples: 15, dimension: 2, noise: 0.5, seed: seed)
    let train = DataSet(inputs: Array(all.inputs[..<9]), labels: Array(all.labels[..<9]))
    let test = DataSet(inputs: Array(all.inputs[9...]), labels: Array(all.labels[9...]))
    let a = DataSet.normalVector(count: width, norm: 1.5, seed: seed)
    let settings = EnsembleSettings(
      learningRate: t.learningRate, initial: .point([]), times: [1], seed: seed, generator: .philox)
    var sampler = try BatchSampler(settings, samples: 9, batch: 4, sampling: .withoutReplacement)
    sampler.begin(firstPath: 0)
    let storage = LaneStorage(count: 2 * width)
    StreamKey(seed: seed, purpose: .initialWeights).fillNormals(storage.vector, firstPath: 0, step: 0)
    var weights = (0..<5).map { run in (0..<2 * width).map { storage.vector[$0][run] / 2.0.squareRoot() } }
    var best = [Double](repeating: .infinity, count: 5)
    for number in 1...12 {
      let drawn = sampler.draw(step: UInt64(number - 1))
      for run in 0..<5 {
        let batch = (0..<4).map { Int(drawn[$0][run]) }
        weights[run] = step(weights[run], a, train, batch, rate: t.learningRate, lambda: lambda)
        if number % 3 == 0 { best[run] = min(best[run], loss(weights[run], a, test)) }
      }
    }
    return best.reduce(0, +) / 5
  }

  @Test func bestTestLossesAreThoseOfScalarSGD() throws {
    let measurement = try RegularizationMeasurement(
      Self.tiny, seed: 11, runs: ParallelRuns(threads: 2, control: RunControl()))
    for (row, width) in Self.tiny.widths.enumerated() {
      for (column, lambda) in Self.tiny.regularizations.enumerated() {
        for set in 0..<2 {
          let expected = try bestLoss(width: width, lambda: lambda, dataSet: set)
          let got = measurement.best[row][column][set]
          #expect((got / expected - 1).magnitude < 1e-12, "width \(width), lambda \(lambda), data set \(set)")
        }
      }
    }
    #expect(measurement.reference == 1)
  }

  @Test func bestLossesAreMinimaOverTime() {
    #expect(RegularizationMeasurement.bestLoss([[3, 5], [2, 7], [4, 6]]) == 3.5)
  }

  private func measurement(_ best: [[[Double]]]) -> RegularizationMeasurement {
    var settings = Self.tiny
    settings.regularizations = [0.001, 0.1, 0.13]
    return RegularizationMeasurement(settings: settings, best: best)
  }

  /// Ratios are taken on each data set, then averaged.
  @Test func ratios() {
    let m = measurement([[[1, 2], [2, 3], [3, 4]], [[1, 1], [0.5, 2], [1, 1]]])
    #expect(m.reference == 2)
    #expect(m.ratio(0).value == 2.5)
    #expect((m.ratio(0).standardError - 0.5).magnitude < 1e-15)
    #expect(m.ratio(1).value == 1.5)
    #expect(m.largestRatio.width == 2)
    #expect((m.smallestStep - 1 / 1.25).magnitude < 1e-15)
    #expect(m.loss(0, 1).value == 2.5)
  }

  /// The caption and the checks follow the numbers.
  @Test func wordsFollowNumbers() throws {
    func findings(_ factor: Double, _ figure: RegularizationFigure = .sine) throws -> FigureFindings {
      try figure.findings(
        measurement([
          [[1, 1.01], [1, 1.01], [factor, 1.01 * factor]], [[1, 1.02], [1, 1.02], [1, 1.02]],
        ]))
    }
    let none = try findings(1.05)
    #expect(none.caption.contains("hardly any deterioration") && none.checks.allSatisfy(\.holds))
    #expect(try findings(1.4).caption.contains("That is mild, as the paper says."))
    let large = try findings(2.5)
    #expect(large.caption.contains("not negligible") && large.caption.contains("150 % more at p = 2"))
    #expect(large.caption.contains("The ratio falls with the width.") && large.checks.allSatisfy(\.holds))
    let excessive = try findings(12)
    #expect(excessive.caption.contains("is not mild"))
    #expect(excessive.checks.map(\.holds) == [true, false])
    #expect(try findings(4, .teacher).checks.map(\.holds) == [true, true])
    let falling = try findings(0.9)
    #expect(falling.checks.map(\.holds) == [false, true])
    #expect(falling.caption.contains("It does not always grow with λ"))
  }

  /// Neither the number of threads nor their order changes a bit; a cancelled control stops it.
  @Test func threadsAndCancellation() throws {
    let results = try [1, 2, 5].map { threads in
      try RegularizationMeasurement(
        Self.tiny, seed: 3, runs: ParallelRuns(threads: threads, control: RunControl())
      ).best
    }
    #expect(results[0] == results[1] && results[0] == results[2])
    let other = try RegularizationMeasurement(
      Self.tiny, seed: 4, runs: ParallelRuns(threads: 1, control: RunControl()))
    #expect(Set(other.best.joined().joined()).isDisjoint(with: results[0].joined().joined()))
    let control = RunControl()
    control.cancel()
    #expect(throws: CancellationError.self) {
      _ = try RegularizationMeasurement(Self.tiny, seed: 3, runs: ParallelRuns(threads: 2, control: control))
    }
  }

  @Test func progressEndsAtOne() throws {
    let control = RunControl()
    _ = try RegularizationMeasurement(
      Self.tiny, seed: 3, runs: ParallelRuns(threads: 2, control: control))
    #expect(control.fraction == 1)
  }

  /// A run that diverges is said to, and which.
  @Test func divergence() throws {
    var settings = Self.tiny
    settings.learningRate = 1e80
    #expect {
      _ = try RegularizationMeasurement(
        settings, seed: 3, runs: ParallelRuns(threads: 2, control: RunControl()))
    } throws: { error in
      (error as? ProblemError)?.description.contains("diverged") == true
    }
  }
}
