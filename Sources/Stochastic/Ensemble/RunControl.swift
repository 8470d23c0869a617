import Synchronization

/// The strings on a run in progress: ask it to stop, see how far it is. Shared between threads.
public final class RunControl: Sendable {
  private let cancelled = Atomic<Bool>(false)
  private let done = Atomic<Int>(0)
  private let total = Atomic<Int>(0)

  public init() {}

  /// Asks the run to stop as soon as it can; it can be resumed.
  public func cancel() { cancelled.store(true, ordering: .relaxed) }

  public var isCancelled: Bool { cancelled.load(ordering: .relaxed) }

  /// The part of all path-steps that is done, 0 … 1.
  public var fraction: Double {
    let all = total.load(ordering: .relaxed)
    return all == 0 ? 0 : min(Double(done.load(ordering: .relaxed)) / Double(all), 1)
  }

  func start(total: Int, done: Int) {
    self.total.store(total, ordering: .relaxed)
    self.done.store(done, ordering: .relaxed)
  }

  func advance(_ steps: Int) { done.wrappingAdd(steps, ordering: .relaxed) }
}
