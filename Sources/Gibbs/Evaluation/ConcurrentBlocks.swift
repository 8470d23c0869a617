import Dispatch
import Stochastic

/// Calls `body` for every block of at most sixteen consecutive indices below `count`, over `threads` threads.
///
/// The evaluator is the thread's own; `body` writes its answers where no other block writes.
public func forEachBlock<P: TwiceDifferentiable>(
  below count: Int, of potential: P, threads: Int = ProcessorCount.available,
  _ body: @Sendable (Evaluator<P>, Range<Int>) -> Void
) {
  let blocks = (count + 15) / 16
  let chunks = min(max(8 * threads, 1), max(blocks, 1))
  @Sendable func work(_ chunk: Int) {
    let evaluator = Evaluator(potential)
    for block in (blocks * chunk / chunks)..<(blocks * (chunk + 1) / chunks) {
      body(evaluator, 16 * block..<min(16 * (block + 1), count))
    }
  }
  if threads > 1 {
    DispatchQueue.concurrentPerform(iterations: chunks, execute: work)
  } else {
    for chunk in 0..<chunks { work(chunk) }
  }
}
