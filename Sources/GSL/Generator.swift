@preconcurrency import CGSL
import CGSLSupport

/// A random number generator with its state. One thread at a time: a generator is not sendable.
///
/// What is drawn from it, beyond words and uniforms, is a ``Law``.
public final class Generator {
  /// The kind of generator.
  public let type: GeneratorType
  /// The state, owned: freed with the generator.
  let state: UnsafeMutablePointer<gsl_rng>

  /// A generator of the given kind.
  ///
  /// For Philox the seed is the key; what GSL's generators do with it is theirs to say, most take 0 to
  /// mean a default seed of their own, and many use its low 32 bits only.
  /// - Throws: ``GSLError`` if there is no memory for the state.
  public init(_ type: GeneratorType, seed: UInt) throws(GSLError) {
    self.type = type
    state = try allocated("the generator \(type.name)") { gsl_rng_alloc(type.pointer) }
    gsl_rng_set(state, seed)
  }

  private init(type: GeneratorType, owning state: UnsafeMutablePointer<gsl_rng>) {
    self.type = type
    self.state = state
  }

  deinit {
    gsl_rng_free(state)
  }

  /// The name of the kind of generator.
  public var name: String { type.name }

  /// The least word ``nextWord()`` can return.
  public var min: UInt { gsl_rng_min(state) }

  /// The greatest word ``nextWord()`` can return.
  public var max: UInt { gsl_rng_max(state) }

  /// Puts the generator in the state it has when made with this seed.
  public func reseed(_ seed: UInt) {
    gsl_rng_set(state, seed)
  }

  /// Another generator in the same state: both go on with the same numbers.
  ///
  /// - Throws: ``GSLError`` if there is no memory for the state.
  public func copy() throws(GSLError) -> Generator {
    let clone = try allocated("a copy of the generator \(name)") { gsl_rng_clone(state) }
    return Generator(type: type, owning: clone)
  }

  /// The next word, in `min...max`.
  public func nextWord() -> UInt {
    gsl_rng_get(state)
  }

  /// A uniform number in [0, 1), as fine as the generator's words (Philox: 2⁻³²).
  public func uniform() -> Double {
    gsl_rng_uniform(state)
  }

  /// A uniform number in (0, 1).
  public func uniformPositive() -> Double {
    gsl_rng_uniform_pos(state)
  }

  /// A uniform integer in `0..<bound`, without bias.
  ///
  /// - Throws: ``GSLError`` with code `invalidArgument` if the bound is 0 or exceeds what one word holds.
  public func integer(below bound: UInt) throws(GSLError) -> UInt {
    try checked { gsl_rng_uniform_int(state, bound) }
  }

  /// A number with law N(0, 1), by the ziggurat of Marsaglia and Tsang.
  public func gaussian() -> Double {
    gsl_ran_gaussian_ziggurat(state, 1)
  }
}

/// The state changes with every number drawn, without a lock.
@available(*, unavailable)
extension Generator: Sendable {}
