import Dispatch
import GSL
import Stochastic
import Synchronization

/// Up to this dimension the ends of searches are polished by Newton's method.
let polishedDimension = 128

/// BFGS from many starts, over threads; the ends are in the order of the starts.
func descendStarts<P: TwiceDifferentiable>(
  _ potential: P, from starts: [[Double]], threads: Int, control: RunControl?
) throws -> [LocalMinimization] {
  let ends = Mutex([LocalMinimization?](repeating: nil, count: starts.count))
  let failure = Mutex<(any Error)?>(nil)
  let next = Atomic<Int>(0)
  @Sendable func work(_ thread: Int) {
    let evaluator = Evaluator(potential)
    while true {
      let index = next.wrappingAdd(1, ordering: .relaxed).oldValue
      guard index < starts.count, control?.isCancelled != true else { return }
      do {
        let end = try descendOne(evaluator, from: starts[index], control)
        ends.withLock { $0[index] = end }
      } catch { failure.withLock { $0 = error } }
    }
  }
  DispatchQueue.concurrentPerform(iterations: max(1, min(threads, starts.count)), execute: work)
  if control?.isCancelled == true { throw CancellationError() }
  if let error = failure.withLock({ $0 }) { throw error }
  return ends.withLock { $0 }.compactMap { $0 }
}

private func descendOne<P: TwiceDifferentiable>(
  _ evaluator: Evaluator<P>, from start: [Double], _ control: RunControl?
) throws -> LocalMinimization {
  let size = evaluator.dimension
  // where Newton's method takes over, near is near enough
  let isPolished = size <= polishedDimension
  return try minimize(
    from: start, initialStep: 0.1 * max(1, euclideanNorm(start)), gradientTolerance: isPolished ? 1e-6 : 1e-9,
    iterationLimit: isPolished ? 200 + 5 * size : 200 + 20 * size
  ) { point, gradient in
    // a level landscape ends the search at once
    if control?.isCancelled == true {
      if let gradient { for k in 0..<size { gradient[k] = 0 } }
      return 0
    }
    for k in 0..<size { evaluator.weights[k] = Lanes(repeating: point[k]) }
    guard let gradient else { return evaluator.value()[0] }
    let (value, slope) = evaluator.valueAndGradient()
    for k in 0..<size { gradient[k] = slope[k][0] }
    return value[0]
  }
}
