extension RegularizedRisk {
  /// The numbers the loss is made of.
  public var samples: RiskData { data }
}

extension RiskData {
  /// c·a_j
  @inlinable @inline(always)
  public func outerWeight(_ unit: Int) -> Double { outer[unit] }

  /// βx_ik
  @inlinable @inline(always)
  public func input(_ sample: Int, _ coordinate: Int) -> Double {
    inputs[sample * inputDimension + coordinate]
  }

  /// y_i
  @inlinable @inline(always)
  public func label(_ sample: Int) -> Double { rows[sample * rowLength + inputDimension] }
}
