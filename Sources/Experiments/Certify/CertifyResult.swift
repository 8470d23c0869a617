import Gibbs
import Guarantees
import Stochastic

/// Everything `langevin certify` found about one problem at one learning rate.
public struct CertifyResult: Sendable {
  public var name: String
  public var provenance: Provenance
  /// D
  public var dimension: Int
  /// s
  public var learningRate: Double
  /// T
  public var horizon: Double
  /// ε, nil if none was asked for
  public var accuracy: Double?
  /// Nil for a problem that is not a net
  public var net: NetConstants?
  public var smoothness: Smoothness
  public var measurements: Measurements
  /// Nil if nothing was measured
  public var measurementMethod: GibbsMeasureMethod?
  public var certificates: [Certificate]
  public var villaniLowerBounds: [VillaniLowerBound]
  public var rays: [VillaniRay]
  /// The decay bound held against simulation, if that was asked for
  public var reality: RealityResult?
  /// What must not be overlooked of the measurement
  public var cautions: [String] = []
  /// What else the numbers rest on
  public var remarks: [String] = []

  public init(
    name: String, provenance: Provenance, dimension: Int, learningRate: Double, horizon: Double,
    accuracy: Double?, net: NetConstants?, smoothness: Smoothness, measurements: Measurements,
    measurementMethod: GibbsMeasureMethod?, certificates: [Certificate],
    villaniLowerBounds: [VillaniLowerBound], rays: [VillaniRay]
  ) {
    self.name = name
    self.provenance = provenance
    self.dimension = dimension
    self.learningRate = learningRate
    self.horizon = horizon
    self.accuracy = accuracy
    self.net = net
    self.smoothness = smoothness
    self.measurements = measurements
    self.measurementMethod = measurementMethod
    self.certificates = certificates
    self.villaniLowerBounds = villaniLowerBounds
    self.rays = rays
  }

  /// What must not be overlooked.
  public var warnings: [String] { printedBoundWarnings + cautions + (reality?.warnings ?? []) }

  private var printedBoundWarnings: [String] {
    guard let printed = smoothness.printed, printed < .infinity, !smoothness.printedIsValid, let net else {
      return []
    }
    return [
      "the paper's smoothness bound as printed, \(printed.shortText), is not valid here: B_x = "
        + "\(net.dataRadius.shortText) > 1; the corrected and the sharp one are"
    ]
  }

  /// What the numbers rest on, one sentence each.
  var notes: [String] {
    var notes = [
      "a theorem applies if everything its proof uses holds; conditions that the paper states beyond that are "
        + "listed as sufficient, and one that fails is shown with by how much",
      "A(L) and B(T, L), and with them s <= epsilon/(A + B), are existence constants of the theory of the paper's "
        + "reference [50]: langevin plan estimates them",
    ]
    switch measurementMethod {
    case .deterministic? where dimension > 3:
      notes.append("what is said of the Gibbs law follows from closed forms")
    case .deterministic?: notes.append("the Gibbs law was measured by quadrature and discretised generators")
    case .monteCarlo?:
      notes.append("the Gibbs law was measured by Markov chains: these numbers are estimates")
    case nil: notes.append("nothing was measured: \(measurements.spectralGap.reason ?? "")")
    }
    return notes + remarks
  }
}

extension Certificate {
  /// The verdict in a word or two.
  var verdict: String {
    let isTheorem = [.theorem32, .corollary33, .theorem34].contains(name)
    switch holds {
    case true?: return isTheorem ? "applies" : "holds"
    case false?: return isTheorem ? "does not apply" : "fails"
    case nil: return "cannot be decided"
    }
  }
}

extension Hypothesis {
  /// The verdict in a word or two.
  var verdict: String {
    switch holds {
    case true?: "holds"
    case false?: "fails"
    case nil: "cannot be decided"
    }
  }
}
