import Foundation
import Gibbs
import Stochastic
import Testing

@Suite struct InitialDistanceTests {
  @Test(arguments: GibbsReference.cases(dimension: 1...2))
  func referenceDistances(_ item: GibbsReference.Case) throws {
    let quadrature = try GibbsQuadrature(
      item.potential, learningRate: item.learningRate, minima: item.minima)
    #expect(!item.starts.isEmpty && item.starts.count == item.answers.distances.count)
    for (start, answer) in zip(item.starts, item.answers.distances) {
      guard let mean = start.mean, let deviation = start.standardDeviation else {
        #expect(answer == nil)
        continue
      }
      let distance = try quadrature.distance(fromGaussian: mean, standardDeviation: deviation)
      switch (distance, answer) {
      case (.infinite, nil): break
      case (.finite(let value, let logarithm), .some(let truth)):
        let difference = (value.value - truth.value).magnitude
        // the reference's Z enters its distances: d chi = (1 + chi^2)/(2 chi) d log Z
        let square = truth.value * truth.value
        let error = truth.error + (1 + square) / (2 * truth.value) * item.answers.logPartitionFunction.error
        #expect(difference <= 1e-8 * truth.value)
        #expect(difference <= value.error + error)
        #expect((exp(logarithm.value) - value.value).magnitude <= 1e-12 * value.value)
      default: Issue.record("\(distance) where the truth is \(String(describing: answer))")
      }
    }
  }
}
