import GSL
import Testing

extension GeneratorType: CustomTestStringConvertible {
  public var testDescription: String { name }
}

@Suite struct GeneratorTests {
  @Test(arguments: GeneratorType.all)
  func reseedingStartsAgain(type: GeneratorType) throws {
    let generator = try Generator(type, seed: 20_117)
    #expect(generator.name == type.name)
    let first = (0..<200).map { _ in generator.nextWord() }
    #expect(first.allSatisfy { generator.min <= $0 && $0 <= generator.max })
    #expect(Set(first).count > 100)
    generator.reseed(977)
    #expect((0..<200).map { _ in generator.nextWord() } != first)
    generator.reseed(20_117)
    #expect((0..<200).map { _ in generator.nextWord() } == first)
    let other = try Generator(type, seed: 20_117)
    #expect((0..<200).map { _ in other.nextWord() } == first)
  }

  @Test(arguments: GeneratorType.all)
  func copiesGoOnAlikeAndApart(type: GeneratorType) throws {
    let generator = try Generator(type, seed: 3)
    for _ in 0..<7 { _ = generator.nextWord() }
    let copy = try generator.copy()
    #expect(copy.type == type)
    let ahead = (0..<50).map { _ in generator.nextWord() }
    #expect((0..<50).map { _ in copy.nextWord() } == ahead)
  }

  /// Mean 1/2 and variance 1/12 within five standard errors, for every generator, the bad ones too.
  ///
  /// The variance is taken about 1/2: the mean square of U − 1/2, whose own variance is 1/80 − 1/144.
  @Test(arguments: GeneratorType.all)
  func uniformMoments(type: GeneratorType) throws {
    let generator = try Generator(type, seed: 1)
    let count = 50_000
    var (sum, sumOfSquares, isInRange) = (0.0, 0.0, true)
    for _ in 0..<count {
      let u = generator.uniform()
      isInRange = isInRange && u >= 0 && u < 1
      sum += u - 0.5
      sumOfSquares += (u - 0.5) * (u - 0.5)
    }
    let n = Double(count)
    #expect(isInRange)
    #expect((sum / n).magnitude < 5 * (1 / (12 * n)).squareRoot())
    let standardError = ((1.0 / 80 - 1.0 / 144) / n).squareRoot()
    #expect((sumOfSquares / n - 1.0 / 12).magnitude < 5 * standardError)
  }

  @Test(arguments: GeneratorType.all)
  func positiveUniforms(type: GeneratorType) throws {
    let generator = try Generator(type, seed: 2)
    let sample = (0..<1_000).map { _ in generator.uniformPositive() }
    #expect(sample.allSatisfy { $0 > 0 && $0 < 1 })
  }

  /// Pearson's χ² on seven cells, gate p > 10⁻⁴.
  @Test func integersAreUniform() throws {
    let generator = try Generator(.philox, seed: 11)
    var counts = [Double](repeating: 0, count: 7)
    for _ in 0..<70_000 { counts[Int(try generator.integer(below: 7))] += 1 }
    let statistic = counts.map { ($0 - 10_000) * ($0 - 10_000) / 10_000 }.reduce(0, +)
    #expect(try ChiSquared(degreesOfFreedom: 6).survival(statistic) > 1e-4)
  }

  @Test func impossibleIntegerBoundsAreRefused() throws {
    let generator = try Generator(.philox, seed: 1)
    for bound in [0, UInt.max] {
      let error = #expect(throws: GSLError.self) { try generator.integer(below: bound) }
      #expect(error?.code == .invalidArgument)
    }
    #expect(try generator.integer(below: 1) == 0)
  }

  /// Ziggurat normals of generators with different word lengths: KS, p > 10⁻³ divided by their number.
  @Test(arguments: ["philox4x32-10", "mt19937", "taus2", "ranlxd2", "gfsr4", "cmrg"])
  func gaussians(name: String) throws {
    let generator = try Generator(GeneratorType(named: name), seed: 8)
    let sample = (0..<20_000).map { _ in generator.gaussian() }
    #expect(try kolmogorovSmirnovPValue(sample, against: Gaussian().cumulative) > 1e-3 / 6)
  }
}
