@testable import Stochastic

/// Schemes with one mistake each.
protocol BrokenScheme: Scheme {}

extension BrokenScheme {
  static var properties: SchemeProperties {
    SchemeProperties(strongOrder: 1, weakOrder: 1, gradientsPerStep: 1, summary: "broken on purpose")
  }
  static func memory(dimension: Int) -> Int { 2 * dimension }

  /// W ← W − drift ∇L(at) + noise ΔB
  static func move<P: Potential>(
    _ potential: P, _ state: CurveState, _ step: BrownianStep, at point: LaneVector, drift: Double,
    noise: Double, scratch: LaneVector
  ) {
    potential.gradient(at: point, into: state.gradient, scratch: scratch)
    for k in 0..<state.weights.count {
      state.weights[k] -= drift * state.gradient[k] - noise * step.incrementScale * step.increment[k]
    }
  }
}

/// Euler–Maruyama with √2 times the noise.
enum LoudEuler: BrokenScheme {
  static func advance<P: Potential>(
    _ potential: P, _ state: CurveState, over step: BrownianStep, memory: LaneVector, scratch: LaneVector
  ) {
    move(
      potential, state, step, at: state.weights, drift: step.duration, noise: 2.0.squareRoot(),
      scratch: scratch)
  }
}

/// Euler–Maruyama with √dt for dt in the drift.
enum RootStepEuler: BrokenScheme {
  static func advance<P: Potential>(
    _ potential: P, _ state: CurveState, over step: BrownianStep, memory: LaneVector, scratch: LaneVector
  ) {
    move(
      potential, state, step, at: state.weights, drift: step.duration.squareRoot(), noise: 1,
      scratch: scratch)
  }
}

/// Euler–Maruyama whose noise is multiplied by √dt once more.
enum FaintEuler: BrokenScheme {
  static func advance<P: Potential>(
    _ potential: P, _ state: CurveState, over step: BrownianStep, memory: LaneVector, scratch: LaneVector
  ) {
    move(
      potential, state, step, at: state.weights, drift: step.duration, noise: step.duration.squareRoot(),
      scratch: scratch)
  }
}

/// Heun's scheme whose second stage adds the noise again.
enum NoiseTwiceHeun: BrokenScheme {
  static func advance<P: Potential>(
    _ potential: P, _ state: CurveState, over step: BrownianStep, memory: LaneVector, scratch: LaneVector
  ) {
    let h = step.duration
    let predictor = memory.slice(0, state.weights.count)
    predictor.copy(from: state.weights)
    move(potential, state, step, at: predictor, drift: 0.5 * h, noise: 1, scratch: scratch)
    for k in 0..<predictor.count {
      predictor[k] += step.incrementScale * step.increment[k] - h * state.gradient[k]
    }
    move(potential, state, step, at: predictor, drift: 0.5 * h, noise: 1, scratch: scratch)
  }
}

/// Heun's scheme whose predictor has no noise.
enum QuietPredictorHeun: BrokenScheme {
  static func advance<P: Potential>(
    _ potential: P, _ state: CurveState, over step: BrownianStep, memory: LaneVector, scratch: LaneVector
  ) {
    let h = step.duration
    let predictor = memory.slice(0, state.weights.count)
    predictor.copy(from: state.weights)
    move(potential, state, step, at: predictor, drift: 0.5 * h, noise: 1, scratch: scratch)
    for k in 0..<predictor.count { predictor[k] -= h * state.gradient[k] }
    move(potential, state, step, at: predictor, drift: 0.5 * h, noise: 0, scratch: scratch)
  }
}

/// SRA1 that takes the area to be zero: of strong order 1.
enum ArealessSRA1: BrokenScheme {
  static func advance<P: Potential>(
    _ potential: P, _ state: CurveState, over step: BrownianStep, memory: LaneVector, scratch: LaneVector
  ) {
    let blind = BrownianStep(
      duration: step.duration, increment: step.increment, incrementScale: step.incrementScale,
      area: step.area,
      areaScale: 0)
    SRA1.advance(
      potential, state, over: blind, memory: memory.slice(0, state.weights.count), scratch: scratch)
  }
}

/// SRA1 with the weights of its two stages exchanged.
enum SwappedSRA1: BrokenScheme {
  static func advance<P: Potential>(
    _ potential: P, _ state: CurveState, over step: BrownianStep, memory: LaneVector, scratch: LaneVector
  ) {
    let h = step.duration
    let stage = memory.slice(0, state.weights.count)
    stage.copy(from: state.weights)
    move(potential, state, step, at: stage, drift: 2 * h / 3, noise: 1, scratch: scratch)
    for k in 0..<stage.count {
      let integral = 0.5 * step.incrementScale * step.increment[k] + step.areaScale * step.area[k]
      stage[k] += 1.5 * integral - 0.75 * h * state.gradient[k]
    }
    move(potential, state, step, at: stage, drift: h / 3, noise: 0, scratch: scratch)
  }
}

/// Euler–Maruyama with 3 % less noise.
enum QuietEuler: BrokenScheme {
  static func advance<P: Potential>(
    _ potential: P, _ state: CurveState, over step: BrownianStep, memory: LaneVector, scratch: LaneVector
  ) {
    move(potential, state, step, at: state.weights, drift: step.duration, noise: 0.97, scratch: scratch)
  }
}
