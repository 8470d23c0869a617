import Synchronization

/// The strings on a run in progress: ask it to stop, see how far it is. Shared between threads.
public final class RunControl: Sendable {
  private let cancelled = Atomic<Bool>(false)
  /// Block-steps made in this run; those before it and those of the whole work, as bits of doubles.
  private let done = Atomic<Int>(0)
  private let before = Atomic<UInt64>(0)
  private let total = Atomic<UInt64>(0)

  public init() {}

  /// Asks the run to stop as soon as it can; it can be resumed.
  public func cancel() { cancelled.store(true, ordering: .relaxed) }

  public var isCancelled: Bool { cancelled.load(ordering: .relaxed) }

  /// The part of all path-steps that is done, 0 … 1.
  public var fraction: Double {
    let all = Double(bitPattern: total.load(ordering: .relaxed))
    let first = Double(bitPattern: before.load(ordering: .relaxed))
    return all > 0 ? min((first + Double(done.load(ordering: .relaxed))) / all, 1) : 0
  }

  func start(total: Double, before: Double) {
    self.total.store(total.bitPattern, ordering: .relaxed)
    self.before.store(before.bitPattern, ordering: .relaxed)
    done.store(0, ordering: .relaxed)
  }

  func advance(_ steps: Int) { done.wrappingAdd(steps, ordering: .relaxed) }
}
