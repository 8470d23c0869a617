/// What there is to see in one or two dimensions: the loss, the Gibbs density and the slow directions on a grid.
public struct Landscape: Sendable {
  /// One or two ascending axes
  public let axes: [[Double]]
  /// L at the nodes, the last axis running fastest
  public let losses: [Double]
  /// The density of μ_s at the nodes
  public let densities: [Double]
  /// Eigenfunctions u of −𝓛 at the nodes, slowest first, E_μ u = 0 and E_μ u² = 1;
  /// NaN where the density is negligible
  public let modes: [[Double]]

  public init(axes: [[Double]], losses: [Double], densities: [Double], modes: [[Double]]) {
    self.axes = axes
    self.losses = losses
    self.densities = densities
    self.modes = modes
  }
}
