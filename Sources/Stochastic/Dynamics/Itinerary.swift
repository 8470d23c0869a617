/// Which path each of sixteen lanes is on, which recording time it heads for, and what is to be recorded.
///
/// A lane goes through the paths that stand in it in several consecutive blocks, one after the other and without waiting
/// for the other lanes: recording times of all its paths are counted through. What a path shows at one is kept until all
/// lanes have been there; then it is recorded for all at once. No lane is more than `depth` recordings ahead of another.
struct Itinerary {
  /// The lanes that may go on
  private(set) var active = LaneMask.none
  private let settings: EnsembleSettings
  /// After how many roots recording times come
  private let ends: [UInt32]
  private var firstPath: UInt64 = 0
  private var records = ArraySlice<BlockRecord>()
  private var initialRandom: LaneRandom
  private let storage: LaneStorage
  private let initialWeights: LaneVector
  private let aims: UnsafeMutablePointer<LaneCounts>
  private let ring: LaneVector
  private let depth: Int
  private var shown: CurveState
  private let scratch: LaneVector
  /// The block whose initial weights are there
  private var sampledBlock = -1
  /// The number of each lane's next recording, and its recording time
  private var number = [Int](repeating: 0, count: 16)
  private var index = [Int](repeating: 0, count: 16)
  /// The least of these numbers, and how many lanes are there yet
  private var recorded = 0
  private var behind = 16

  /// Lanes of memory that the ring may have
  private static var ringMemory: Int { 4096 }

  init(_ settings: EnsembleSettings, _ grid: BrownianGrid, potential: some Potential, curve: Int) throws {
    self.settings = settings
    initialRandom = try settings.random(for: .initialWeights)
    var ends = settings.times.map { _ in UInt32(0) }
    for (place, root) in grid.roots.enumerated() {
      if let record = root.record { ends[record] = UInt32(place + 1) }
    }
    self.ends = ends
    let d = potential.dimension
    depth = max(2, min(32, Self.ringMemory / d))
    let scratchCount = settings.scratchCount(potential)
    storage = LaneStorage(count: 1 + (depth + 3) * d + scratchCount)
    aims = UnsafeMutableRawPointer(storage.vector.base).assumingMemoryBound(to: LaneCounts.self)
    initialWeights = storage.vector.slice(1, d)
    shown = CurveState(curve: curve, memory: storage.vector.slice(1 + d, 2 * d))
    ring = storage.vector.slice(1 + 3 * d, depth * d)
    scratch = storage.vector.slice(1 + (3 + depth) * d, scratchCount)
  }

  /// After how many roots each lane comes to its next recording time.
  @inline(always)
  var aim: LaneCounts { aims.pointee }

  /// Sends all lanes to their paths in the first of some blocks.
  mutating func begin(
    firstPath: UInt64, records: ArraySlice<BlockRecord>, _ potential: some Potential, weights: LaneVector,
    clock: inout DyadicClock
  ) {
    self.firstPath = firstPath
    self.records = records
    (recorded, behind, sampledBlock) = (0, 16, -1)
    for lane in 0..<16 {
      number[lane] = 0
      beginPath(lane, weights, &clock)
    }
    settle(potential, weights, &clock)
  }

  /// These lanes have come to the time that they headed for.
  mutating func arrive(
    _ lanes: LaneMask, _ potential: some Potential, weights: LaneVector, clock: inout DyadicClock
  ) {
    lanes.visit { keep($0, weights, &clock) }
    settle(potential, weights, &clock)
  }

  private var total: Int { records.count * ends.count }

  /// Records what all lanes have reached; recordings before the first step are reached at once.
  private mutating func settle(
    _ potential: some Potential, _ weights: LaneVector, _ clock: inout DyadicClock
  ) {
    var isSettled = false
    while !isSettled {
      isSettled = true
      while behind == 0 && recorded < total { record(potential) }
      for lane in 0..<16 where mayGoOn(lane) && ends[index[lane]] == 0 {
        keep(lane, weights, &clock)
        isSettled = false
      }
    }
    var word: UInt32 = 0
    for lane in 0..<16 where mayGoOn(lane) { word |= 1 << UInt32(lane) }
    active = LaneMask(word: word)
  }

  private func mayGoOn(_ lane: Int) -> Bool { number[lane] < min(total, recorded + depth) }

  /// Keeps a lane's weights for its recording and turns it to the next, which may be another path's.
  private mutating func keep(_ lane: Int, _ weights: LaneVector, _ clock: inout DyadicClock) {
    weights.copyLane(lane, to: slot(number[lane]))
    if number[lane] == recorded { behind -= 1 }
    number[lane] += 1
    index[lane] += 1
    if index[lane] == ends.count { beginPath(lane, weights, &clock) }
    aims.pointee[lane] = ends[index[lane]]
  }

  private mutating func beginPath(_ lane: Int, _ weights: LaneVector, _ clock: inout DyadicClock) {
    index[lane] = 0
    aims.pointee[lane] = ends[0]
    guard number[lane] < total else { return }
    let block = number[lane] / ends.count
    let path = firstPath + 16 * UInt64(block)
    if block != sampledBlock {
      sampledBlock = block
      initialRandom.begin(firstPath: path)
      settings.initial.sample(into: initialWeights, using: &initialRandom)
    }
    initialWeights.copyLane(lane, to: weights)
    clock.begin(lane, path: path + UInt64(lane))
  }

  /// Records what all lanes have shown.
  private mutating func record(_ potential: some Potential) {
    let (block, time) = (recorded / ends.count, recorded % ends.count)
    if time == 0 { shown.begin(records[records.startIndex + block]) }
    shown.weights.copy(from: slot(recorded))
    shown.record(
      potential, and: settings.recorded, index: time, time: settings.times[time], scratch: scratch)
    recorded += 1
    behind = 0
    for lane in 0..<16 where number[lane] == recorded { behind += 1 }
  }

  private func slot(_ number: Int) -> LaneVector {
    ring.slice(number % depth * shown.weights.count, shown.weights.count)
  }
}

extension LaneVector {
  /// One lane of coordinate k: a number in memory, where a subscript would move all sixteen.
  @inline(always)
  fileprivate func scalar(_ k: Int, _ lane: Int) -> UnsafeMutablePointer<Double> {
    UnsafeMutableRawPointer(base + k).assumingMemoryBound(to: Double.self) + lane
  }

  fileprivate func copyLane(_ lane: Int, to target: LaneVector) {
    for k in 0..<count { target.scalar(k, lane).pointee = scalar(k, lane).pointee }
  }
}
