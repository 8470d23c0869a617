#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  import Musl
#endif

/// Giles' algorithm on any source of levels.
///
/// 1. Pilots: pairs from the coarsest level on, until it is clear where to begin (`CoarsestLevel`).
/// 2. Every level gets the paths that the allocation asks for, variances being estimated anew after each batch.
/// 3. If the bias that is left may exceed its part of ε, one finer level is added, and 2 again.
///
/// Whatever shows a level to be unstable (paths that diverge, or one that carries the variance) drops it and all coarser
/// ones. Every decision rests on the samples alone, so the result is a function of the seed.
/// Reference: Giles, Operations Research 56 (2008) 607–617, section 5.
struct MultilevelRun<Source: LevelSource> {
  let source: Source
  let budget: AccuracyBudget
  let control: RunControl
  let progress: (String) -> Void

  /// P_l on the coarsest level in use
  private(set) var base: LevelStatistics?
  /// (P_l, P_{l−1}) by l
  private(set) var pairs: [Int: LevelStatistics] = [:]
  private(set) var dropped: [LevelStatistics] = []
  private(set) var bias: BiasBound?
  /// How often a level turned out to be unstable after the pilots
  private(set) var promotions = 0

  /// Paths of a pair before its variance is believed.
  static var pilot: UInt64 { 256 }
  /// A level's paths grow at most by this factor before its variance is estimated again.
  static var growth: UInt64 { 8 }
  /// Pairs beyond the coarsest level, at the least: with fewer nothing could be said about convergence.
  static var leastPairs: Int { 2 }
  /// dt₀ 2^(−24)
  static var finestLevel: Int { 24 }
  /// The finest pair's variance must be below this part of the variance of P: there the two are close to the same path.
  static var coupledShare: Double { 0.1 }
  /// Philox addresses so many paths.
  static var mostPaths: Double { 0x1p47 }

  init(_ source: Source, budget: AccuracyBudget, control: RunControl, progress: @escaping (String) -> Void) {
    self.source = source
    self.budget = budget
    self.control = control
    self.progress = progress
  }

  /// The coarsest level in use and its pairs, in order.
  var levels: [LevelStatistics] {
    guard let base else { return [] }
    return [base] + corrections(from: base.level)
  }

  /// Means beyond this lose a hundredth of ε to rounding when 2^5 of them are added up.
  private var largestMean: Double { 0.01 * budget.epsilon * 0x1p47 }

  /// Pairs whose coarser level is `level` or finer.
  private func corrections(from level: Int) -> [LevelStatistics] {
    pairs.values.filter { $0.level > level }.sorted { $0.level < $1.level }
  }

  /// Samples until the answer is within ε, or the finest level is reached.
  mutating func run() throws {
    try begin(at: try scan())
    while true {
      try fill()
      guard let base else { return }
      let corrections = corrections(from: base.level)
      let bias = BiasBound(
        corrections, weakOrder: source.weakOrder, criticalValue: budget.biasCriticalValue)
      self.bias = bias
      let finest = corrections.last?.level ?? base.level
      if (bias.largest <= budget.bias && isCoupled(corrections)) || finest >= Self.finestLevel { return }
      try addPair(finest + 1)
    }
  }

  /// Pilots of pairs, until the best coarsest level is known.
  private mutating func scan() throws -> Int {
    for level in 1...Self.finestLevel {
      try addPair(level)
      let known = (1...level).compactMap { pairs[$0] }
      if let best = CoarsestLevel.best(
        known, leastPairs: Self.leastPairs, coupledShare: Self.coupledShare,
        largest: largestMean)
      {
        return best
      }
    }
    throw ProblemError(
      "no step size from \(short(source.stepSize(0))) down to \(short(source.stepSize(Self.finestLevel))) is stable"
    )
  }

  /// Takes `level` for the coarsest one.
  private mutating func begin(at level: Int) throws {
    for pair in pairs.values where pair.level <= level { dropped.append(pair) }
    pairs = pairs.filter { $0.key > level }
    if let base { dropped.append(base) }
    base = statistics(level, isPair: false)
    for finer in level + 1...level + Self.leastPairs where pairs[finer] == nil { try addPair(finer) }
  }

  private mutating func addPair(_ level: Int) throws {
    guard level <= Self.finestLevel else {
      throw ProblemError(
        "steps of \(short(source.stepSize(Self.finestLevel))) are not fine enough to be stable")
    }
    pairs[level] = statistics(level, isPair: true)
    try extend(level, isPair: true, to: Self.pilot)
  }

  private func statistics(_ level: Int, isPair: Bool) -> LevelStatistics {
    LevelStatistics(
      level: level, isPair: isPair, cost: source.cost(level, isPair: isPair),
      stepSize: source.stepSize(level), targets: source.targetCount)
  }

  /// Samples more paths of a level, whole blocks of sixteen.
  private mutating func extend(_ level: Int, isPair: Bool, to count: UInt64) throws {
    guard var statistics = isPair ? pairs[level] : base else { return }
    let paths = statistics.paths..<max((count + 15) / 16 * 16, statistics.paths)
    guard !paths.isEmpty else { return }
    progress("steps of \(short(statistics.stepSize)): \(paths.upperBound) paths")
    statistics.add(
      try source.sample(level, isPair: isPair, paths: paths, control: control), paths: UInt64(paths.count))
    if isPair { pairs[level] = statistics } else { base = statistics }
  }

  /// Samples until the variances allow no more than the budget's standard error.
  private mutating func fill() throws {
    while true {
      if let base, base.paths == 0 { try extend(base.level, isPair: false, to: Self.pilot) }
      if let stable = levels.map({ $0.leastStableLevel(largest: largestMean) }).max(), let base,
        stable > base.level, promotions < 8
      {
        promotions += 1
        try begin(at: stable)
        continue
      }
      let levels = levels
      let wanted = Allocation.samples(
        variances: guardedVariances(levels), costs: levels.map(\.cost), standardError: budget.standardError)
      guard let most = wanted.max(), most < Self.mostPaths else {
        throw ProblemError(
          "epsilon \(short(budget.epsilon)) would take \(short(wanted.max() ?? 0)) paths; expected fewer than "
            + short(Self.mostPaths))
      }
      var isFull = true
      for (level, wanted) in zip(levels, wanted) {
        let count = min(UInt64(wanted.rounded(.up)), Self.growth * level.paths)
        guard count > level.paths else { continue }
        isFull = false
        try extend(level.level, isPair: level.isPair, to: count)
      }
      if isFull { return }
    }
  }

  /// Variances by target, those of pairs not below half of what the level before says by the scheme's strong order:
  /// few paths may show a small variance by chance.
  private func guardedVariances(_ levels: [LevelStatistics]) -> [[Double]] {
    var variances = levels.map(\.variances)
    for place in variances.indices.dropFirst(2) {
      for target in variances[place].indices {
        let expected = 0.5 * exp2(-source.varianceOrder) * variances[place - 1][target]
        variances[place][target] = max(variances[place][target], expected)
      }
    }
    return (0..<source.targetCount).map { target in variances.map { $0[target] } }
  }

  /// Whether on the finest level coarse and fine paths have come together.
  private func isCoupled(_ corrections: [LevelStatistics]) -> Bool {
    corrections.last.map { CoarsestLevel.isCoupled($0, share: Self.coupledShare) } ?? false
  }
}
