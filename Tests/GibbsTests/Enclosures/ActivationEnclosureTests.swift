import Stochastic
import TestSupport
import Testing

@Suite struct ActivationEnclosureTests {
  @Test func imagesAreTightAndTrue() {
    check(Sigmoid.self)
    check(HyperbolicTangent.self)
    check(Softplus.self)
  }

  /// Against 400 points of each interval: nothing lies outside, and the ends are reached to the sampling error.
  private func check<A: Activation>(_ activation: A.Type) {
    var generator = SplitMix64(seed: 11)
    for _ in 0..<300 {
      let centre = 6 * generator.symmetric()
      let half = generator.unit() * generator.unit() * 4
      let range = (centre - half)...(centre + half)
      let image = A.image(of: range)
      var seen = [[Double]](repeating: [.infinity, -.infinity], count: 3)
      for k in 0...400 {
        let y = Lanes(repeating: (centre + half * (Double(k) / 200 - 1)) / A.argumentUnit)
        let phi = A.evaluate(y)
        let second = A.secondDerivative(y, value: phi.value, derivative: phi.derivative)
        for (index, x) in [phi.value[0], phi.derivative[0], second[0]].enumerated() {
          seen[index] = [min(seen[index][0], x), max(seen[index][1], x)]
        }
      }
      let sampling = 1e-14 + 2 * (half / 200) * (half / 200)
      for (range, extremes) in zip([image.value, image.derivative, image.secondDerivative], seen) {
        #expect(range.lowerBound <= extremes[0] + 1e-14 && range.lowerBound >= extremes[0] - sampling)
        #expect(range.upperBound >= extremes[1] - 1e-14 && range.upperBound <= extremes[1] + sampling)
      }
    }
    checkThird(A.self)
  }

  /// φ″(b) − φ″(a) = φ‴(ξ)(b − a) for some ξ between; and the ends are within reach of such quotients.
  private func checkThird<A: Activation>(_ activation: A.Type) {
    func second(_ z: Double) -> Double {
      let y = Lanes(repeating: z / A.argumentUnit)
      let phi = A.evaluate(y)
      return A.secondDerivative(y, value: phi.value, derivative: phi.derivative)[0]
    }
    for k in -80..<80 {
      let range = (0.1 * Double(k))...(0.1 * Double(k) + 0.5)
      let image = A.image(of: range).thirdDerivative
      let slopes = (0..<100).map { m in
        (second(range.lowerBound + 0.005 * Double(m + 1)) - second(range.lowerBound + 0.005 * Double(m)))
          / 0.005
      }
      let (least, most) = (slopes.min() ?? 0, slopes.max() ?? 0)
      #expect(image.lowerBound <= least + 1e-10 && image.lowerBound >= least - 0.1)
      #expect(image.upperBound >= most - 1e-10 && image.upperBound <= most + 0.1)
    }
  }

  @Test func theWholeLineHasTheKnownRanges() {
    let line = -Double.infinity ... .infinity
    let sigmoid = Sigmoid.image(of: line)
    #expect(sigmoid.value == 0...1 && sigmoid.derivative == 0...0.25)
    #expect(abs(sigmoid.secondDerivative.upperBound - 0.09622504486493763) <= 1e-15)
    let tangent = HyperbolicTangent.image(of: line)
    #expect(tangent.value == -1...1 && tangent.derivative == 0...1)
    #expect(abs(tangent.secondDerivative.lowerBound + 0.769800358919501) <= 1e-14)
    #expect(abs(tangent.thirdDerivative.lowerBound + 2) <= 1e-13)
    let softplus = Softplus.image(of: line)
    #expect(softplus.value.lowerBound == 0 && softplus.value.upperBound == .infinity)
    #expect(softplus.derivative == 0...1 && softplus.secondDerivative == 0...0.25)
    #expect(Softplus.image(of: -800...(-790)).value.upperBound > 0)
  }
}
