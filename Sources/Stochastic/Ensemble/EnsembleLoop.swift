import Dispatch
import Synchronization

/// Rounds of blocks: simulated in any order by all threads, then folded into the state in block order.
final class EnsembleLoop: @unchecked Sendable {  // each worker index is used by one thread at a time
  private let workers: [[any BlockSimulator]]
  private let state: EnsembleState
  private let firstPath: UInt64
  private let control: RunControl
  private let checkpoint: ((EnsembleState) -> Void)?
  private let clock = ContinuousClock()

  /// Bytes of losses that may wait to be folded.
  private static let waitingBytes = 32 << 20
  /// A round shorter than this is too much bookkeeping.
  private static let shortRound = Duration.milliseconds(100)
  /// Blocks that a thread takes at once, at most: adaptive paths of several blocks need not wait for each other.
  private static let portion = 32

  init(
    workers: [[any BlockSimulator]], state: EnsembleState, firstPath: UInt64, control: RunControl,
    checkpoint: ((EnsembleState) -> Void)?
  ) {
    self.workers = workers
    self.state = state
    self.firstPath = firstPath
    self.control = control
    self.checkpoint = checkpoint
  }

  func run() {
    let losses = (1 + state.recordedCount) * state.curveCount * state.timeCount
    let perBlock = losses + state.curveCount
    let capacity = max(workers.count, Self.waitingBytes / (perBlock * MemoryLayout<Lanes>.size))
    var size = min(workers.count, capacity)
    var storage = LaneStorage(count: size * perBlock)
    while !state.isFinished && !control.isCancelled {
      let blocks = min(size, state.blockCount - state.foldedBlocks)
      let records = (0..<blocks).map { block in
        BlockRecord(
          losses: storage.vector.slice(block * perBlock, losses),
          divergedAt: storage.vector.slice(block * perBlock + losses, state.curveCount),
          timeCount: state.timeCount)
      }
      let elapsed = clock.measure {
        let finished = simulate(records)
        state.fold(records[..<finished], threads: workers.count)
      }
      checkpoint?(state)
      if elapsed < Self.shortRound && size < capacity {
        size = min(2 * size, capacity)
        storage = LaneStorage(count: size * perBlock)
      }
    }
  }

  /// Simulates the next blocks; returns how many of them, from the first on, are complete.
  private func simulate(_ records: [BlockRecord]) -> Int {
    let next = Atomic<Int>(0)
    let done = Mutex(RoundResult(blocks: records.count))
    let base = UInt64(state.foldedBlocks)
    let portions = workers.count == 1 ? 1 : 2 * workers.count
    let portion = min(max(1, records.count / portions), Self.portion)
    DispatchQueue.concurrentPerform(iterations: workers.count) { worker in
      while !control.isCancelled {
        let block = next.wrappingAdd(portion, ordering: .relaxed).oldValue
        guard block < records.count else { break }
        let blocks = block..<min(block + portion, records.count)
        let path = firstPath + 16 * (base + UInt64(block))
        if let times = simulate(worker: worker, firstPath: path, into: records[blocks]) {
          done.withLock { $0.add(blocks, times) }
        }
      }
    }
    let result = done.withLock { $0 }
    // what is not folded will be simulated again: its time and its steps count then
    for (blocks, times) in result.times where blocks.upperBound <= result.complete {
      for (simulator, time) in zip(workers[0], times) {
        state.addTime(time.elapsed, curves: simulator.curves, pathSteps: time.pathSteps)
      }
    }
    return result.complete
  }

  /// Some blocks, curve by curve, with the time each took; nil if the run was cancelled.
  private func simulate(
    worker: Int, firstPath: UInt64, into records: ArraySlice<BlockRecord>
  ) -> [RoundResult.Time]? {
    var times: [RoundResult.Time] = []
    for simulator in workers[worker] {
      let start = clock.now
      guard simulator.simulate(firstPath: firstPath, into: records, control: control) else { return nil }
      times.append((start.duration(to: clock.now), simulator.pathSteps(blocks: records.count)))
    }
    return times
  }
}

/// What the threads have done of a round.
private struct RoundResult {
  typealias Time = (elapsed: Duration, pathSteps: Int)
  private var isDone: [Bool]
  /// Of every simulator, for the blocks that a thread took at once
  private(set) var times: [(blocks: Range<Int>, times: [Time])] = []

  init(blocks: Int) { isDone = Array(repeating: false, count: blocks) }

  /// How many blocks, from the first on, are complete.
  var complete: Int { isDone.firstIndex(of: false) ?? isDone.count }

  mutating func add(_ blocks: Range<Int>, _ times: [Time]) {
    for block in blocks { isDone[block] = true }
    self.times.append((blocks, times))
  }
}
