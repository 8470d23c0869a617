import Foundation
import TestSupport
import Testing

@testable import Stochastic

/// The errors the documentation of the lane functions promises, in units in the last place.
@Suite struct LanesAccuracyTests {
  @Test(arguments: LaneFunction.all)
  func errorIsWithinTheDocumentedBound(function: LaneFunction) {
    let largest = function.largestError(count: isDebug ? 200_000 : 2_000_000, seed: 1)
    #expect(largest.normal < function.bound + referenceError, "\(largest)")
    #expect(largest.subnormal < function.subnormalBound + referenceError, "\(largest)")
  }

  /// The gate can fail: a function that is off by 4 ulp everywhere is found out.
  @Test func wrongFunctionsAreFound() {
    let wrong = LaneFunction(
      name: "exp (1 + 2^-50)", evaluate: { Stochastic.exp($0) * (1 + 0x1p-50) },
      reference: { exp(Precise($0)) }, points: .exponential, bound: 1, subnormalBound: 2)
    #expect(wrong.largestError(count: 10_000, seed: 1).normal > 3.9)
  }

  /// What a lane returns depends on that lane alone, whatever the others hold.
  @Test(arguments: LaneFunction.all)
  func allLanesAgree(function: LaneFunction) {
    var random = SplitMix64(seed: 2)
    let special = function.points.special
    for start in stride(from: 0, to: special.count + 1600, by: 16) {
      let x = (start..<start + 16).map {
        $0 < special.count ? special[$0] : function.points.random($0, using: &random)
      }
      let alone = x.map { function.evaluate(Lanes(repeating: $0))[0] }
      for rotation in 0..<16 {
        let y = function.evaluate(Lanes((0..<16).map { x[($0 + rotation) % 16] }))
        for lane in 0..<16 {
          let expected = alone[(lane + rotation) % 16]
          #expect(y[lane].bitPattern == expected.bitPattern || (y[lane].isNaN && expected.isNaN))
        }
      }
    }
  }
}

/// Values that must be exact.
@Suite struct LanesSpecialValueTests {
  private func at(_ x: Double, _ function: (Lanes) -> Lanes) -> Double { function(Lanes(repeating: x))[3] }

  @Test func exponential() {
    #expect(at(0, Stochastic.exp) == 1)
    #expect(at(-0.0, Stochastic.exp) == 1)
    #expect(at(.infinity, Stochastic.exp) == .infinity)
    #expect(at(-.infinity, Stochastic.exp) == 0)
    #expect(at(.nan, Stochastic.exp).isNaN)
    #expect(at(710, Stochastic.exp) == .infinity)
    #expect(at(-746, Stochastic.exp) == 0)
  }

  @Test func logarithm() {
    #expect(at(1, Stochastic.log).bitPattern == 0)
    #expect(at(0, Stochastic.log) == -.infinity)
    #expect(at(-0.0, Stochastic.log) == -.infinity)
    #expect(at(.infinity, Stochastic.log) == .infinity)
    for x in [-1, -Double.leastNonzeroMagnitude, -.infinity, .nan] { #expect(at(x, Stochastic.log).isNaN) }
  }

  @Test func activations() {
    #expect(at(0, sigmoid) == 0.5)
    #expect(at(.infinity, sigmoid) == 1)
    #expect(at(-.infinity, sigmoid) == 0)
    #expect(at(0) { sigmoidWithDerivative($0).derivative } == 0.25)
    #expect(at(0) { tanhWithDerivative($0).derivative } == 1)
    #expect(at(.infinity, softplus) == .infinity)
    #expect(at(-.infinity, softplus) == 0)
    for x in [Double.infinity, -.infinity] {
      #expect(at(x, Stochastic.tanh) == (x > 0 ? 1 : -1))
      #expect(at(x) { sigmoidWithDerivative($0).derivative } == 0)
      #expect(at(x) { tanhWithDerivative($0).derivative } == 0)
    }
    for x in [0, -0.0, Double.leastNonzeroMagnitude, -1e-300] {
      #expect(at(x, Stochastic.tanh).bitPattern == x.bitPattern)
    }
    for function in LaneFunction.all { #expect(at(.nan, function.evaluate).isNaN) }
  }

  /// Beyond 1022 the activations of nets stay where they are there, so that nothing becomes infinite or NaN.
  @Test func powersBeyondTheRange() {
    for y in [1022.5, 1024, 1e5, 0x1p60, 1e300, .greatestFiniteMagnitude] {
      #expect(at(y) { sigmoidInBits($0).value } == 0x1p-1022)
      #expect(at(y) { sigmoidInBits($0).derivative } == 0x1p-1022)
      #expect(at(y) { tanhInBits($0).value } == 1)
      #expect(at(y) { tanhInBits($0).derivative } == 0x1p-1020)
      #expect(ulpError(at(y) { softplusInBits($0).value }, Precise(y) * log(Precise(2))) < 1)
      #expect(at(y) { softplusInBits($0).derivative } == 1)
    }
  }

  /// tanh is odd and the derivatives are even, to the bit.
  @Test func symmetry() {
    var random = SplitMix64(seed: 3)
    for place in 0..<2000 {
      let x = Lanes(repeating: PointSet.exponential.random(place, using: &random))
      #expect(Stochastic.tanh(-x)[0] == -Stochastic.tanh(x)[0])
      #expect(tanhWithDerivative(-x).derivative[0] == tanhWithDerivative(x).derivative[0])
      #expect(sigmoidWithDerivative(-x).derivative[0] == sigmoidWithDerivative(x).derivative[0])
    }
  }
}
