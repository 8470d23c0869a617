import Foundation
import GSL
import Testing

@testable import Stochastic

/// Generated data: uniform inputs, labels that are a function of them plus Gaussian noise independent of them.
@Suite struct DataSetTests {
  private static let noise = 0.5

  /// The label noise in units of its standard deviation.
  private func noises(_ data: DataSet) -> [Double] {
    zip(data.inputs, data.labels).map { x, y in
      (y - sin(Double.pi * x.reduce(0) { $0 + $1 * $1 } / Double(x.count))) / Self.noise
    }
  }

  private func sine(_ dimension: Int, samples: Int = 20_000) -> DataSet {
    .sine(samples: samples, dimension: dimension, noise: Self.noise, seed: 91)
  }

  /// Each input coordinate is uniform on [0, 1): 50 cells, p above 1e-4.
  @Test(arguments: [1, 2, 5]) func inputsAreUniform(dimension: Int) throws {
    let data = sine(dimension)
    #expect(data.inputs.joined().allSatisfy { $0 >= 0 && $0 < 1 })
    for k in 0..<dimension {
      var counts = [Int](repeating: 0, count: 50)
      for x in data.inputs { counts[Int(50 * x[k])] += 1 }
      #expect(try chiSquarePValue(counts, expected: 400) > 1e-4)
    }
  }

  @Test(arguments: [1, 2, 5]) func noiseIsGaussian(dimension: Int) throws {
    let z = noises(sine(dimension))
    #expect(try kolmogorovSmirnovPValue(z) > 1e-4)
    #expect(standardisedMoments(z).allSatisfy { $0.magnitude < 4.5 })
  }

  /// The noise knows nothing of the inputs: the correlations of z and z^2 with x, x^2 and -log x of each coordinate,
  /// and with those of the sample before, are within a Bonferroni gate at 1e-3.
  @Test(arguments: [1, 2, 5]) func noiseIsIndependentOfInputs(dimension: Int) throws {
    let data = sine(dimension)
    let z = noises(data)
    let gate = try normalGate(tests: 12 * dimension)
    let transforms: [(Double) -> Double] = [
      { $0 }, { ($0 - 0.5) * ($0 - 0.5) }, { -Foundation.log($0 + 1e-300) },
    ]
    for k in 0..<dimension {
      for transform in transforms {
        let x = data.inputs.map { transform($0[k]) }
        for numbers in [z, z.map { $0 * $0 }] {
          #expect(standardisedCorrelation(x, numbers).magnitude < gate, "coordinate \(k)")
          #expect(standardisedCorrelation(Array(x.dropLast()), Array(numbers.dropFirst())).magnitude < gate)
        }
      }
    }
  }

  /// Samples are numbered: a larger set begins with the smaller one. Seeds differ.
  @Test func samplesAreNumbered() {
    let small = sine(3, samples: 10)
    let large = sine(3, samples: 30)
    #expect(small.inputs == Array(large.inputs.prefix(10)))
    #expect(small.labels == Array(large.labels.prefix(10)))
    let other = DataSet.sine(samples: 10, dimension: 3, noise: Self.noise, seed: 92)
    #expect(Set(other.labels).isDisjoint(with: small.labels))
  }

  /// Without noise the labels are what their formula says; a teacher of p units is bounded by |a|_1.
  @Test func labelsWithoutNoise() {
    let data = DataSet.sine(samples: 50, dimension: 4, noise: 0, seed: 1)
    for (x, y) in zip(data.inputs, data.labels) {
      #expect((y - sin(Double.pi * x.reduce(0) { $0 + $1 * $1 } / 4)).magnitude < 1e-15)
    }
    let clean = DataSet.teacher(samples: 2000, dimension: 4, width: 3, noise: 0, seed: 1)
    let noisy = DataSet.teacher(samples: 2000, dimension: 4, width: 3, noise: 0.1, seed: 1)
    #expect(clean.inputs == noisy.inputs)
    let z = zip(clean.labels, noisy.labels).map { ($1 - $0) / 0.1 }
    #expect(standardisedMoments(z).allSatisfy { $0.magnitude < 4.5 })
    #expect(Set(clean.labels).count == 2000)
  }

  @Test(arguments: [(1, 2.0), (5, 0.5), (100, 1)]) func outerWeights(count: Int, norm: Double) {
    let a = DataSet.normalVector(count: count, norm: norm, seed: 4)
    #expect(a.count == count)
    #expect((a.reduce(0) { $0 + $1 * $1 }.squareRoot() - norm).magnitude < 1e-14)
    #expect(a != DataSet.normalVector(count: count, norm: norm, seed: 5) || count == 1)
  }

  /// sqrt(n) times the sample correlation: about N(0, 1) for independent numbers.
  private func standardisedCorrelation(_ x: [Double], _ y: [Double]) -> Double {
    let (meanX, squaresX) = twoPass(x)
    let (meanY, squaresY) = twoPass(y)
    let product = zip(x, y).reduce(0) { $0 + ($1.0 - meanX) * ($1.1 - meanY) }
    return product / (squaresX * squaresY).squareRoot() * Double(x.count).squareRoot()
  }
}
