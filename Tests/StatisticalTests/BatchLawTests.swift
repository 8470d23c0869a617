import Foundation
import Stochastic
import Testing

/// L(w) = (1/n) Σ 3^i w: its gradients do not depend on w, so that w tells which samples were visited, and
/// how often.
private struct Tally: FiniteSum {
  let dimension = 1
  let sampleCount: Int

  func value(at w: LaneVector, scratch: LaneVector) -> Lanes { w[0] }

  func gradient(at w: LaneVector, into gradient: LaneVector, scratch: LaneVector) {
    gradient[0] = Lanes(
      repeating: (0..<sampleCount).reduce(0) { $0 + pow(3, Double($1)) } / Double(sampleCount))
  }

  func batchGradient(
    at w: LaneVector, batch: UnsafeBufferPointer<LaneIndices>, into gradient: LaneVector, scratch: LaneVector
  ) {
    var sum = Lanes.zero
    for indices in batch {
      for lane in 0..<16 { sum[lane] += pow(3, Double(indices[lane])) }
    }
    gradient[0] = sum / Double(batch.count)
  }

  func weightedGradient(
    at w: LaneVector, weights: LaneVector, into gradient: LaneVector, scratch: LaneVector
  ) {
    gradient[0] = (0..<sampleCount).reduce(.zero) { $0 + pow(3, Double($1)) * weights[$1] }
  }
}

/// Which batches come, and how often. With s = b = 2, −w is the sum of 3^i over the samples visited so far.
///
/// Gate: each outcome's frequency within 4.5 standard errors √(p(1 − p)/N); impossible outcomes never.
@Suite struct BatchLawTests {
  /// −w after `steps` steps, path by path.
  private func visits(samples: Int, _ sampling: Sampling, steps: Int, seed: UInt64) throws -> [Int] {
    let state = try simulate(
      Tally(sampleCount: samples), learningRate: 2, initial: .point([0]), times: [2 * Double(steps)],
      curves: [.sgd(batch: 2, sampling: sampling)], paths: RetainedPaths.limit, seed: seed)
    return state.retained.losses(curve: 0, time: 0).map { Int(-$0) }
  }

  private func expect(_ visits: [Int], follow law: [Int: Double], _ what: String) {
    #expect(Set(visits).isSubset(of: law.keys), "\(what): outcomes \(Set(visits).subtracting(law.keys))")
    for (outcome, probability) in law {
      let frequency = Double(visits.count { $0 == outcome }) / Double(visits.count)
      let error = (probability * (1 - probability) / Double(visits.count)).squareRoot()
      StatisticalTests.expect(
        Estimate(value: frequency, standardError: error), near: probability, "\(what): outcome \(outcome)")
    }
  }

  private let power = [1, 3, 9, 27, 81]

  /// Two of four samples: each of the six pairs alike, at the first step and after an epoch has ended.
  @Test(arguments: [Sampling.withoutReplacement, .reshuffle]) func pairs(_ sampling: Sampling) throws {
    var law: [Int: Double] = [:]
    for i in 0..<4 { for j in i + 1..<4 { law[power[i] + power[j]] = 1.0 / 6 } }
    expect(try visits(samples: 4, sampling, steps: 1, seed: 7000), follow: law, "\(sampling)")
    if sampling == .reshuffle {
      let later = try visits(samples: 4, sampling, steps: 5, seed: 7001)
      expect(later.map { $0 - 2 * 40 }, follow: law, "first batch of the third epoch")
    }
  }

  /// Two draws of four: equal ones with probability 1/16, each unequal pair 1/8.
  @Test func independentDraws() throws {
    var law: [Int: Double] = [:]
    for i in 0..<4 { for j in 0..<4 { law[power[i] + power[j], default: 0] += 1.0 / 16 } }
    expect(try visits(samples: 4, .withReplacement, steps: 1, seed: 7002), follow: law, "with replacement")
  }

  /// An epoch visits every sample once, on every path.
  @Test(arguments: 1...3) func epochVisitsEverySample(_ epochs: Int) throws {
    let all = try visits(samples: 4, .reshuffle, steps: 2 * epochs, seed: 7003)
    #expect(Set(all) == [40 * epochs])
  }

  /// Five samples in batches of two: an epoch leaves one out, each of them alike.
  @Test func remainderIsLeftOut() throws {
    let law = Dictionary(uniqueKeysWithValues: power.map { (121 - $0, 0.2) })
    expect(try visits(samples: 5, .reshuffle, steps: 2, seed: 7004), follow: law, "one epoch")
  }

  /// Fresh subsets do not make an epoch: the second pair is independent of the first.
  @Test func subsetsAreDrawnAfresh() throws {
    var law: [Int: Double] = [:]
    let pairs = (0..<4).flatMap { i in (i + 1..<4).map { power[i] + power[$0] } }
    for first in pairs { for second in pairs { law[first + second, default: 0] += 1.0 / 36 } }
    expect(try visits(samples: 4, .withoutReplacement, steps: 2, seed: 7005), follow: law, "two subsets")
  }
}
