import Testing

@testable import Stochastic

/// ΔB and H of a step of several cells, from the formulas: ∫ over both of two pieces is I₁ + h₂ ΔB₁ + I₂, and
/// H = I/h − ΔB/2.
@Suite struct StepNoiseTests {
  private let learningRate = 0.4
  private let pieces: [(length: Double, increment: Double, area: Double)] = [
    (0.1, 0.7, -1.3), (0.3, -0.2, 0.9), (0.05, 1.1, 0.4),
  ]

  /// √s ΔB and √s H of all pieces, whose numbers are standard normals or √h and √(h/12) times those
  private var expected: (increment: Double, area: Double) {
    let root = learningRate.squareRoot()
    var (time, sum, integral) = (0.0, 0.0, 0.0)
    for piece in pieces {
      let increment = root * piece.length.squareRoot() * piece.increment
      let area = root * (piece.length / 12).squareRoot() * piece.area
      integral += piece.length * (sum + 0.5 * increment + area)
      sum += increment
      time += piece.length
    }
    return (sum, integral / time - 0.5 * sum)
  }

  private func cell(
    _ memory: LaneVector, _ piece: (length: Double, increment: Double, area: Double), isStandard: Bool
  ) -> BrownianCell {
    let scale = isStandard ? 1 : piece.length.squareRoot()
    memory[0] = Lanes(repeating: scale * piece.increment)
    memory[1] = Lanes(repeating: scale * (isStandard ? 1 : (1.0 / 12).squareRoot()) * piece.area)
    return BrownianCell(increment: memory.slice(0, 1), area: memory.slice(1, 1), isStandard: isStandard)
  }

  @Test(arguments: [true, false]) func severalCells(isStandard: Bool) {
    let storage = LaneStorage(count: 4)
    var noise = StepNoise(
      memory: storage.vector.slice(0, StepNoise.memory(dimension: 1, withAreas: true)), dimension: 1,
      learningRate: learningRate)
    // the second time over what the first has left behind
    for _ in 0..<2 {
      for piece in pieces {
        noise.gather(
          cell(storage.vector.slice(2, 2), piece, isStandard: isStandard), duration: piece.length)
      }
      #expect(noise.isPending)
      let step = noise.gathered(0.45, isStandard: isStandard)
      #expect(!noise.isPending && step.duration == 0.45)
      #expect(abs(step.incrementScale * step.increment[0][3] - expected.increment) < 1e-15)
      #expect(abs(step.areaScale * step.area[0][3] - expected.area) < 1e-15)
    }
  }

  @Test(arguments: [true, false]) func oneCell(isStandard: Bool) {
    let storage = LaneStorage(count: 4)
    let noise = StepNoise(memory: storage.vector.slice(0, 2), dimension: 1, learningRate: learningRate)
    let piece = pieces[0]
    let step = noise.whole(
      cell(storage.vector.slice(2, 2), piece, isStandard: isStandard), duration: piece.length)
    let root = (learningRate * piece.length).squareRoot()
    #expect(abs(step.incrementScale * step.increment[0][7] - root * piece.increment) < 1e-15)
    #expect(abs(step.areaScale * step.area[0][7] - root * piece.area / 12.0.squareRoot()) < 1e-15)
  }
}
