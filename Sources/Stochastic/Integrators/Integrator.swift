/// The schemes for the SGD–SDE dW = −∇L dt + √s dB that step by a given dt, by the names they have in experiment files.
public enum Integrator: String, Sendable, Hashable, CaseIterable {
  case eulerMaruyama = "euler-maruyama"
  case leimkuhlerMatthews = "leimkuhler-matthews"
  case heun
  case sra1
  case exponentialEuler = "exponential-euler"
  case tamedEuler = "tamed-euler"

  public var properties: SchemeProperties { scheme.properties }

  var scheme: any Scheme.Type {
    switch self {
    case .eulerMaruyama: EulerMaruyama.self
    case .leimkuhlerMatthews: LeimkuhlerMatthews.self
    case .heun: Heun.self
    case .sra1: SRA1.self
    case .exponentialEuler: ExponentialEuler.self
    case .tamedEuler: TamedEuler.self
    }
  }

  /// One step, with the scheme's type known to the compiler: the loop over steps makes no indirect call.
  @inline(always)
  func advance<P: Potential>(
    _ potential: P, _ state: CurveState, over step: BrownianStep, memory: LaneVector, scratch: LaneVector
  ) {
    switch self {
    case .eulerMaruyama:
      EulerMaruyama.advance(potential, state, over: step, memory: memory, scratch: scratch)
    case .leimkuhlerMatthews:
      LeimkuhlerMatthews.advance(potential, state, over: step, memory: memory, scratch: scratch)
    case .heun: Heun.advance(potential, state, over: step, memory: memory, scratch: scratch)
    case .sra1: SRA1.advance(potential, state, over: step, memory: memory, scratch: scratch)
    case .exponentialEuler:
      ExponentialEuler.advance(potential, state, over: step, memory: memory, scratch: scratch)
    case .tamedEuler: TamedEuler.advance(potential, state, over: step, memory: memory, scratch: scratch)
    }
  }
}
