import Dispatch
import Synchronization

/// What a run knows so far: moments of every curve and of every difference of two curves at every recording
/// time, the divergences, and the losses of the first paths for quantiles.
///
/// It changes only while `Ensemble.run` folds blocks into it; afterwards it is read.
public final class EnsembleState: @unchecked Sendable {
  public let curveCount: Int
  public let timeCount: Int
  public let pathCount: Int
  /// How many potentials are recorded beside the one that is descended.
  public let recordedCount: Int
  /// Blocks of sixteen paths folded so far; they are the first ones.
  public private(set) var foldedBlocks = 0
  /// Losses of the first `retained.count` paths.
  public let retained: RetainedPaths
  var curveMoments: [LaneMoments]
  var pairMoments: [LaneMoments]
  public private(set) var divergences: [Divergence]
  private let timing: Mutex<[Timing]>

  /// The paths of a curve that diverged.
  public struct Divergence: Sendable, Equatable {
    public internal(set) var count = 0
    /// The first of them, counted from the first path of the run, and when it was seen to have diverged.
    public internal(set) var firstPath: Int?
    public internal(set) var firstTime: Double?
  }

  private struct Timing {
    var seconds = 0.0
    var pathSteps = 0.0
  }

  init(curves: [Curve], times: [Double], paths: Int, recorded: Int = 0) {
    curveCount = curves.count
    timeCount = times.count
    pathCount = paths
    recordedCount = recorded
    retained = RetainedPaths(
      curves: curves.count, recorded: recorded, times: times.count, paths: paths)
    curveMoments = Array(repeating: LaneMoments(), count: (1 + recorded) * curveCount * timeCount)
    pairMoments = Array(
      repeating: LaneMoments(), count: (1 + recorded) * (curveCount * (curveCount - 1) / 2) * timeCount)
    divergences = Array(repeating: Divergence(), count: curveCount)
    timing = Mutex(Array(repeating: Timing(), count: curves.count))
  }

  public var blockCount: Int { (pathCount + 15) / 16 }
  public var isFinished: Bool { foldedBlocks == blockCount }
  /// Paths folded so far.
  public var foldedPaths: Int { min(16 * foldedBlocks, pathCount) }

  /// All pairs of curves (a, b) with a < b, in the order of `moments(pair:time:)`.
  public var pairs: [(first: Int, second: Int)] {
    (0..<curveCount).flatMap { a in (a + 1..<max(curveCount, a + 1)).map { (a, $0) } }
  }

  /// Moments of the loss of a curve at a recording time, over the paths that never diverge in the run.
  public func moments(curve: Int, time: Int) -> Moments { curveMoments[curve * timeCount + time].merged }

  /// The same of a recorded potential, by its place among those the ensemble was given.
  public func moments(recorded: Int, curve: Int, time: Int) -> Moments {
    curveMoments[((1 + recorded) * curveCount + curve) * timeCount + time].merged
  }

  /// Moments of the pathwise difference of two curves' losses, over the paths that diverge on neither.
  public func moments(pair: Int, time: Int) -> Moments { pairMoments[pair * timeCount + time].merged }

  /// The same of a recorded potential, by its place among those the ensemble was given.
  public func moments(recorded: Int, pair: Int, time: Int) -> Moments {
    let pairs = curveCount * (curveCount - 1) / 2
    return pairMoments[((1 + recorded) * pairs + pair) * timeCount + time].merged
  }

  /// Thread time per step of one path; curves simulated together share theirs evenly.
  public func secondsPerPathStep(curve: Int) -> Double {
    timing.withLock { $0[curve].pathSteps > 0 ? $0[curve].seconds / $0[curve].pathSteps : 0 }
  }

  /// Steps of a path so far, on average: what an adaptive curve has tried.
  public func stepsPerPath(curve: Int) -> Double {
    timing.withLock { foldedBlocks > 0 ? $0[curve].pathSteps / Double(16 * foldedBlocks) : 0 }
  }

  func addTime(_ elapsed: Duration, curves: [Int], pathSteps: Int) {
    let (seconds, attoseconds) = elapsed.components
    timing.withLock { timing in
      for curve in curves {
        timing[curve].seconds += Double(seconds) + Double(attoseconds) * 1e-18
        timing[curve].pathSteps += Double(pathSteps)
      }
    }
  }

