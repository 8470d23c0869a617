/// The noise of a curve's step, put together from the cells of the Brownian path that lie inside it.
struct StepNoise {
  private let learningRate: Double
  /// √s ΔB and √s ∫(B_u − B_a) du since the last step, if `isPending`; the latter is empty without areas. Without the
  /// factor √s where cells are not standard normals: so that sums of a tree's increments are exact
  private let pending: LaneVector
  private let pendingIntegral: LaneVector
  private(set) var isPending = false

  /// Lanes that it needs.
  static func memory(dimension d: Int, withAreas: Bool) -> Int { (withAreas ? 2 : 1) * d }

  /// - Parameters:
  ///   - memory: D lanes, or 2D with areas
  ///   - learningRate: s
  init(memory: LaneVector, dimension d: Int, learningRate: Double) {
    self.learningRate = learningRate
    pending = memory.slice(0, d)
    pendingIntegral = memory.slice(memory.count > d ? d : 0, memory.count - d)
  }

  /// Forgets what is pending.
  mutating func clear() { isPending = false }

  /// 1/√12, the standard deviation of H over √h
  private static let areaDeviation = (1.0 / 12).squareRoot()

  /// A step that is one cell.
  @inline(always)
  func whole(_ cell: BrownianCell, duration: Double) -> BrownianStep {
    let scale = (cell.isStandard ? learningRate * duration : learningRate).squareRoot()
    return BrownianStep(
      duration: duration, increment: cell.increment, incrementScale: scale, area: cell.area,
      areaScale: cell.isStandard ? scale * Self.areaDeviation : scale)
  }

  /// Adds the noise of one cell of length h to what is pending: ∫ over both is I + h ΔB + h (ΔB_cell/2 + H_cell).
  mutating func gather(_ cell: BrownianCell, duration h: Double) {
    let increment = cell.isStandard ? (learningRate * h).squareRoot() : 1
    let scale = Lanes(repeating: increment)
    if !isPending {
      pending.fill(.zero)
      pendingIntegral.fill(.zero)
    }
    let duration = Lanes(repeating: h)
    let half = Lanes(repeating: 0.5 * h * increment)
    let area = Lanes(repeating: h * increment * (cell.isStandard ? Self.areaDeviation : 1))
    for k in 0..<pendingIntegral.count {
      pendingIntegral[k] = pendingIntegral[k].adding(duration, times: pending[k])
        .adding(half, times: cell.increment[k]).adding(area, times: cell.area[k])
    }
    for k in 0..<pending.count { pending[k] = pending[k].adding(scale, times: cell.increment[k]) }
    isPending = true
  }

  /// The noise of all that was gathered, which is pending no longer: H = I/h − ΔB/2 takes the integral's place.
  ///
  /// - Parameter isStandard: of the cells that were gathered
  mutating func gathered(_ stepSize: Double, isStandard: Bool) -> BrownianStep {
    let inverse = Lanes(repeating: 1 / stepSize)
    for k in 0..<pendingIntegral.count {
      pendingIntegral[k] = (-0.5 * pending[k]).adding(inverse, times: pendingIntegral[k])
    }
    isPending = false
    let scale = isStandard ? 1 : learningRate.squareRoot()
    return BrownianStep(
      duration: stepSize, increment: pending, incrementScale: scale, area: pendingIntegral, areaScale: scale)
  }
}
