import Synchronization

/// The strings on a run in progress: ask it to stop, see how far it is. Shared between threads.
///
/// A run made of several runs gives each a part of its control: they stop with it, and their steps are its steps.
public final class RunControl: Sendable {
  private let cancelled = Atomic<Bool>(false)
  /// Block-steps before this run and those of the whole work, as bits of doubles
  private let before = Atomic<UInt64>(0)
  private let total = Atomic<UInt64>(0)
  /// What this is a part of, and how much one of its steps counts there
  private let whole: RunControl?
  private let weight: Int
  private let parts = Mutex<[Part]>([])

  private let firstFailure = Mutex<(any Error)?>(nil)
  /// Block-steps made in this run. The last one: written next to `cancelled`, which every thread keeps reading, it
  /// would take that cache line away from all of them.
  private let done = Atomic<Int>(0)

  private struct Part {
    weak var control: RunControl?
  }

  public convenience init() { self.init(partOf: nil, weight: 1) }

  private init(partOf whole: RunControl?, weight: Int) {
    self.whole = whole
    self.weight = weight
  }

  /// Asks the run to stop as soon as it can; it can be resumed.
  public func cancel() {
    // under the lock: a part made at the same time is in the list or sees the flag
    parts.withLock { parts in
      cancelled.store(true, ordering: .relaxed)
      for part in parts { part.control?.cancel() }
    }
  }

  /// Stops the run for good: it throws this error, or an earlier one.
  func fail(_ error: any Error) {
    firstFailure.withLock { if $0 == nil { $0 = error } }
    cancel()
  }

  /// Why the run cannot go on, if it cannot.
  var failure: (any Error)? { firstFailure.withLock { $0 } }

  public var isCancelled: Bool { cancelled.load(ordering: .relaxed) }

  /// A control for one of the runs this one is made of, each of whose steps counts `weight` times here.
  public func part(weight: Int = 1) -> RunControl {
    let part = RunControl(partOf: self, weight: weight)
    parts.withLock { parts in
      if isCancelled { part.cancel() }
      parts.removeAll { $0.control == nil }
      parts.append(Part(control: part))
    }
    return part
  }

  /// The part of all path-steps that is done, 0 … 1.
  public var fraction: Double {
    let all = Double(bitPattern: total.load(ordering: .relaxed))
    let first = Double(bitPattern: before.load(ordering: .relaxed))
    return all > 0 ? min((first + Double(done.load(ordering: .relaxed))) / all, 1) : 0
  }

  /// Says how many block-steps there are in all, and how many of them were made in earlier runs.
  public func start(total: Double, before: Double = 0) {
    self.total.store(total.bitPattern, ordering: .relaxed)
    self.before.store(before.bitPattern, ordering: .relaxed)
    done.store(0, ordering: .relaxed)
  }

  func advance(_ steps: Int) {
    done.wrappingAdd(steps, ordering: .relaxed)
    whole?.advance(steps * weight)
  }
}
