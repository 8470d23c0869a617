import Foundation
import GSL
import Testing

private struct Refusal: Error, Equatable {
  let call: Int
}

/// Closed forms. The error at the end may be a few times the tolerance of a step; the gate is 100 times.
@Suite struct ODESolverTests {
  static let tolerances = [1e-6, 1e-9, 1e-12]

  private func solver(_ method: ODESolver.Method, _ dimension: Int, _ tolerance: Double) throws -> ODESolver {
    try ODESolver(dimension: dimension, method: method, tolerance: tolerance)
  }

  /// y'' = −4y as a system, over more than a period, forwards and back.
  @Test(arguments: ODESolver.Method.allCases, tolerances)
  func oscillator(method: ODESolver.Method, tolerance: Double) throws {
    let solver = try solver(method, 2, tolerance)
    for end in [5, -5, 0.01] {
      let y = try solver.solve(from: 0, to: end, initial: [1, 0.5]) { _, y, slopes in
        slopes[0] = y[1]
        slopes[1] = -4 * y[0]
      }
      #expect(abs(y[0] - cos(2 * end) - 0.25 * sin(2 * end)) <= 100 * tolerance)
      #expect(abs(y[1] + 2 * sin(2 * end) - 0.5 * cos(2 * end)) <= 100 * tolerance)
    }
  }

  /// y' = y(1 − y): y = 1/(1 + (1/y₀ − 1)e^(−t)). And y' = 2ty, whose right-hand side sees the time.
  @Test(arguments: ODESolver.Method.allCases, tolerances)
  func logisticAndTimeDependent(method: ODESolver.Method, tolerance: Double) throws {
    let solver = try solver(method, 1, tolerance)
    for (end, start) in [(1.0, 0.1), (8, 0.01), (3, 2)] {
      let y = try solver.solve(from: 0, to: end, initial: [start]) { $2[0] = $1[0] * (1 - $1[0]) }
      #expect(abs(y[0] - 1 / (1 + (1 / start - 1) * exp(-end))) <= 100 * tolerance)
    }
    let y = try solver.solve(from: -1, to: 0.5, initial: [3]) { time, y, slopes in slopes[0] = 2 * time * y[0]
    }
    #expect(abs(y[0] - 3 * exp(0.25 - 1)) <= 300 * tolerance)
  }

  /// y' = −1000(y − cos t): stiff for an explicit method, which needs some hundred steps a unit of time, and right.
  @Test(arguments: ODESolver.Method.allCases, tolerances)
  func fastDecay(method: ODESolver.Method, tolerance: Double) throws {
    let solver = try solver(method, 1, tolerance)
    var y = [0.0]
    let steps = try y.withUnsafeMutableBufferPointer { y in
      try solver.advance(y, from: 0, to: 2) { time, y, slopes in slopes[0] = -1000 * (y[0] - cos(time)) }
    }
    let (a, b) = (1e6 / (1e6 + 1), 1e3 / (1e6 + 1))
    #expect(abs(y[0] - a * cos(2) - b * sin(2)) <= 100 * tolerance)
    #expect(steps > 200 && steps < 20_000, "\(steps) steps")
  }

  /// A tighter tolerance costs more steps and gives a smaller error; a call depends on nothing before it.
  @Test(arguments: ODESolver.Method.allCases) func tighterIsMoreExact(method: ODESolver.Method) throws {
    var before = (steps: 0, error: Double.infinity)
    for tolerance in [1e-4, 1e-7, 1e-10] {
      let solver = try solver(method, 1, tolerance)
      let runs = try (0..<2).map { _ in
        var y = [1.0]
        let steps = try y.withUnsafeMutableBufferPointer {
          try solver.advance($0, from: 0, to: 3) { time, y, slopes in slopes[0] = -y[0] * (1 + sin(3 * time))
          }
        }
        return (steps, y[0])
      }
      #expect(runs[0] == runs[1])
      let error = abs(runs[0].1 - exp(-3 - (1 - cos(9)) / 3))
      #expect(runs[0].0 > before.steps && error < before.error)
      before = (runs[0].0, error)
    }
  }

  @Test func noDurationIsNoStep() throws {
    let y = try solver(.rk8pd, 2, 1e-9).solve(from: 1, to: 1, initial: [3, 4]) { _, _, _ in
      Issue.record("called")
    }
    #expect(y == [3, 4])
  }

  @Test(arguments: ODESolver.Method.allCases, [1, 2, 30])
  func theClosuresErrorIsRethrown(method: ODESolver.Method, call: Int) throws {
    let solver = try solver(method, 1, 1e-9)
    var calls = 0
    #expect(throws: Refusal(call: call)) {
      try solver.solve(from: 0, to: 5, initial: [1]) { _, y, slopes in
        calls += 1
        if calls == call { throw Refusal(call: call) }
        slopes[0] = -y[0]
      }
    }
    #expect(calls == call, "not called again after the error")
    // and the solver is as good as new
    let y = try solver.solve(from: 0, to: 5, initial: [1]) { $2[0] = -$1[0] }
    #expect(abs(y[0] - exp(-5)) < 1e-8)
  }

  /// y' = y² from 1 has a pole at 1; a derivative that is nowhere finite; too few steps. None gives a value.
  @Test(arguments: ODESolver.Method.allCases) func whatCannotBeSolvedIsAnError(method: ODESolver.Method)
    throws
  {
    let solver = try solver(method, 1, 1e-9)
    #expect(throws: (any Error).self) {
      try solver.solve(from: 0, to: 2, initial: [1]) { $2[0] = $1[0] * $1[0] }
    }
    #expect(throws: ODEError.nonFiniteDerivative(time: 0)) {
      try solver.solve(from: 0, to: 2, initial: [1]) { $2[0] = .nan * $1[0] }
    }
    // √(1 − t) ends at 1
    let error = #expect(throws: ODEError.self) {
      try solver.solve(from: 0, to: 2, initial: [0]) { $2[0] = (1 - $0).squareRoot() + 0 * $1[0] }
    }
    guard case .nonFiniteDerivative(let time) = error else { throw try #require(error) }
    #expect(abs(time - 1) < 1e-3)
    let short = try ODESolver(dimension: 1, method: method, tolerance: 1e-9, stepLimit: 5)
    let limit = #expect(throws: GSLError.self) {
      try short.solve(from: 0, to: 2, initial: [1]) { $2[0] = -$1[0] }
    }
    #expect(limit?.code == .tooManyIterations)
  }

  @Test func badSettingsAreRefused() throws {
    for tolerance in [0, -1, .nan, Double.infinity] {
      #expect(throws: ODEError.self) { try ODESolver(dimension: 1, tolerance: tolerance) }
    }
    #expect(throws: ODEError.invalidDimension(0, expected: "at least 1")) {
      try ODESolver(dimension: 0, tolerance: 1e-9)
    }
    #expect(throws: ODEError.invalidStepLimit(0)) {
      try ODESolver(dimension: 1, tolerance: 1e-9, stepLimit: 0)
    }
    let solver = try ODESolver(dimension: 2, tolerance: 1e-9)
    for (start, end, initial) in [
      (0, 1, [1]), (0, .nan, [1, 1]), (.infinity, 1, [1, 1]), (0, 1, [1, .nan]),
    ]
      as [(Double, Double, [Double])]
    {
      let error = #expect(throws: ODEError.self) {
        try solver.solve(from: start, to: end, initial: initial) { $2[0] = $1[0] }
      }
      #expect(error?.description.contains("expected") == true)
    }
  }
}
