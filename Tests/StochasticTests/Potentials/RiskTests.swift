import Testing

@testable import Stochastic

/// Width, input dimension, samples: padded blocks of four, blocks of eight, at most sixteen samples and more. Alike units
/// have outer weights that differ in sign only; there are fewer than eight of them, or more.
struct RiskShape: Sendable, CustomTestStringConvertible {
  let width: Int
  let inputDimension: Int
  let samples: Int
  let alike: Bool
  var testDescription: String {
    "p \(width), d \(inputDimension), n \(samples)" + (alike ? ", alike" : "")
  }

  init(_ width: Int, _ inputDimension: Int, _ samples: Int, alike: Bool = false) {
    self.width = width
    self.inputDimension = inputDimension
    self.samples = samples
    self.alike = alike
  }

  func risk(_ activation: ReferenceActivation, beta: Double) -> ReferenceRisk {
    ReferenceRisk(
      activation, beta: beta, width: width, inputDimension: inputDimension, samples: samples, alike: alike)
  }

  static let all = [
    RiskShape(1, 1, 1), RiskShape(2, 1, 4), RiskShape(3, 2, 5), RiskShape(1, 7, 16), RiskShape(7, 3, 17),
    RiskShape(3, 8, 18), RiskShape(12, 20, 33), RiskShape(40, 5, 16), RiskShape(10, 20, 12),
    RiskShape(2, 1, 8, alike: true), RiskShape(19, 3, 13, alike: true), RiskShape(21, 9, 8, alike: true),
  ]
  /// Those whose Hessian is small enough for finite differences.
  static let small = all.filter { $0.width * $0.inputDimension <= 24 }
}

/// The regularised risk against its scalar definition. Weights are random, one vector a lane, fixed seeds.
@Suite struct RiskTests {
  @Test(arguments: RiskShape.all, ReferenceActivation.allCases)
  func valueAndGradientAreTheDefinitions(shape: RiskShape, activation: ReferenceActivation) throws {
    for (beta, limit) in [(1.0, 1.0), (2.5, 0.7), (0.3, 3.0)] {
      let reference = shape.risk(activation, beta: beta)
      let bench = try reference.underTest()
      let weights = reference.weights(limit: limit, seed: 1)
      #expect(relativeDifference(bench.value(weights), weights.map { reference.value($0) }) < 1e-12)
      for (gradient, w) in zip(bench.gradient(weights), weights) {
        #expect(relativeDifference(gradient, reference.gradient(w)) < 1e-12)
      }
    }
  }

  /// h = 1e-4: truncation h^2/6 L''' and rounding 1e-16/h stay below 1e-7 of the largest entry.
  @Test(arguments: RiskShape.all, ReferenceActivation.allCases)
  func gradientIsTheValuesDerivative(shape: RiskShape, activation: ReferenceActivation) throws {
    let reference = shape.risk(activation, beta: 1)
    let bench = try reference.underTest()
    let weights = reference.weights(limit: 1, seed: 2)
    for (gradient, difference) in zip(bench.gradient(weights), bench.differences(weights, step: 1e-4)) {
      #expect(relativeDifference(difference, gradient) < 1e-7)
    }
  }

  @Test(arguments: RiskShape.small, ReferenceActivation.allCases)
  func hessianIsTheGradientsDerivative(shape: RiskShape, activation: ReferenceActivation) throws {
    for beta in [1, 2.5] {
      let reference = shape.risk(activation, beta: beta)
      let bench = try reference.underTest()
      let weights = reference.weights(limit: 1, seed: 3)
      let d = reference.dimension
      let hessians = bench.hessian(weights)
      let differences = bench.gradientDifferences(weights, step: 3e-5).map { $0.flatMap { $0 } }
      // relative to the largest entry in any lane: single ones may be near zero
      #expect(relativeDifference(differences.flatMap { $0 }, hessians.flatMap { $0 }) < 1e-7)
      for hessian in hessians {
        let transposed = (0..<d * d).map { hessian[$0 % d * d + $0 / d] }
        #expect(relativeDifference(transposed, hessian) < 1e-15)
      }
    }
  }

  @Test(arguments: RiskShape.all, ReferenceActivation.allCases)
  func laplacianIsTheHessiansTrace(shape: RiskShape, activation: ReferenceActivation) throws {
    let reference = shape.risk(activation, beta: 1.7)
    let bench = try reference.underTest()
    let weights = reference.weights(limit: 1, seed: 4)
    let d = reference.dimension
    for (laplacian, hessian) in zip(bench.laplacian(weights), bench.hessian(weights)) {
      let diagonal = (0..<d).map { hessian[$0 * d + $0] }
      let scale = diagonal.reduce(0) { $0 + $1.magnitude }
      #expect((laplacian - diagonal.reduce(0, +)).magnitude < 1e-12 * scale)
    }
  }

  /// What is finite stays finite where exponentials overflow, and a loss is never below its penalty.
  @Test(arguments: [RiskShape(3, 2, 5), RiskShape(12, 20, 33)], ReferenceActivation.allCases)
  func extremeWeights(shape: RiskShape, activation: ReferenceActivation) throws {
    for limit in [1e3, 1e8, 1e15] {
      let reference = shape.risk(activation, beta: 2)
      let bench = try reference.underTest()
      let weights = reference.weights(limit: limit, seed: 5)
      for (value, w) in zip(bench.value(weights), weights) {
        #expect(value.isFinite)
        #expect(value >= 0.5 * 0.13 * w.reduce(0) { $0 + $1 * $1 } * (1 - 1e-12))
      }
      #expect(bench.gradient(weights).joined().allSatisfy { $0.isFinite })
      #expect(bench.laplacian(weights).allSatisfy { $0.isFinite })
      let batches = Array(repeating: [0, 1, 2], count: 16)
      #expect(bench.batchGradient(weights, batches: batches).joined().allSatisfy { $0.isFinite })
    }
  }
}
