import Foundation
import TestSupport

@testable import Stochastic

/// An activation by name, with its scalar formulas.
enum ReferenceActivation: String, CaseIterable, Sendable {
  case sigmoid, tanh, softplus

  func value(_ z: Double, beta: Double) -> Double {
    switch self {
    case .sigmoid: 1 / (1 + Foundation.exp(-beta * z))
    case .tanh: Foundation.tanh(beta * z)
    case .softplus: (Foundation.log1p(Foundation.exp(-(beta * z).magnitude)) + max(beta * z, 0)) / beta
    }
  }

  func derivative(_ z: Double, beta: Double) -> Double {
    switch self {
    case .sigmoid: beta / (2 + 2 * cosh(beta * z))
    case .tanh: beta / (cosh(beta * z) * cosh(beta * z))
    case .softplus: 1 / (1 + Foundation.exp(-beta * z))
    }
  }
}

/// The regularised risk of a two-layer net, written down as in the definition, one path and one sample at a time.
struct ReferenceRisk: Sendable {
  let activation: ReferenceActivation
  let beta: Double
  let outer: [Double]
  let inputs: [[Double]]
  let labels: [Double]
  let regularization: Double

  var width: Int { outer.count }
  var inputDimension: Int { inputs[0].count }
  var dimension: Int { width * inputDimension }
  var sampleCount: Int { labels.count }

  /// p units, d inputs, n samples, all numbers random; of alike units the outer weights differ in sign only.
  init(
    _ activation: ReferenceActivation, beta: Double, width: Int, inputDimension: Int, samples: Int,
    regularization: Double = 0.13, alike: Bool = false
  ) {
    var random = SplitMix64(seed: UInt64(1000 * width + 100 * inputDimension + samples))
    func numbers(_ count: Int, _ limit: Double) -> [Double] {
      (0..<count).map { _ in random.uniform(-limit, limit) }
    }
    self.activation = activation
    self.beta = beta
    outer = numbers(width, 2).map { alike ? ($0 < 0 ? -0.6 : 0.6) : $0 }
    inputs = (0..<samples).map { _ in numbers(inputDimension, 1.5) }
    labels = numbers(samples, 2)
    self.regularization = regularization
  }

  /// W_j . x_i
  private func preactivation(_ w: [Double], _ j: Int, _ i: Int) -> Double {
    (0..<inputDimension).reduce(0) { $0 + w[j * inputDimension + $1] * inputs[i][$1] }
  }

  private func residual(_ w: [Double], _ i: Int) -> Double {
    (0..<width).reduce(-labels[i]) {
      $0 + outer[$1] * activation.value(preactivation(w, $1, i), beta: beta)
    }
  }

  func value(_ w: [Double]) -> Double {
    let squares = (0..<sampleCount).reduce(0) { $0 + 0.5 * residual(w, $1) * residual(w, $1) }
    return squares / Double(sampleCount) + 0.5 * regularization * w.reduce(0) { $0 + $1 * $1 }
  }

  /// Over all samples, or over a batch.
  func gradient(_ w: [Double], batch: [Int]? = nil) -> [Double] {
    let samples = batch ?? Array(0..<sampleCount)
    var result = w.map { regularization * $0 }
    for i in samples {
      let r = residual(w, i) / Double(samples.count)
      for j in 0..<width {
        let slope = outer[j] * activation.derivative(preactivation(w, j, i), beta: beta)
        for k in 0..<inputDimension { result[j * inputDimension + k] += r * slope * inputs[i][k] }
      }
    }
    return result
  }

  /// Sixteen weight vectors with entries in [-limit, limit].
  func weights(limit: Double, seed: UInt64) -> [[Double]] {
    var random = SplitMix64(seed: seed)
    return (0..<16).map { _ in (0..<dimension).map { _ in random.uniform(-limit, limit) } }
  }
}

/// What is tested of a risk whatever its activation; an existential, since tests choose at run time.
protocol RiskUnderTest {
  func value(_ weights: [[Double]]) -> [Double]
  func gradient(_ weights: [[Double]]) -> [[Double]]
  func valueAndGradient(_ weights: [[Double]]) -> (values: [Double], gradients: [[Double]])
  func laplacian(_ weights: [[Double]]) -> [Double]
  func hessian(_ weights: [[Double]]) -> [[Double]]
  func batchGradient(_ weights: [[Double]], batches: [[Int]]) -> [[Double]]
  func weightedGradient(_ weights: [[Double]], factors: [[Double]]) -> [[Double]]
  func differences(_ weights: [[Double]], step h: Double) -> [[Double]]
  func gradientDifferences(_ weights: [[Double]], step h: Double) -> [[[Double]]]
}

extension PotentialBench: RiskUnderTest where P: TwiceDifferentiable & FiniteSum {}

extension ReferenceRisk {
  /// The same risk as the library has it.
  func underTest() throws -> any RiskUnderTest {
    switch activation {
    case .sigmoid: PotentialBench(potential: try risk(Sigmoid(beta: beta)))
    case .tanh: PotentialBench(potential: try risk(HyperbolicTangent(beta: beta)))
    case .softplus: PotentialBench(potential: try risk(Softplus(beta: beta)))
    }
  }

  func risk<A: Activation>(_ activation: A) throws -> RegularizedRisk<A> {
    try RegularizedRisk(
      activation: activation, outer: outer, inputs: inputs, labels: labels, regularization: regularization)
  }
}
