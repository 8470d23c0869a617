extension EnsembleState {
  /// Everything the state knows, as numbers that restore it to the bit.
  public var numbers: [Double] {
    var numbers = [Double(foldedBlocks)]
    for divergence in divergences {
      numbers += [
        Double(divergence.count), divergence.firstPath.map(Double.init) ?? .nan, divergence.firstTime ?? .nan,
      ]
    }
    numbers += timings
    for cell in curveMoments + pairMoments {
      for field in LaneMoments.fields { numbers += (0..<16).map { cell[keyPath: field][$0] } }
    }
    return numbers + retained.losses
  }

  /// The state of a run of these curves, times, paths and number of recorded potentials from its `numbers`; nil if they are not of such a run.
  public static func restored(
    from numbers: [Double], curves: [Curve], times: [Double], paths: Int, recorded: Int = 0
  ) -> EnsembleState? {
    let state = EnsembleState(curves: curves, times: times, paths: paths, recorded: recorded)
    let cells = state.curveMoments.count + state.pairMoments.count
    let moments = 16 * LaneMoments.fields.count
    let head = 1 + 5 * state.curveCount
    guard numbers.count == head + cells * moments + state.retained.losses.count,
      let blocks = Int(exactly: numbers[0]), (0...state.blockCount).contains(blocks)
    else { return nil }
    let divergences = (0..<state.curveCount).map { curve in
      let fields = numbers[(1 + 3 * curve)..<(4 + 3 * curve)].map { $0 }
      return Divergence(
        count: Int(exactly: fields[0]) ?? 0, firstPath: Int(exactly: fields[1]),
        firstTime: fields[2].isNaN ? nil : fields[2])
    }
    let laneMoments = (0..<cells).map { cell in
      var result = LaneMoments()
      for (place, field) in LaneMoments.fields.enumerated() {
        let start = head + cell * moments + 16 * place
        result[keyPath: field] = Lanes(numbers[start..<start + 16])
      }
      return result
    }
    state.restore(
      foldedBlocks: blocks, divergences: divergences,
      timings: Array(numbers[(1 + 3 * state.curveCount)..<head]),
      moments: laneMoments, retained: Array(numbers[(head + cells * moments)...]))
    return state
  }
}

extension LaneMoments {
  fileprivate static var fields: [WritableKeyPath<LaneMoments, Lanes>] {
    [\.count, \.mean, \.squaredDeviation, \.minimum, \.maximum]
  }
}
