import Dispatch
import Synchronization

/// The answers of `work` for 0 ..< count, in that order, computed on up to `threads` threads.
func inOrder<Answer: Sendable>(
  _ count: Int, threads: Int, _ work: @Sendable (Int) -> Answer
) -> [Answer] {
  guard threads > 1, count > 1 else { return (0..<count).map(work) }
  let answers = Mutex([Answer?](repeating: nil, count: count))
  let next = Atomic<Int>(0)
  DispatchQueue.concurrentPerform(iterations: min(threads, count)) { _ in
    while true {
      let index = next.wrappingAdd(1, ordering: .relaxed).oldValue
      guard index < count else { return }
      let answer = work(index)
      answers.withLock { $0[index] = answer }
    }
  }
  return answers.withLock { $0.compactMap(\.self) }
}
