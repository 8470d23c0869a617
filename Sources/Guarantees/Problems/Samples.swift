import Stochastic

extension RegularizedRisk {
  /// a
  var outerWeights: [Double] { (0..<samples.width).map { samples.outerWeight($0) / samples.outputScale } }

  /// xᵢ, n rows
  var inputs: [[Double]] {
    (0..<samples.sampleCount).map { i in
      (0..<samples.inputDimension).map { samples.input(i, $0) / samples.inputScale }
    }
  }

  /// yᵢ
  var labels: [Double] { (0..<samples.sampleCount).map { samples.label($0) } }
}
