/// The scalar nonlinearity σ of a two-layer net, as σ(z) = c·φ(βz) with a fixed shape φ.
///
/// A new activation is one file: φ with its first two derivatives, and how β and c enter.
public protocol Activation: Sendable {
  /// β, by which inputs are scaled.
  var inputScale: Double { get }
  /// c, by which φ is scaled; 1 unless stated.
  var outputScale: Double { get }

  /// u, the unit in which φ is given its arguments; 1 unless stated.
  ///
  /// Inputs of a net are scaled by β/u. A multiple of ln 2 saves a φ that is made of exponentials their reduction.
  static var argumentUnit: Double { get }

  /// φ(z) and φ′(z), the derivative with respect to z, at z = uy. An infinite y may give NaN.
  static func evaluate(_ y: Lanes) -> (value: Lanes, derivative: Lanes)

  /// φ″(z) at z = uy, given φ and φ′ there.
  static func secondDerivative(_ y: Lanes, value: Lanes, derivative: Lanes) -> Lanes

  /// Intervals that contain φ, φ′, φ″ and φ‴ on [z], whose ends may be infinite; unknown unless stated.
  static func image(of z: ClosedRange<Double>) -> ActivationImage

  /// The suprema of φ and its derivatives that the theorems are made of. No default: a shape without them does not
  /// compile.
  static var shapeConstants: ActivationConstants { get }

  /// Whether φ(z) and φ(z) − z are proved to be bounded for z ≤ 0 and z ≥ 0; false unless stated.
  static var isRectifier: Bool { get }

  /// Whether φ is log(1 + e^z) and u is ln 2: the kernels know a quicker sum over units then. False unless stated.
  static var isSoftplus: Bool { get }

  /// The sums over samples behind `RegularizedRisk`, compiled once for each activation.
  /// Inherited from an extension: an activation does not write them.
  static func riskValue(_ risk: RiskData, at w: LaneVector, scratch: LaneVector) -> Lanes
  static func riskGradient(_ risk: RiskData, at w: LaneVector, into gradient: LaneVector, scratch: LaneVector)
  static func riskValueAndGradient(
    _ risk: RiskData, at w: LaneVector, value: inout Lanes, into gradient: LaneVector, scratch: LaneVector)
  static func riskBatchGradient(
    _ risk: RiskData, at w: LaneVector, batch: UnsafeBufferPointer<LaneIndices>, into gradient: LaneVector,
    scratch: LaneVector)
  static func riskWeightedGradient(
    _ risk: RiskData, at w: LaneVector, weights: LaneVector, into gradient: LaneVector, scratch: LaneVector)
  static func riskHessian(_ risk: RiskData, at w: LaneVector, into hessian: LaneVector, scratch: LaneVector)
  static func riskLaplacian(_ risk: RiskData, at w: LaneVector, scratch: LaneVector) -> Lanes
}

extension Activation {
  public var outputScale: Double { 1 }
  public static var argumentUnit: Double { 1 }
  @inlinable @inline(always)
  public static var isSoftplus: Bool { false }
}
