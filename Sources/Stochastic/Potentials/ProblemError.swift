/// What is wrong with the numbers of a problem or a run, and what was expected.
public struct ProblemError: Error, Equatable, CustomStringConvertible {
  public let description: String

  public init(_ description: String) { self.description = description }

  static func check(
    outer: [Double], inputs: [[Double]], labels: [Double], regularization: Double
  ) throws(ProblemError) {
    guard let first = inputs.first, !first.isEmpty, !outer.isEmpty else {
      throw ProblemError("a net needs at least one unit, one sample and one input dimension")
    }
    guard labels.count == inputs.count else {
      throw ProblemError("\(inputs.count) inputs but \(labels.count) labels; expected as many")
    }
    for (row, input) in inputs.enumerated() where input.count != first.count {
      throw ProblemError("input \(row) has \(input.count) numbers; expected \(first.count) as in input 0")
    }
    guard regularization >= 0, regularization.isFinite else {
      throw ProblemError("regularization \(regularization); expected a finite number of at least 0")
    }
    guard (outer + labels).allSatisfy(\.isFinite), inputs.allSatisfy({ $0.allSatisfy(\.isFinite) }) else {
      throw ProblemError("outer weights, inputs and labels must be finite numbers")
    }
  }
}
