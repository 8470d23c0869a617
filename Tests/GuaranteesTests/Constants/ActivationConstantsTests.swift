import Stochastic
import Testing

/// The closed forms against dense numerical maximisation, for several slopes.
struct ActivationConstantsTests {
  @Test(arguments: [0.5, 1, 3.7])
  func sigmoid(beta: Double) { check(Sigmoid(beta: beta), beta) }

  @Test(arguments: [0.5, 1, 3.7])
  func tanh(beta: Double) { check(HyperbolicTangent(beta: beta), beta) }

  @Test(arguments: [0.5, 1, 3.7])
  func softplus(beta: Double) { check(Softplus(beta: beta), beta) }

  private func check<A: Activation>(_ activation: A, _ beta: Double) {
    let scan = Scan(activation, beta)
    let constants = activation.constants
    if constants.bound < .infinity {
      scan.expect(constants.bound, isMaximumOf: \.value)
    } else {
      #expect(scan.maximum(of: \.value) > 40 / beta)
    }
    scan.expect(constants.derivativeBound, isMaximumOf: \.derivative)
    scan.expect(constants.lipschitz, isMaximumOf: \.derivative)
    scan.expect(constants.secondDerivativeBound, isMaximumOf: \.secondDerivative)
    scan.expect(constants.derivativeLipschitz, isMaximumOf: \.secondDerivative)
    scan.expect(constants.homogeneityDefect, isMaximumOf: \.defect)
    #expect(constants.curvatureProduct >= scan.maximum(of: \.curvatureProduct))
    #expect(constants.curvatureProduct <= 2 * scan.maximum(of: \.curvatureProduct))
    #expect(abs(constants.valueAtZero - scan.valueAtZero) <= 1e-15)
    let third = scan.steepestChangeOfSecondDerivative
    #expect(abs(third / constants.thirdDerivativeBound - 1) < 1e-5)
  }
}

/// σ and what is made of it at z = −50/β … 50/β, 200001 points.
private struct Scan {
  struct Point {
    let value, derivative, secondDerivative, defect, curvatureProduct: Double
  }

  let points: [Point]
  let spacing: Double
  let valueAtZero: Double

  init<A: Activation>(_ activation: A, _ beta: Double) {
    let step = 5e-4 / beta
    spacing = step
    let (scale, output) = (activation.inputScale, activation.outputScale)
    func point(_ z: Double) -> Point {
      let lanes = Lanes(repeating: scale * z / A.argumentUnit)
      let phi = A.evaluate(lanes)
      let second = A.secondDerivative(lanes, value: phi.value, derivative: phi.derivative)[0]
      let value = output * phi.value[0]
      let derivative = output * scale * phi.derivative[0]
      let curvature = output * scale * scale * second
      return Point(
        value: abs(value), derivative: abs(derivative), secondDerivative: curvature,
        defect: abs(z * derivative - value), curvatureProduct: abs(value * curvature))
    }
    points = (-100_000...100_000).map { point(Double($0) * step) }
    valueAtZero = output * A.evaluate(Lanes.zero).value[0]
  }

  func maximum(of quantity: KeyPath<Point, Double>) -> Double {
    points.reduce(0) { max($0, abs($1[keyPath: quantity])) }
  }

  /// max |σ″(z + h) − σ″(z)|/h, which is sup |σ‴| up to O(h²).
  var steepestChangeOfSecondDerivative: Double {
    zip(points, points.dropFirst()).reduce(0) {
      max($0, abs($1.1.secondDerivative - $1.0.secondDerivative) / spacing)
    }
  }

  /// The constant is never exceeded beyond rounding, and reached up to the spacing of the grid.
  func expect(_ constant: Double, isMaximumOf quantity: KeyPath<Point, Double>) {
    let found = maximum(of: quantity)
    #expect(found <= constant * (1 + 1e-14))
    #expect(found >= constant * (1 - 1e-6))
  }
}
