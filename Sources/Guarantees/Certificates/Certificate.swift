import Stochastic

/// One claim about a problem, what it rests on, and what it comes to in numbers.
public struct Certificate: Sendable, Equatable {
  public enum Name: String, Sendable, CaseIterable {
    case confining
    case villani
    case poincare
    case gradientLipschitz = "gradient-lipschitz"
    case theorem32 = "theorem-3.2"
    case corollary33 = "corollary-3.3"
    case theorem34 = "theorem-3.4"
  }

  public let name: Name
  public let claim: String
  /// Theorem or section, with what was corrected
  public let source: String
  public let hypotheses: [Hypothesis]
  /// True: proved; false: refuted or, of a theorem, not applicable; nil: cannot be decided
  public let holds: Bool?
  /// The number that the claim comes to, nil if it comes to none
  public let bound: Conclusion?
  /// The verdict in plain words, sentence by sentence
  public let sentences: [String]

  public init(
    name: Name, claim: String, source: String, hypotheses: [Hypothesis], holds: Bool?, bound: Conclusion?,
    sentences: [String]
  ) {
    self.name = name
    self.claim = claim
    self.source = source
    self.hypotheses = hypotheses
    self.holds = holds
    self.bound = bound
    self.sentences = sentences
  }

  /// The verdict in plain words.
  public var explanation: String { sentences.joined(separator: " ") }

  /// Whether the paper's own hypotheses hold, the merely sufficient ones included.
  public var holdsAsPrinted: Bool? { hypotheses.allHold }
}

/// What a claim says in numbers; its label is the weakest of what went in.
public struct Conclusion: Sendable, Equatable {
  /// Such as "E L(W^k) - min L <= epsilon + value"
  public let statement: String
  public let quantity: Quantity

  public init(_ statement: String, _ quantity: Quantity) {
    self.statement = statement
    self.quantity = quantity
  }
}
