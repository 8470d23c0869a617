@preconcurrency import CGSL
import CGSLSupport

/// A kind of random number generator: one of GSL's, or this package's `philox4x32-10`.
public struct GeneratorType: Sendable, Hashable {
  /// The name GSL knows it by.
  public let name: String
  /// Points at a constant of the library: never written, never freed.
  nonisolated(unsafe) let pointer: UnsafePointer<gsl_rng_type>

  init(pointer: UnsafePointer<gsl_rng_type>) {
    name = String(cString: pointer.pointee.name)
    self.pointer = pointer
  }

  /// Finds a generator by its name.
  ///
  /// - Throws: ``GeneratorError/unknownName(_:near:)`` with the names nearest to it.
  public init(named name: String) throws(GeneratorError) {
    guard let found = Self.all.first(where: { $0.name == name }) else {
      throw .unknownName(name, near: nearest(to: name, among: Self.all.map(\.name)))
    }
    self = found
  }

  /// Philox4x32-10, counter-based, from this package. See ``Philox``.
  public static let philox = GeneratorType(pointer: cgsl_philox4x32_10_type())

  /// Every generator there is: Philox first, then GSL's in GSL's (alphabetical) order.
  public static let all: [GeneratorType] = {
    var types = [philox]
    guard var next = gsl_rng_types_setup() else { return types }
    while let pointer = next.pointee {
      types.append(GeneratorType(pointer: pointer))
      next += 1
    }
    return types
  }()
}

/// What can be wrong with the choice of a generator.
public enum GeneratorError: Error, Equatable, Sendable {
  /// No generator has this name; `near` are the names most like it.
  case unknownName(String, near: [String])
}

extension GeneratorError: CustomStringConvertible {
  public var description: String {
    switch self {
    case .unknownName(let name, let near) where near.isEmpty:
      "no random number generator is called '\(name)', nor anything like it"
    case .unknownName(let name, let near):
      "no random number generator is called '\(name)'; near it: \(near.joined(separator: ", "))"
    }
  }
}