  /// Seconds and path-steps of every curve, for checkpoints.
  var timings: [Double] { timing.withLock { $0.flatMap { [$0.seconds, $0.pathSteps] } } }

  /// Puts back what a checkpoint holds.
  func restore(
    foldedBlocks: Int, divergences: [Divergence], timings: [Double], moments: [LaneMoments],
    retained: [Double]
  ) {
    self.foldedBlocks = foldedBlocks
    self.divergences = divergences
    curveMoments = Array(moments[..<curveMoments.count])
    pairMoments = Array(moments[curveMoments.count...])
    self.retained.restore(retained)
    timing.withLock { timing in
      for curve in timing.indices {
        timing[curve] = Timing(seconds: timings[2 * curve], pathSteps: timings[2 * curve + 1])
      }
    }
  }

  /// Folds the records of the next blocks, in order; the cells of the table are shared out among threads.
  func fold(_ records: ArraySlice<BlockRecord>, threads: Int) {
    for (place, record) in records.enumerated() {
      mask(record, block: foldedBlocks + place)
      dropDiverged(record)
    }
    let pairs = self.pairs
    let cells = curveMoments.count + pairMoments.count
    let share = (cells + threads - 1) / threads
    curveMoments.withUnsafeMutableBufferPointer { curveCells in
      pairMoments.withUnsafeMutableBufferPointer { pairCells in
        let table = MomentTable(
          curves: curveCells, pairs: pairCells, pairOf: pairs, curveCount: curveCount, timeCount: timeCount)
        DispatchQueue.concurrentPerform(iterations: threads) { thread in
          for cell in min(thread * share, cells)..<min((thread + 1) * share, cells) {
            table.fold(records, cell: cell)
          }
        }
      }
    }
    for record in records {
      countDivergences(record)
      retained.keep(record, from: 16 * foldedBlocks)
      foldedBlocks += 1
    }
  }

  /// Marks the lanes beyond the last path as absent.
  private func mask(_ record: BlockRecord, block: Int) {
    for lane in 0..<16 where 16 * block + lane >= pathCount {
      for cell in 0..<record.losses.count { record.losses[cell][lane] = .nan }
      for curve in 0..<curveCount { record.divergedAt[curve][lane] = .nan }
    }
  }

  /// Takes paths that diverge at some time out of the curve at all times: a mean over the paths that happen to be
  /// finite so far would be dominated by those about to leave.
  private func dropDiverged(_ record: BlockRecord) {
    for curve in 0..<curveCount {
      let diverged = record.divergedAt[curve] .== record.divergedAt[curve]
      for loss in 0..<record.lossCount {
        let losses = record.losses(of: curve, loss: loss)
        for time in 0..<timeCount { losses[time].replace(with: .nan, where: diverged) }
      }
    }
  }

  private func countDivergences(_ record: BlockRecord) {
    for curve in 0..<curveCount {
      for lane in 0..<16 where !record.divergedAt[curve][lane].isNaN {
        divergences[curve].count += 1
        if divergences[curve].firstPath == nil {
          divergences[curve].firstPath = 16 * foldedBlocks + lane
          divergences[curve].firstTime = record.divergedAt[curve][lane]
        }
      }
    }
  }
}

/// The accumulators of all cells (loss and curve, or pair; time) while several threads fold into disjoint ones.
private struct MomentTable: @unchecked Sendable {
  let curves: UnsafeMutableBufferPointer<LaneMoments>
  let pairs: UnsafeMutableBufferPointer<LaneMoments>
  let pairOf: [(first: Int, second: Int)]
  let curveCount: Int
  let timeCount: Int

  func fold(_ records: ArraySlice<BlockRecord>, cell: Int) {
    if cell < curves.count {
      for record in records { curves[cell].add(record.losses[cell]) }
      return
    }
    let (row, time) = (cell - curves.count).quotientAndRemainder(dividingBy: timeCount)
    let (loss, pair) = row.quotientAndRemainder(dividingBy: pairOf.count)
    let first = (loss * curveCount + pairOf[pair].first) * timeCount + time
    let second = (loss * curveCount + pairOf[pair].second) * timeCount + time
    for record in records { pairs[cell - curves.count].add(record.losses[first] - record.losses[second]) }
  }
}
