/// What the independent program says about the Gibbs law of one λ and s.
struct ReferenceAnswers: Decodable, Sendable {
  let regularization, learningRate: Double
  let logPartitionFunction, excessRiskNorm, meanLoss, meanExcessLoss, meanSquaredNorm: Number
  let meanSquaredGradient, meanLaplacian, lossDeviation: Number
  let gap, secondEigenvalue, linearQuotient, lossQuotient: Number
  let distances: [Number?]
  let lowerBounds: LowerBounds?
  let villani: Villani

  enum CodingKeys: String, CodingKey {
    case gap, villani
    case regularization = "lambda"
    case learningRate = "s"
    case logPartitionFunction = "logZ"
    case excessRiskNorm = "C"
    case meanLoss = "EL"
    case meanExcessLoss = "EL_minus_min"
    case meanSquaredNorm = "EW2"
    case meanSquaredGradient = "EgradL2"
    case meanLaplacian = "ElapL"
    case lossDeviation = "stdL"
    case distances = "chi"
    case secondEigenvalue = "gap2"
    case linearQuotient = "gap_upper_linear"
    case lossQuotient = "gap_upper_L"
    case lowerBounds = "lower_bounds"
  }

  /// A number and a bound on its error.
  struct Number: Decodable, Sendable {
    let value: Double
    let error: Double
  }

  /// Proved lower bounds of the gap.
  struct LowerBounds: Decodable, Sendable {
    let holleyStroock, bakryEmery: Double?

    enum CodingKeys: String, CodingKey {
      case holleyStroock = "holley_stroock"
      case bakryEmery = "bakry_emery"
    }
  }

  /// The ingredients of the Villani route.
  struct Villani: Decodable, Sendable {
    let infimum, positivityRadius, halfMassRadius: Number
    let atRadius: [Radius]

    enum CodingKeys: String, CodingKey {
      case infimum = "infV"
      case positivityRadius = "R0"
      case halfMassRadius = "R_median"
      case atRadius = "at_R"
    }
  }

  struct Radius: Decodable, Sendable {
    let radius: Double
    let mass, outsideInfimum, epsilon, neumannGap: Number
    let printed, corrected, sharp: Double?

    enum CodingKeys: String, CodingKey {
      case mass
      case radius = "R"
      case outsideInfimum = "infV_out"
      case epsilon = "eps"
      case neumannGap = "neumann_gap"
      case printed = "lambda_paper"
      case corrected = "lambda_fixed"
      case sharp = "lambda_sharp"
    }
  }

  /// What it says about L itself at one λ.
  struct Landscape: Decodable, Sendable {
    let regularization: Double
    let minimum: Minimum.Value
    let argmin: [Double]
    let localMinima: [Minimum]
    let remainderInfimum, remainderSupremum: Minimum.Value?

    enum CodingKeys: String, CodingKey {
      case argmin
      case regularization = "lambda"
      case minimum = "Lmin"
      case localMinima = "local_minima"
      case remainderInfimum = "data_inf"
      case remainderSupremum = "data_sup"
    }
  }

  struct Minimum: Decodable, Sendable {
    struct Value: Decodable, Sendable { let value: Double }
    let value: Double
    let weights: [Double]

    enum CodingKeys: String, CodingKey {
      case value = "L"
      case weights = "w"
    }
  }
}
