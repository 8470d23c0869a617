/// What keeps an integral over a Gibbs measure from being computed.
public enum GibbsIntegrationError: Error, Equatable, Sendable {
  /// Quadrature is for one to three weights.
  case dimension(Int)
  /// s that is not a positive finite number
  case learningRate(Double)
  /// No minimum, or one with the wrong number of coordinates or an infinite loss
  case minima(String)
  /// The loss is lower at a point than at every minimum that was given.
  case missedMinimum(loss: Double, at: [Double], listed: Double)
  /// The region that carries the mass needs more nodes than can be afforded.
  case nodeBudget(Int)
  /// A result that is not a finite number
  case notFinite(String)
}

extension GibbsIntegrationError: CustomStringConvertible {
  public var description: String {
    switch self {
    case .dimension(let dimension): "\(dimension) weights; quadrature needs 1 to 3"
    case .learningRate(let rate): "learning rate \(rate); expected a positive finite number"
    case .minima(let problem): "the list of local minima is unusable: \(problem)"
    case .missedMinimum(let loss, let point, let listed):
      "the loss is \(loss) at \(point), below the lowest minimum that was given, \(listed)"
    case .nodeBudget(let count):
      "the region that carries the mass needs more than \(count) nodes: its finest well is too narrow for its "
        + "size; expected a larger regularization or a smoother activation (or use Monte Carlo)"
    case .notFinite(let what): "\(what) is not a finite number"
    }
  }
}
