import Dispatch
import Stochastic
import Synchronization

/// Runs too small to fill all cores, side by side: each on one thread, the most expensive first.
struct ParallelRuns: Sendable {
  let threads: Int
  let control: RunControl

  /// The losses of every training, in the order given.
  ///
  /// - Throws: `CancellationError` once the control is cancelled; what the first failing run throws.
  func losses(_ trainings: [NetTraining]) throws -> [[[[Double]]]] {
    control.start(total: trainings.reduce(0) { $0 + Double($1.steps) * Double($1.weights) })
    let order = trainings.indices.sorted {
      trainings[$0].steps * trainings[$0].weights > trainings[$1].steps * trainings[$1].weights
    }
    let results = Mutex([Int: [[[Double]]]]())
    let failure = Mutex<(any Error)?>(nil)
    let next = Atomic<Int>(0)
    DispatchQueue.concurrentPerform(iterations: threads) { _ in
      while !control.isCancelled, failure.withLock({ $0 == nil }) {
        let place = next.wrappingAdd(1, ordering: .relaxed).oldValue
        guard place < order.count else { return }
        let training = trainings[order[place]]
        do {
          let losses = try training.run(control: control.part(weight: training.weights))
          results.withLock { $0[order[place]] = losses }
        } catch {
          failure.withLock { $0 = $0 ?? error }
        }
      }
    }
    if control.isCancelled { throw CancellationError() }
    if let error = failure.withLock({ $0 }) { throw error }
    return results.withLock { results in trainings.indices.compactMap { results[$0] } }
  }
}
