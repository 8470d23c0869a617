import Stochastic

/// The Villani route for any potential of one to three weights: V_s scanned on spheres, masses by polar quadrature.
///
/// inf V_s is enclosed by branch and bound where there are enclosures; outside balls a scan finds what enclosures check.
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
  private let lowest: VillaniInfimum<P>
  private let profile: RadialProfile<P>
  private let masses: RadialMass<P>

  /// - Throws: `GibbsIntegrationError` if the polar rule is too large; `CancellationError`.
  public init(_ quadrature: GibbsQuadrature<P>) throws {
    let corners = quadrature.domain.map { max($0.lowerBound.magnitude, $0.upperBound.magnitude) }
    dimension = quadrature.potential.dimension
    learningRate = quadrature.learningRate
    reach = corners.reduce(0) { $0 + $1 * $1 }.squareRoot()
    let function = VillaniFunction(learningRate: learningRate)
    var profile = try RadialProfile(
      quadrature.potential, function: function, reach: reach, minima: quadrature.minima,
      control: quadrature.control)
    floor = VillaniFloor(potential: quadrature.potential, function: function, control: quadrature.control)
    scannedRadius = profile.scannedRadius
    lowest = try VillaniInfimum(floor, from: profile.lowest, reach: reach, scanned: scannedRadius)
    profile.add(lowest.value, at: lowest.point)
    self.profile = profile
    masses = try RadialMass(quadrature)
    infimum = lowest.value
    positivityRadius = profile.positivityRadius
    halfMassRadius = try masses.halfMassRadius()
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
      + (lowest.proved.map {
        "; inf V_s >= \($0) is proved by interval branch and bound (\(lowest.boxes) boxes)"
      } ?? "")
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
    guard let proved = lowest.proved else { return .found }
    let level = (1 - VillaniRoute.slack) * outside.value
    switch try floor.check(level: level, outside: radius, from: radius) {
    case .proved:
      return .proved(infimum: proved, outside: level)
    case .refuted(let value, let point):
      return .refuted(reason: "V_s is \(value) at \(point), below what the scan found outside the ball")
    case .open: return .found
    }
  }

  public func outsideInfimum(radius: Double) -> Exact { profile.outside(radius: radius) }
}
