import Foundation
import Stochastic
import Testing

@testable import Experiments

@Suite struct InputValueTests {
  @Test func everyValueOfTheFormatIsRead() throws {
    let experiment = try parsedInput(tinyInput)
    #expect(experiment.name == "tiny")
    guard case .twoLayer(let net) = experiment.problem else {
      Issue.record("not a two-layer problem")
      return
    }
    #expect(net.activation == ActivationSpecification(name: .sigmoid, beta: 1))
    #expect(net.outer == .values([2, -1]))
    #expect(net.regularization == 0.13)
    #expect(
      net.data == .table(inputs: [[-1.5], [0.5], [2]], labels: [0.3, -0.4, 1.1], source: .inline))
    #expect(net.width == 2)
    #expect(net.inputDimension == 1)
    #expect(net.dimension == 2)
    #expect(experiment.problem.samples == 3)
    #expect(experiment.learningRate == 0.2)
    #expect(experiment.horizon == 4)
    #expect(experiment.initial == .gaussian(mean: [0, 0], standardDeviation: 0.5))
    #expect(experiment.times == [0.25, 1, 4])
    #expect(experiment.paths == 1000)
    #expect(experiment.seed == UInt64.max)
    #expect(experiment.generator == .gsl("mt19937"))
    #expect(
      experiment.dynamics.map(\.kind) == [
        .sde(integrator: .eulerMaruyama, stepSize: 0.005), .noisyGradientDescent,
        .sgd(batch: 2, sampling: .withReplacement), .gradientFlow(stepSize: nil),
      ])
    #expect(experiment.dynamics.map(\.name) == ["sde", "ngd", "sgd", "flow"])
    #expect(experiment.gibbs.method == .auto)
    #expect(experiment.gibbs.radii == [2.5])
    #expect(experiment.source == tinyInput)
  }

  @Test func gibbsNamesTheIntegratorOfItsTrajectories() throws {
    let text = "problem: {kind: double-well}\nlearningRate: 0.1\nhorizon: 2\ngibbs: {integrator: "
    for integrator in Integrator.allCases {
      #expect(try parsedInput(text + "\(integrator.rawValue)}").gibbs.integrator == integrator)
    }
    #expect(GibbsOptions().integrator == .heun)
    // the loss is known only when the law is asked for
    let exponential = try parsedInput(text + "exponential-euler, method: monte-carlo}")
    let error = #expect(throws: InputError.self) { try GibbsStudy(exponential, file: "well.yaml") }
    #expect(error?.keyPath == "gibbs.integrator" && error?.expected.contains("euler-maruyama") == true)
  }

  @Test func whatIsLeftOutHasItsDefault() throws {
    let experiment = try parsedInput("problem: {kind: double-well}\nlearningRate: 0.1\nhorizon: 2")
    #expect(experiment.name == "tiny")
    #expect(experiment.problem == .doubleWell)
    #expect(experiment.initial == .gaussian(mean: [0], standardDeviation: 0.5))
    #expect(experiment.times.count == 101)
    #expect(experiment.times.first == 0)
    #expect(experiment.times.last == 2)
    #expect(experiment.times[50] == 1)
    #expect(experiment.paths == 10_000)
    #expect(experiment.seed == 1)
    #expect(experiment.generator == .philox)
    #expect(experiment.dynamics.isEmpty)
    #expect(experiment.gibbs == GibbsOptions())
  }

  @Test func everyDynamicsWithoutSamplesIsRead() throws {
    let experiment = try parsedInput(
      """
      problem: {kind: double-well}
      learningRate: 0.1
      horizon: 2
      dynamics:
        - {kind: underdamped, friction: 2, dt: 0.05}
        - {name: o, kind: underdamped, integrator: obabo, friction: 1e-3, dt: 0.1}
        - {kind: mala, dt: 0.3}
        - {name: a, kind: gradient-flow, integrator: runge-kutta-4, dt: 0.1}
        - {name: b, kind: gradient-flow, integrator: gsl-rk8pd}
        - {name: c, kind: gradient-flow, integrator: gsl-rkf45, tolerance: 1e-6}
      """)
    #expect(
      experiment.dynamics.map(\.kind) == [
        .underdamped(integrator: .baoab, friction: 2, stepSize: 0.05),
        .underdamped(integrator: .obabo, friction: 1e-3, stepSize: 0.1), .mala(stepSize: 0.3),
        .gradientFlow(stepSize: 0.1), .adaptiveGradientFlow(method: .rk8pd, tolerance: 1e-10),
        .adaptiveGradientFlow(method: .rkf45, tolerance: 1e-6),
      ])
    #expect(experiment.dynamics.map(\.name) == ["underdamped", "o", "mala", "a", "b", "c"])
    let curves = experiment.dynamics.map { Catalogue.curve($0, learningRate: 0.1) }
    #expect(curves.map(\.dynamics.stepSize) == [0.05, 0.1, 0.3, 0.1, nil, nil])
    #expect(curves.allSatisfy { !$0.dynamics.isBrownian && !$0.dynamics.isDiscrete })
  }

  @Test func generatedDataHaveTheirDefaults() throws {
    let head = "learningRate: 0.1\nhorizon: 1\nproblem:\n  kind: two-layer\n  activation: tanh\n"
    let rest = "  outer: {law: normal, width: 3, norm: 0.5}\n  regularization: 0\n  data:\n"
    for (name, noise) in [("sine", 0.5), ("teacher", 0.1)] {
      let data = "    generator: {name: \(name), samples: 1e2, dimension: 4}\n"
      guard case .twoLayer(let net) = try parsedInput(head + rest + data).problem,
        case .generated(let generator) = net.data
      else {
        Issue.record("not generated data")
        return
      }
      #expect(generator.name.rawValue == name)
      #expect(generator.samples == 100)
      #expect(generator.dimension == 4)
      #expect(generator.teacherWidth == 5)
      #expect(generator.noise == noise)
      #expect(generator.seed == nil)
      #expect(net.activation == ActivationSpecification(name: .tanh, beta: 1))
      #expect(net.outer == .normal(width: 3, norm: 0.5, seed: nil))
      #expect(net.dimension == 12)
    }
  }

  @Test func oneNumberStandsForEveryWeight() throws {
    let problem = "problem: {kind: quadratic, dimension: 3, regularization: 2}\nlearningRate: 1\nhorizon: 1\n"
    #expect(
      try parsedInput(problem + "initial: {kind: point, weights: 1.5}").initial == .point([1.5, 1.5, 1.5]))
    let gaussian = try parsedInput(problem + "initial: {kind: gaussian, mean: -1, standardDeviation: 0}")
    #expect(gaussian.initial == .gaussian(mean: [-1, -1, -1], standardDeviation: 0))
    #expect(gaussian.problem == .quadratic(dimension: 3, regularization: 2))
  }

  @Test func evenTimesEndExactlyAtTheHorizon() throws {
    let times = try parsedInput(
      "problem: {kind: double-well}\nlearningRate: 0.1\nhorizon: 0.7\ntimes: {count: 8}"
    ).times
    #expect(times.count == 8)
    #expect(times.last == 0.7)
    #expect(zip(times, times.dropFirst()).allSatisfy { abs($1 - $0 - 0.1) < 1e-15 })
  }

  @Test func jsonGivesTheSameExperiment() throws {
    let json = """
      {"name":"tiny","problem":{"kind":"two-layer","activation":{"name":"sigmoid","beta":1.0},
      "outer":[2.0,-1.0],"regularization":0.13,"data":{"inputs":[[-1.5],[0.5],[2.0]],"labels":[0.3,-0.4,1.1]}},
      \t"learningRate":0.2,"horizon":4.0,
      \t"initial":{"kind":"gaussian","mean":[0.0,0.0],"standardDeviation":0.5},
      "times":[0.25,1.0,4.0],"paths":1000,"seed":18446744073709551615,"generator":"gsl:mt19937",
      "dynamics":[{"name":"sde","kind":"sde","integrator":"euler-maruyama","dt":5E-3},
      {"name":"ngd","kind":"noisy-gd"},{"name":"sgd","kind":"sgd","batch":2,"sampling":"with-replacement"},
      {"name":"flow","kind":"gradient-flow"}],"gibbs":{"method":"auto","radii":[2.5]}}
      """
    var fromJSON = try parsedInput(json)
    #expect(fromJSON.source == json)
    fromJSON.source = tinyInput
    #expect(fromJSON == (try parsedInput(tinyInput)))
    var minified = try parsedInput(json.filter { $0 != "\n" && $0 != "\t" })
    minified.source = tinyInput
    #expect(minified == (try parsedInput(tinyInput)))
  }

  @Test(arguments: ["\r\n", "\r"]) func otherLineEndsAreReadAlike(lineEnd: String) throws {
    var experiment = try parsedInput("\u{FEFF}" + tinyInput.replacing("\n", with: lineEnd))
    experiment.source = tinyInput
    #expect(experiment == (try parsedInput(tinyInput)))
    let error = inputRefusal(tinyInput.replacing("0.13", with: "abc").replacing("\n", with: lineEnd))
    #expect(error?.line == 6)
  }

  @Test(arguments: [
    ("1e3", 1000.0), ("+.5", 0.5), ("5.", 5), ("-0", 0), ("1E-2", 0.01), ("1e999", .infinity), ("007", 7),
  ])
  func numbersAreDecimal(text: String, value: Double) {
    #expect(DecimalText.value(text) == value)
  }

  @Test(arguments: [
    "", ".", "e5", "1e", "0x10", "0b1", "1_000", "1:30", "inf", ".inf", "nan", ".nan", "1 ", " 1", "--1",
    "1,5",
    "\u{FF11}", "1d3", "yes",
  ])
  func otherWordsAreNotNumbers(text: String) {
    #expect(DecimalText.value(text) == nil)
  }

  @Test(arguments: [
    ("learningrate", "learningRate"), ("horizont", "horizon"), ("seeds", "seed"), ("dinamics", "dynamics"),
  ])
  func misspellingsAreRecognised(typed: String, meant: String) {
    #expect(NearestName.find(typed, among: ExperimentReader.keys) == meant)
  }

  @Test func unrelatedNamesAreNotSuggested() {
    #expect(NearestName.find("colour", among: ExperimentReader.keys) == nil)
    #expect(NearestName.find(String(repeating: "x", count: 1000), among: ExperimentReader.keys) == nil)
  }
}
