import Foundation

/// Runs work that recurses as deeply as its input on a thread with room for it.
enum DeepStack {
  /// libyaml stops at 1000 levels of indentation and brackets, of which Yams can make twice as many nested calls.
  /// The deepest texts that libyaml lets through were composed, in debug and release builds, within 4 MB.
  static let bytes = 32 << 20

  /// The result of `work`, run on a thread with a stack of `bytes`; the caller waits for it.
  static func run<Result: Sendable>(_ work: @escaping @Sendable () -> Result) -> Result? {
    let slot = Slot<Result>()
    let done = DispatchSemaphore(value: 0)
    let thread = Thread {
      slot.set(work())
      done.signal()
    }
    thread.stackSize = bytes
    thread.start()
    done.wait()
    return slot.take()
  }

  private final class Slot<Value: Sendable>: @unchecked Sendable {
    private let lock = NSLock()
    private var value: Value?

    func set(_ new: Value) { lock.withLock { value = new } }
    func take() -> Value? { lock.withLock { value } }
  }
}
