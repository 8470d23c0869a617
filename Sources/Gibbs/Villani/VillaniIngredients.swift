import Stochastic

/// What the Villani route needs of one potential at one learning rate: how low V_s gets where, and where the mass is.
public protocol VillaniIngredients: Sendable {
  /// D
  var dimension: Int { get }
  /// s
  var learningRate: Double { get }
  /// inf V_s
  var infimum: Exact { get }
  /// R_0,s: the smallest R with V_s > 0 outside B_R; nil if none was found
  var positivityRadius: Exact? { get }
  /// R with μ_s(B_R) = 1/2
  var halfMassRadius: Exact { get }
  /// About the radius that holds all but a negligible part of the mass
  var reach: Double { get }
  /// What the numbers rest on, in words
  var statement: String { get }

  /// The shares of the mass inside and outside B_R, and the absolute error of either.
  func split(radius: Double) throws -> (inside: Double, outside: Double, error: Double)

  /// inf of V_s outside B_R
  func outsideInfimum(radius: Double) -> Exact

  /// What is proved about the two infima, for a radius with a positive one outside.
  func safeInfima(radius: Double) throws -> VillaniInfima
}

/// What a lower bound may use in place of inf V_s and of its infimum outside a ball.
public enum VillaniInfima: Sendable, Equatable {
  /// Proved lower bounds of both
  case proved(infimum: Double, outside: Double)
  /// The values found are all there is.
  case found
  /// They are wrong.
  case refuted(reason: String)
}

extension VillaniIngredients {
  /// μ_s(B_R)
  public func mass(radius: Double) throws -> Exact {
    let (inside, outside, error) = try split(radius: radius)
    return Exact(value: inside <= outside ? inside : 1 - outside, error: error)
  }

  /// The bounds at a radius.
  ///
  /// - Parameter neumannGap: the smallest nonzero eigenvalue of −𝓛 on the ball of a radius with Neumann conditions.
  ///   What it throws, other than a `CancellationError`, becomes the reason why there is no bound.
  public func bound(radius: Double, neumannGap: (Double) throws -> Exact) throws -> VillaniBound {
    let mass = try self.mass(radius: radius)
    let infOutside = outsideInfimum(radius: radius)
    func missing(_ reason: String) -> VillaniBound {
      VillaniBound(radius: radius, mass: mass, outsideInfimum: infOutside, missing: reason)
    }
    guard infOutside.value > 0 else { return missing("V_s is not positive outside the ball") }
    let gap: Exact
    do {
      gap = try neumannGap(radius)
    } catch let error as CancellationError {
      throw error
    } catch {
      return missing("no Neumann gap of the ball: \(error)")
    }
    guard gap.value > 0, mass.value > 0 else {
      return missing("the Neumann gap of the ball is \(gap.value), its mass \(mass.value)")
    }
    return try assemble(radius: radius, mass: mass, infOutside: infOutside, gap: gap)
  }

  private func assemble(
    radius: Double, mass: Exact, infOutside: Exact, gap: Exact
  ) throws -> VillaniBound {
    let (inside, outside, error) = try split(radius: radius)
    let epsilon = 1 / infOutside.value
    let poincare = 1 / (2 * gap.value)
    let nominal = VillaniFormulas(
      learningRate: learningRate, epsilon: epsilon, poincare: poincare, depth: max(-infimum.value, 0),
      ratio: outside / inside)
    let infima = try safeInfima(radius: radius)
    let (lowerBound, reason) = safeBound(infima, infOutside, gap, ratio: (outside + error, inside - error))
    return VillaniBound(
      radius: radius, mass: mass, outsideInfimum: infOutside,
      epsilon: Exact(value: epsilon, error: infOutside.error * epsilon * epsilon),
      ballPoincareConstant: Exact(value: poincare, error: poincare * gap.error / gap.value),
      printed: nominal.printed, corrected: nominal.corrected, sharp: nominal.sharp, lowerBound: lowerBound,
      infimaProved: infima.isProved, reason: reason)
  }

  /// The best valid bound with every ingredient at its unfavourable end, or 0 and why.
  private func safeBound(
    _ infima: VillaniInfima, _ infOutside: Exact, _ gap: Exact, ratio: (outside: Double, inside: Double)
  ) -> (Double, String?) {
    var lowest = (inside: infimum.value - infimum.error, outside: infOutside.value - infOutside.error)
    switch infima {
    case .proved(let infimum, let outside): lowest = (infimum, outside)
    case .refuted(let reason): return (0, reason)
    case .found: break
    }
    guard lowest.outside > 0, gap.value > gap.error, ratio.inside > 0 else {
      return (0, "an error is as large as what it belongs to")
    }
    let worst = VillaniFormulas(
      learningRate: learningRate, epsilon: 1 / lowest.outside, poincare: 1 / (2 * (gap.value - gap.error)),
      depth: max(-lowest.inside, 0), ratio: ratio.outside / ratio.inside)
    return (worst.best, worst.best > 0 ? nil : "vacuous: V_s is too negative for what it gains outside")
  }
}

extension VillaniInfima {
  var isProved: Bool { if case .proved = self { true } else { false } }
}

extension VillaniBound {
  /// Without a bound, and why.
  init(radius: Double, mass: Exact, outsideInfimum: Exact, missing reason: String) {
    let infimum = outsideInfimum.value
    self.init(
      radius: radius, mass: mass, outsideInfimum: outsideInfimum,
      epsilon: infimum > 0
        ? Exact(value: 1 / infimum, error: outsideInfimum.error / (infimum * infimum)) : nil,
      ballPoincareConstant: nil, printed: nil, corrected: nil, sharp: nil, lowerBound: 0, infimaProved: false,
      reason: reason)
  }
}
