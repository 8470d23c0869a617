import Dispatch
import Stochastic
import Synchronization

/// Does long work that cannot be interrupted on another thread and waits for it, but not beyond a stop.
/// - Throws: what the work throws; `CancellationError` within a twentieth of a second of the stop.
func abandoningOnStop<T: Sendable>(
  _ control: RunControl?, _ work: @escaping @Sendable () throws -> T
) throws -> T {
  guard let control else { return try work() }
  let outcome = Outcome<T>()
  let isDone = DispatchSemaphore(value: 0)
  DispatchQueue.global().async {
    let result = Result { try work() }
    outcome.result.withLock { $0 = result }
    isDone.signal()
  }
  while isDone.wait(timeout: .now() + .milliseconds(50)) == .timedOut {
    if control.isCancelled { throw CancellationError() }
  }
  guard let result = outcome.result.withLock({ $0 }) else { throw CancellationError() }
  return try result.get()
}

private final class Outcome<T: Sendable>: Sendable {
  let result = Mutex<Result<T, any Error>?>(nil)
}
