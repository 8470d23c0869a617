import Stochastic

/// The Villani route for any potential of one to three weights: V_s scanned on spheres, masses by polar quadrature.
///
/// The infima are found by a scan with local searches, not proved; the theorem behind the bound is.
public struct VillaniRoute<P: GibbsPotential>: VillaniIngredients {
  public let dimension: Int
  public let learningRate: Double
  public let infimum: Exact
  public let positivityRadius: Exact?
  public let halfMassRadius: Exact
  public let reach: Double
  /// How far out V_s was looked at
  public let scannedRadius: Double
  /// V_s is at least this beyond the scan, by enclosures; nil where they give nothing
  public let provedBeyondScan: Double?
  /// V_s > 0 outside the ball of this radius is proved, by enclosures; nil where they give nothing
  public let provedPositivityRadius: Double?
  private let floor: VillaniFloor<P>
  private let infimumCheck: VillaniFloor<P>.Verdict
  private let profile: RadialProfile<P>
  private let masses: RadialMass<P>

  /// - Throws: `GibbsIntegrationError` if the polar rule is too large; `CancellationError`.
  public init(_ quadrature: GibbsQuadrature<P>) throws {
    let corners = quadrature.domain.map { max($0.lowerBound.magnitude, $0.upperBound.magnitude) }
    dimension = quadrature.potential.dimension
    learningRate = quadrature.learningRate
    reach = corners.reduce(0) { $0 + $1 * $1 }.squareRoot()
    profile = try RadialProfile(
      quadrature.potential, function: VillaniFunction(learningRate: learningRate), reach: reach,
      control: quadrature.control)
    masses = try RadialMass(quadrature)
    infimum = profile.infimum
    positivityRadius = profile.positivityRadius
    halfMassRadius = try masses.halfMassRadius()
    scannedRadius = profile.scannedRadius
    floor = VillaniFloor(
      potential: quadrature.potential, function: VillaniFunction(learningRate: learningRate),
      control: quadrature.control)
    infimumCheck = try floor.check(
      level: infimum.value - VillaniRoute.slack * infimum.value.magnitude, outside: 0, from: reach / 64)
    let field = FarField(potential: quadrature.potential, learningRate: learningRate)
    let beyond = field.lowerBound(outside: scannedRadius)
    provedBeyondScan = beyond > -.infinity ? beyond : nil
    provedPositivityRadius = field.radius(
      level: .leastNonzeroMagnitude, from: reach / 1024, to: 64 * scannedRadius)
  }

  public var statement: String {
    let scan =
      "V_s scanned on spheres up to radius \(scannedRadius) with local searches from the lowest points: found, "
      + "not proved"
    guard let provedBeyondScan, let provedPositivityRadius else {
      return scan + "; farther out V_s is extrapolated"
    }
    return scan + "; farther out V_s >= \(provedBeyondScan), and V_s > 0 outside radius "
      + "\(provedPositivityRadius), are proved by enclosures"
  }

  public func split(radius: Double) throws -> (inside: Double, outside: Double, error: Double) {
    let (inside, outside) = try masses.split(at: radius)
    let error = masses.relativeError * min(1, 2 * min(inside, outside)) + 2 * Double.ulpOfOne
    return (inside, outside, error)
  }

  /// Enclosures need room between what they prove and what was found.
  private static var slack: Double { 0.05 }

  public func safeInfima(radius: Double) throws -> VillaniInfima {
    let outside = outsideInfimum(radius: radius)
    if case .refuted(let value, let point) = infimumCheck {
      return .refuted(reason: "V_s is \(value) at \(point), below what the scan found")
    }
    guard infimumCheck == .proved else { return .found }
    let level = (1 - VillaniRoute.slack) * outside.value
    switch try floor.check(level: level, outside: radius, from: radius) {
    case .proved:
      return .proved(
        infimum: infimum.value - VillaniRoute.slack * infimum.value.magnitude, outside: level)
    case .refuted(let value, let point):
      return .refuted(reason: "V_s is \(value) at \(point), below what the scan found outside the ball")
    case .open: return .found
    }
  }

  public func outsideInfimum(radius: Double) -> Exact { profile.outside(radius: radius) }
}
