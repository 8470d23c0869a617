import Stochastic

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  import Musl
#endif

/// Everything the Villani route has to say about one potential and learning rate.
public struct VillaniReport: Sendable, Equatable {
  /// inf V_s
  public let infimum: Exact
  /// R_0,s; nil if V_s was not positive as far as was scanned
  public let positivityRadius: Exact?
  /// R with μ_s(B_R) = 1/2
  public let halfMassRadius: Exact
  /// The bounds at the radii that were asked for
  public let atRadius: [VillaniBound]
  /// The bounds at the radius of the scan where they are best; nil without V_s > 0 far out
  public let best: VillaniBound?
  /// The best valid lower bound of λ_s over all of these radii; 0 if all are vacuous
  public let lowerBound: Double
  /// What the numbers rest on
  public let statement: String
}

extension VillaniIngredients {
  /// The bounds at given radii and at the best radius of a scan.
  ///
  /// The scan takes 12, 6 or 3 radii (D = 1, 2, 3; above there are closed forms: 12) from where V_s > 0 and half of the mass is inside to 1.5 times
  /// the radius of the region that carries the mass.
  ///
  /// - Parameter roughGap: quicker than `neumannGap` and good enough to find the two best radii by; nil to do without
  /// - Throws: `GibbsIntegrationError`; `CancellationError`.
  public func report(
    radii: [Double], roughGap: ((Double) throws -> Exact)? = nil, neumannGap: (Double) throws -> Exact
  ) throws -> VillaniReport {
    let asked = try radii.map { try bound(radius: $0, neumannGap: neumannGap) }
    let scanned = try scanRadii().map { radius in
      if let roughGap { return try bound(radius: radius, neumannGap: roughGap) }
      return try bound(radius: radius, neumannGap: neumannGap)
    }
    let chosen = scanned.sorted { $0.lowerBound > $1.lowerBound }.prefix(roughGap == nil ? 1 : 2)
    let best = try chosen.map {
      roughGap == nil ? $0 : try bound(radius: $0.radius, neumannGap: neumannGap)
    }.max { $0.lowerBound < $1.lowerBound }
    let lowerBound = (asked + [best].compactMap { $0 }).reduce(0) { max($0, $1.lowerBound) }
    return VillaniReport(
      infimum: infimum, positivityRadius: positivityRadius, halfMassRadius: halfMassRadius,
      atRadius: asked, best: best, lowerBound: lowerBound, statement: statement)
  }

  private func scanRadii() -> [Double] {
    guard let positivityRadius else { return [] }
    let count = dimension == 2 ? 6 : dimension == 3 ? 3 : 12
    let start = max(1.05 * positivityRadius.value, halfMassRadius.value)
    let end = max(1.5 * reach, 1.5 * start)
    return (1...count).map { start * pow(end / start, Double($0) / Double(count)) }
  }
}
