import Synchronization
import Testing

@testable import Stochastic

/// Interrupted anywhere, saved as numbers, and gone on with: the bits of a run in one go.
@Suite struct MultilevelJournalTests {
  private func estimator(threads: Int = 2, seed: UInt64 = 3) throws -> MultilevelEstimator<DoubleWell> {
    try MultilevelEstimator(
      potential: DoubleWell(), learningRate: 0.3, initial: .gaussian(mean: [0.5], standardDeviation: 0.4),
      times: [0.5, 2], recording: [Quadratic(dimension: 1, regularization: 1)], epsilon: 4e-3, seed: seed,
      threads: threads)
  }

  /// The journal after so many offers of a checkpoint, as it comes back from its numbers; nil if the run ended before.
  private func interrupted(
    after offers: Int, from start: MultilevelJournal = MultilevelJournal()
  ) throws -> MultilevelJournal? {
    let control = RunControl()
    let seen = Atomic<Int>(0)
    do {
      _ = try estimator().run(
        control: control, journal: start,
        checkpoint: {
          if seen.wrappingAdd(1, ordering: .relaxed).newValue == offers { control.cancel() }
        })
      return nil
    } catch is CancellationError {
      let copy = MultilevelJournal(numbers: start.numbers)
      #expect(copy != nil)
      return copy
    }
  }

  private func expectEqual(_ first: MultilevelResult, _ second: MultilevelResult) {
    #expect(first.values == second.values && first.biasBounds == second.biasBounds)
    #expect(first.gradients == second.gradients && first.pathCount == second.pathCount)
    #expect(first.finest == second.finest && first.warnings == second.warnings)
    #expect(first.levels.map(\.kurtosis) == second.levels.map(\.kurtosis))
    #expect(first.levels.map(\.variances) == second.levels.map(\.variances))
    #expect(first.retained?.losses == second.retained?.losses && first.retained != nil)
  }

  @Test func interruptedRunsEndInTheSameBits() throws {
    let whole = try estimator().run()
    var stops = 0
    for offers in [1, 2, 3, 5, 8, 13, 21, 34] {
      guard let journal = try interrupted(after: offers) else { continue }
      stops += 1
      // and once more, on the way
      let again = try interrupted(after: 4, from: journal) ?? journal
      let threads = 1 + offers % 3
      expectEqual(
        whole, try estimator(threads: threads).run(journal: MultilevelJournal(numbers: again.numbers)!))
    }
    #expect(stops >= 5)
  }

  @Test func aFinishedJournalNeedsNoPaths() throws {
    let journal = MultilevelJournal()
    let whole = try estimator().run(journal: journal)
    let copy = try #require(MultilevelJournal(numbers: journal.numbers))
    let control = RunControl()
    let offered = Atomic<Int>(0)
    expectEqual(
      whole,
      try estimator().run(
        control: control, journal: copy, checkpoint: { offered.wrappingAdd(1, ordering: .relaxed) }))
    #expect(offered.load(ordering: .relaxed) == 0)
  }

  /// The same seed asks for other paths at another ε, and an ensemble of other times has another shape.
  @Test func journalsOfOtherRunsAreRefused() throws {
    let journal = try #require(try interrupted(after: 30) ?? interrupted(after: 8))
    let other = try MultilevelEstimator(
      potential: DoubleWell(), learningRate: 0.3, initial: .point([0.5]), times: [1], scheme: .gradientFlow,
      epsilon: 1e-6, seed: 3)
    #expect(throws: ProblemError.self) { try other.run(journal: journal) }
  }

  @Test func numbersThatAreNoJournalAreRefused() throws {
    let numbers = try #require(try interrupted(after: 8)).numbers
    #expect(MultilevelJournal(numbers: []) == nil)
    for count in [1, 2, 10, numbers.count - 1] {
      #expect(MultilevelJournal(numbers: Array(numbers[..<count])) == nil, "\(count)")
    }
    #expect(MultilevelJournal(numbers: numbers + [1]) == nil)
    for (place, value) in [(0, -1.0), (0, 1e300), (0, .nan), (1, 0.5), (5, 1e15), (9, 1e15), (9, 9e18)] {
      var wrong = numbers
      wrong[place] = value
      #expect(MultilevelJournal(numbers: wrong) == nil, "\(place)")
    }
  }
}
