import GSL
import Stochastic

/// An upper bound of λ_s up to statistical error: the Rayleigh quotient (s/2) E‖∇h‖²/Var h of some h.
///
/// h is chosen on half of the chains and its quotient measured on the other half, so that choosing it does not
/// bias it.
public struct GapUpperBound: Sendable, Equatable {
  /// Which functions h was sought among
  public let name: String
  /// The quotient with its standard error; nil if the draws cannot tell it
  public let estimate: Estimate?
  public let remark: String?

  /// As a bound: the quotient plus three standard errors.
  public var bound: Bound {
    Bound(
      name: name, value: estimate.map { $0.value + 3 * $0.standardError }, side: .upper,
      source: "Rayleigh quotient on draws that had no part in choosing the function, plus 3 standard errors",
      remark: remark)
  }
}

/// Minimises Rayleigh quotients over spans of test functions.
struct RayleighBound<P: GibbsPotential> {
  let potential: P
  let samples: SampleSet
  let learningRate: Double
  let threads: Int

  func minimum(over basis: [TestFunction], name: String) -> GapUpperBound {
    let fitted = (0..<samples.chainCount).filter { $0 % 2 == 0 }
    let held = (0..<samples.chainCount).filter { $0 % 2 == 1 }
    guard !held.isEmpty, !basis.isEmpty else {
      return GapUpperBound(name: name, estimate: nil, remark: "needs two chains and a function at least")
    }
    guard let (subset, coefficients) = fit(basis, chains: fitted) else {
      return GapUpperBound(name: name, estimate: nil, remark: "the functions do not vary on the draws")
    }
    return evaluate(subset, coefficients, chains: held, name: name)
  }

  /// The minimiser of (s/2) xᵀEx / xᵀCx on some chains.
  private func fit(_ basis: [TestFunction], chains: [Int]) -> ([TestFunction], [Double])? {
    guard let (subset, modes) = modes(of: basis, chains: chains) else { return nil }
    return (subset, modes[0])
  }

  /// Independent functions of a basis and, slowest first, the combinations at which the quotient is stationary.
  func modes(of basis: [TestFunction], chains: [Int]) -> (subset: [TestFunction], modes: [[Double]])? {
    let all = DirichletMatrices(basis, samples, chains: chains, potential: potential, threads: threads)
    let subset = independentSubset(all.covariance)
    let scale = subset.map { 1 / all.covariance[$0][$0].squareRoot() }
    func scaled(_ matrix: [[Double]]) -> [[Double]] {
      subset.indices.map { i in
        subset.indices.map { j in matrix[subset[i]][subset[j]] * scale[i] * scale[j] }
      }
    }
    guard !subset.isEmpty,
      let solution = try? GeneralizedEigenproblem(scaled(all.energy), scaled(all.covariance))
    else { return nil }
    let modes = solution.vectors.map { zip($0, scale).map { $0 * $1 } }
    return (subset.map { basis[$0] }, modes)
  }

  /// The quotient and its standard error: the ratio N/V of means moves by the mean of (n − R v)/V, whose Monte Carlo
  /// standard error knows of autocorrelation.
  private func evaluate(
    _ basis: [TestFunction], _ coefficients: [Double], chains: [Int], name: String
  ) -> GapUpperBound {
    let (values, slopes) = combine(basis, coefficients, chains: chains)
    let count = Double(chains.count * samples.drawCount)
    let mean = values.reduce(0) { $0 + $1.reduce(0, +) } / count
    let variance = values.reduce(0) { $0 + $1.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } } / count
    let energy = slopes.reduce(0) { $0 + $1.reduce(0, +) } / count
    guard variance > 0 else {
      return GapUpperBound(name: name, estimate: nil, remark: "the function is the same at every draw")
    }
    let quotient = 0.5 * learningRate * energy / variance
    let influence = zip(values, slopes).map { chain in
      zip(chain.0, chain.1).map { h, square in
        (0.5 * learningRate * square - quotient * (h - mean) * (h - mean)) / variance
      }
    }
    let error = MonteCarloNumber(meanOf: influence).estimate?.standardError ?? 0
    guard let valley = Valley(values.flatMap(\.self), mean: mean) else {
      return GapUpperBound(
        name: name, estimate: Estimate(value: quotient, standardError: error), remark: nil)
    }
    // the rule of three: what was not seen in n draws has a probability below 3/n, with 95 % confidence
    let draws = ChainDiagnosis(values).statistics?.meanSampleSize ?? 1
    let steepest = steepest(basis, coefficients, between: valley, chains: chains)
    let slack = 0.5 * learningRate * steepest * 3 / max(min(draws, count), 1) / variance
    return GapUpperBound(
      name: name, estimate: Estimate(value: quotient + slack, standardError: error),
      remark: "hardly a draw between two wells: includes the most that can have been missed there")
  }

  /// The greatest ‖∇h‖² on the straight way from a draw on one side of a valley to one on the other.
  private func steepest(
    _ basis: [TestFunction], _ coefficients: [Double], between valley: Valley, chains: [Int]
  ) -> Double {
    let ends = [valley.below, valley.above].map { index in
      samples.point(chain: chains[index / samples.drawCount], draw: index % samples.drawCount)
    }
    let points = (0...63).map { step in
      ArraySlice(zip(ends[0], ends[1]).map { $0 + ($1 - $0) * Double(step) / 63 })
    }
    let functions = FunctionValues(basis, potential)
    return stride(from: 0, to: 64, by: 16).map { first in
      functions.evaluate(Array(points[first..<(first + 16)]))
      return functions.combined(coefficients).square.max()
    }.max() ?? 0
  }

  /// h and ‖∇h‖² at all draws of some chains.
  private func combine(
    _ basis: [TestFunction], _ coefficients: [Double], chains: [Int]
  ) -> (values: Chains, slopes: Chains) {
    let rows = inOrder(chains.count, threads: threads) { row in
      let functions = FunctionValues(basis, potential)
      var (values, slopes): ([Double], [Double]) = ([], [])
      for first in stride(from: 0, to: samples.drawCount, by: 16) {
        let block = (first..<min(first + 16, samples.drawCount)).map {
          samples.point(chain: chains[row], draw: $0)
        }
        functions.evaluate(block)
        let (value, square) = functions.combined(coefficients)
        for lane in block.indices {
          values.append(value[lane])
          slopes.append(square[lane])
        }
      }
      return (values, slopes)
    }
    return (rows.map(\.0), rows.map(\.1))
  }
}
