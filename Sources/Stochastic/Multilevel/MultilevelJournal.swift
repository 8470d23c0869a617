import Synchronization

/// What a multilevel run has so far: its batches of paths in the order they were asked for, and the ensemble in the middle
/// of which it is.
///
/// Every decision of a run rests on its samples alone. So a run that is handed these batches again asks for the same ones,
/// and goes on behind the last of them to the same bits.
public final class MultilevelJournal: Sendable {
  struct Entry: Sendable, Equatable {
    let level: Int
    let isPair: Bool
    let paths: Range<UInt64>
  }

  private struct Contents {
    var entries: [(entry: Entry, batch: LevelBatch)] = []
    /// How many of them the run has been handed
    var place = 0
    /// Of the batch after the last entry
    var unfinished: [Double]?
    var running: EnsembleState?
  }

  private let contents = Mutex(Contents())

  /// Nothing yet.
  public init() {}

  /// The next batch, if it is known already.
  ///
  /// - Throws: `ProblemError` if the run asks for another one: then this is the journal of another run.
  func batch(_ entry: Entry) throws -> LevelBatch? {
    try contents.withLock { contents in
      guard contents.place < contents.entries.count else { return nil }
      let next = contents.entries[contents.place]
      guard next.entry == entry else { throw ProblemError("the journal to resume from is of another run") }
      contents.place += 1
      return next.batch
    }
  }

  /// The numbers of the ensemble that was interrupted, for whoever goes on with it: once.
  func takeUnfinished() -> [Double]? {
    contents.withLock { contents in
      defer { contents.unfinished = nil }
      return contents.unfinished
    }
  }

  /// The ensemble that is simulated now, or was when the run stopped.
  func note(_ running: EnsembleState) { contents.withLock { $0.running = running } }

  /// A batch is done. Paths kept for quantiles are kept once a level: more of them replace fewer.
  func append(_ entry: Entry, _ batch: LevelBatch) {
    contents.withLock { contents in
      var batch = batch
      let kept =
        contents.entries.filter { $0.entry.level == entry.level && $0.entry.isPair == entry.isPair }
        .map { $0.batch.retained?.count ?? 0 }.max() ?? 0
      if batch.retained?.count ?? 0 <= kept { batch.retained = nil }
      contents.entries.append((entry, batch))
      contents.place = contents.entries.count
      contents.running = nil
    }
  }
}

extension MultilevelJournal {
  /// Everything in it, as numbers that restore it to the bit. Not while an ensemble is running, except when it offers a
  /// checkpoint.
  public var numbers: [Double] {
    contents.withLock { contents in
      let last = contents.running?.numbers ?? contents.unfinished ?? []
      var numbers = [Double(contents.entries.count)]
      for (entry, batch) in contents.entries { numbers += Self.numbers(entry, batch) }
      numbers.append(Double(last.count))
      return numbers + last
    }
  }

  /// nil if these are not the numbers of a journal.
  public convenience init?(numbers: [Double]) {
    var reader = NumberReader(numbers)
    guard let count = reader.count() else { return nil }
    var entries: [(Entry, LevelBatch)] = []
    for _ in 0..<count {
      guard let entry = Self.entry(&reader) else { return nil }
      entries.append(entry)
    }
    guard let rest = reader.count(), let unfinished = reader.take(rest), reader.isAtEnd else { return nil }
    self.init()
    contents.withLock { contents in
      contents.entries = entries
      contents.unfinished = unfinished.isEmpty ? nil : unfinished
    }
  }

  private static func numbers(_ entry: Entry, _ batch: LevelBatch) -> [Double] {
    let kept = batch.retained
    let counts = [
      entry.level, entry.isPair ? 1 : 0, Int(entry.paths.lowerBound), Int(entry.paths.upperBound),
    ]
    let shape = [kept?.count ?? 0, kept?.curves ?? 0, kept?.recorded ?? 0, kept?.times ?? 0]
    var numbers = (counts + [batch.fine.count, batch.divergedFine, batch.divergedCoarse]).map(Double.init)
    numbers.append(batch.seconds)
    numbers += shape.map(Double.init)
    for moments in batch.fine + batch.coarse + batch.difference { numbers += moments.numbers }
    for moment in batch.fourth { numbers += [moment.count, moment.second, moment.fourth] }
    return numbers + (kept?.losses ?? [])
  }

  private static func entry(_ reader: inout NumberReader) -> (Entry, LevelBatch)? {
    guard let level = reader.count(), let pair = reader.count(), let first = reader.count(),
      let end = reader.count(), first <= end, let targets = reader.count(), let fine = reader.count(),
      let coarse = reader.count(), let seconds = reader.take(1)?[0], let kept = reader.count(),
      let curves = reader.count(), let recorded = reader.count(), let times = reader.count(),
      let moments = reader.moments(pair == 1 ? 3 : 1, targets), let fourth = reader.fourthMoments(targets),
      let losses = reader.take(1 + recorded, curves, times, kept)
    else { return nil }
    var batch = LevelBatch(
      fine: Array(moments[..<targets]), fourth: fourth, divergedFine: fine, divergedCoarse: coarse,
      seconds: seconds)
    if pair == 1 {
      batch.coarse = Array(moments[targets..<2 * targets])
      batch.difference = Array(moments[(2 * targets)...])
    }
    if kept > 0 {
      let retained = RetainedPaths(curves: curves, recorded: recorded, times: times, paths: kept)
      guard retained.count == kept else { return nil }
      retained.restore(losses)
      batch.retained = retained
    }
    let entry = Entry(level: level, isPair: pair == 1, paths: UInt64(first)..<UInt64(end))
    return (entry, batch)
  }
}

/// Reads numbers off a list, as long as they are there.
private struct NumberReader {
  private let numbers: [Double]
  private var place = 0

  init(_ numbers: [Double]) { self.numbers = numbers }

  var isAtEnd: Bool { place == numbers.count }

  /// The product of `factors`, none of them negative, is how many.
  mutating func take(_ factors: Int...) -> [Double]? {
    let wanted = factors.reduce(1.0) { $0 * Double($1) }
    guard wanted <= Double(numbers.count - place), let count = Int(exactly: wanted) else { return nil }
    defer { place += count }
    return Array(numbers[place..<place + count])
  }

  /// A whole number, not negative
  mutating func count() -> Int? { take(1).flatMap { Int(exactly: $0[0]) }.flatMap { $0 >= 0 ? $0 : nil } }

  mutating func moments(_ kinds: Int, _ targets: Int) -> [Moments]? {
    take(5, kinds, targets).map { numbers in
      (0..<kinds * targets).map { Moments(numbers: Array(numbers[(5 * $0)..<(5 * $0 + 5)])) }
    }
  }

  mutating func fourthMoments(_ count: Int) -> [FourthMoment]? {
    take(3, count).map { numbers in
      (0..<count).map {
        FourthMoment(count: numbers[3 * $0], second: numbers[3 * $0 + 1], fourth: numbers[3 * $0 + 2])
      }
    }
  }
}

extension Moments {
  fileprivate var numbers: [Double] { [count, mean, squaredDeviation, minimum, maximum] }

  fileprivate init(numbers: [Double]) {
    self.init(
      count: numbers[0], mean: numbers[1], squaredDeviation: numbers[2], minimum: numbers[3],
      maximum: numbers[4])
  }
}
