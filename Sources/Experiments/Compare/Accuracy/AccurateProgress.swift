import Stochastic

/// What an unfinished comparison to an accuracy has: the ensemble of its algorithms, and a journal of the levels of every
/// curve that flows in time.
///
/// Told and asked by the thread that runs the comparison, and by no other.
final class AccurateProgress: @unchecked Sendable {
  /// How many paths the algorithms have in their present ensemble, and its state as numbers
  var plain: (paths: Int, state: [Double])?
  /// One per curve, in order; those of algorithms stay empty
  let journals: [MultilevelJournal]
  private let save: (() -> Checkpoint) -> Void
  private let identity: String

  /// - Parameters:
  ///   - curves: how many
  ///   - checkpoint: of an interrupted run
  ///   - save: is offered a checkpoint every now and then
  /// - Throws: `CheckpointMismatch` if the checkpoint is of something else.
  init(
    identity: String, curves: Int, resuming checkpoint: Checkpoint?,
    save: @escaping (() -> Checkpoint) -> Void
  ) throws {
    self.identity = identity
    self.save = save
    guard let checkpoint else {
      journals = (0..<curves).map { _ in MultilevelJournal() }
      return
    }
    let sections = Self.sections(checkpoint.numbers)
    let journals = sections.dropFirst().compactMap { MultilevelJournal(numbers: $0) }
    guard checkpoint.identity == identity, journals.count == curves, sections.count == curves + 1 else {
      throw CheckpointMismatch()
    }
    self.journals = journals
    if let paths = sections[0].first.flatMap({ Int(exactly: $0) }) {
      plain = (paths, Array(sections[0].dropFirst()))
    }
  }

  var checkpoint: Checkpoint {
    let first = plain.map { [Double($0.paths)] + $0.state } ?? []
    let sections = [first] + journals.map(\.numbers)
    return Checkpoint(identity: identity, numbers: sections.flatMap { [Double($0.count)] + $0 })
  }

  /// Offers what there is.
  func offer() { save { checkpoint } }

  /// Offers what there is with the algorithms' ensemble as it stands.
  func offer(paths: Int, _ state: () -> Checkpoint) {
    save {
      plain = (paths, state().numbers)
      return checkpoint
    }
  }

  /// Lists that are each preceded by their length; those that are not whole are left out.
  private static func sections(_ numbers: [Double]) -> [[Double]] {
    var (sections, place): ([[Double]], Int) = ([], 0)
    while place < numbers.count, let count = Int(exactly: numbers[place]),
      (0...numbers.count - place - 1).contains(count)
    {
      sections.append(Array(numbers[place + 1..<place + 1 + count]))
      place += 1 + count
    }
    return sections
  }
}

/// A comparison to an accuracy was cancelled: what it has so far.
public struct InterruptedComparison: Error {
  public let checkpoint: Checkpoint
}
