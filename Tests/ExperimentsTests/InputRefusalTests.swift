import Testing

@testable import Experiments

/// A change to `tinyInput` and the error it has to end in.
struct BadInput: Sendable, CustomStringConvertible {
  let old: String
  let new: String
  let line: Int?
  let keyPath: String
  let phrase: String

  init(_ old: String, _ new: String, _ line: Int?, _ keyPath: String, _ phrase: String) {
    (self.old, self.new, self.line, self.keyPath, self.phrase) = (old, new, line, keyPath, phrase)
  }

  var description: String { "\(old) -> \(new)" }

  static let names: [BadInput] = [
    .init("learningRate:", "learningrate:", 10, "learningrate", "did you mean learningRate?"),
    .init("outer:", "outr:", 5, "problem.outr", "did you mean outer?"),
    .init("beta:", "betta:", 4, "problem.activation.betta", "did you mean beta?"),
    .init("radii:", "radius:", 24, "gibbs.radius", "did you mean radii?"),
    .init("kind: noisy-gd", "kind: noisy-gd, dt: 1", 19, "dynamics[1].dt", "an unknown key"),
    .init("sigmoid,", "sigmoyd,", 4, "problem.activation.name", "did you mean sigmoid?"),
    .init("two-layer", "twolayer", 3, "problem.kind", "did you mean two-layer?"),
    .init("kind: gaussian", "kind: normal", 12, "initial.kind", "one of gaussian, point"),
    .init("euler-maruyama", "euler", 18, "dynamics[0].integrator", "one of euler-maruyama"),
    .init("with-replacement", "sometimes", 20, "dynamics[2].sampling", "without-replacement, reshuffle"),
    .init("method: auto", "method: montecarlo", 23, "gibbs.method", "did you mean monte-carlo?"),
    .init("gsl:mt19937", "filox", 16, "generator", "did you mean philox?"),
    .init("gsl:mt19937", "'gsl:'", 16, "generator", "gsl:NAME"),
    .init("gsl:mt19937", "gsl:mt19973", 16, "generator", "did you mean mt19937?"),
    .init("name: tiny", "name: a/b", 1, "name", "without slashes"),
    .init("name: tiny", "name: .hidden", 1, "name", "without a leading dot"),
    .init("name: tiny", "name: ''", 1, "name", "found \"\", expected a name"),
    .init("name: tiny", "name: '  '", 1, "name", "not blank"),
    .init("name: tiny", #"name: "a\nb""#, 1, "name", #"found "a\n"#),
    .init("name: tiny", "name: 1e3", 1, "name", "put it in quotes"),
    .init("name: ngd", "name: sde", 19, "dynamics[1].name", "dynamics[0] has this one"),
    .init("name: ngd", "name: ../x", 19, "dynamics[1].name", "without a leading dot"),
    .init("name: tiny", "name: true", 1, "name", "found true"),
  ]

  static let numbers: [BadInput] = [
    .init("-1.0]", "abc]", 5, "problem.outer[1]", "found abc, expected a finite number"),
    .init("-1.0]", "\"1.0\"]", 5, "problem.outer[1]", "found \"1.0\", expected a finite number"),
    .init("0.13", "-0.1", 6, "problem.regularization", ">= 0"),
    .init("0.13", ".nan", 6, "problem.regularization", "found .nan"),
    .init("0.13", "1e999", 6, "problem.regularization", "found 1e999, expected a finite"),
    .init("0.13", "true", 6, "problem.regularization", "found true"),
    .init("0.13", "", 6, "problem.regularization", "found nothing"),
    .init("0.13", "0x10", 6, "problem.regularization", "found 0x10"),
    .init("beta: 1.0", "beta: 0", 4, "problem.activation.beta", "> 0"),
    .init("Rate: 0.2", "Rate: 0", 10, "learningRate", "a finite number > 0"),
    .init("Rate: 0.2", "Rate: .inf", 10, "learningRate", "found .inf"),
    .init("Rate: 0.2", "Rate: [0.2]", 10, "learningRate", "found [0.2]"),
    .init("Rate: 0.2", "Rate: 1e-300", 10, "learningRate", "at most 1e12 steps"),
    .init("horizon: 4.0", "horizon: -4", 11, "horizon", "> 0"),
    .init("horizon: 4.0", "horizon: 0.5", 13, "times[1]", "0 to the horizon 0.5"),
    .init("Deviation: 0.5", "Deviation: -1", 12, "initial.standardDeviation", ">= 0"),
    .init("dt: 0.005", "dt: 0", 18, "dynamics[0].dt", "> 0"),
    .init("dt: 0.005", "dt: 1e-12", 18, "dynamics[0].dt", "at most 1e12 steps"),
    .init("paths: 1e3", "paths: 0", 14, "paths", "from 1 to 1e12"),
    .init("paths: 1e3", "paths: 1e13", 14, "paths", "from 1 to 1e12"),
    .init("paths: 1e3", "paths: 1e300", 14, "paths", "found 1e300"),
    .init("paths: 1e3", "paths: 10.5", 14, "paths", "a whole number"),
    .init("paths: 1e3", "paths: '1e3'", 14, "paths", "found \"1e3\""),
    .init("18446744073709551615", "18446744073709551616", 15, "seed", "0 to 18446744073709551615"),
    .init("18446744073709551615", "-1", 15, "seed", "0 to 18446744073709551615"),
    .init("batch: 2", "batch: 4", 20, "dynamics[2].batch", "from 1 to 3"),
    .init("batch: 2", "batch: 0", 20, "dynamics[2].batch", "from 1 to 3"),
    .init("radii: [2.5]", "radii: [2.5, 0]", 24, "gibbs.radii[1]", "> 0"),
    .init("0.25, 1.0", "1.0, 1.0", 13, "times[1]", "later than the one before, 1.0"),
    .init("[0.25,", "[-0.25,", 13, "times[0]", ">= 0"),
    .init("[0.25, 1.0, 4.0]", "{count: 1}", 13, "times.count", "from 2 to 1e5"),
    .init("[0.25, 1.0, 4.0]", "{count: 1e6}", 13, "times.count", "from 2 to 1e5"),
    .init("[0.25, 1.0, 4.0]", "5", 13, "times", "or {count: m}"),
  ]

  private static func flow(_ rest: String, _ key: String, _ phrase: String) -> BadInput {
    .init("kind: gradient-flow}", "kind: \(rest)}", 21, "dynamics[3].\(key)", phrase)
  }

  static let kinds: [BadInput] = [
    flow("underdampt", "kind", "did you mean underdamped?"),
    flow("underdamped, dt: 0.1", "friction", "no such key, expected gamma, a finite number > 0"),
    flow("underdamped, friction: 1", "dt", "no such key, expected a finite number > 0"),
    flow("underdamped, friction: 0, dt: 0.1", "friction", "found 0, expected a finite number > 0"),
    flow("underdamped, friction: -1, dt: 0.1", "friction", "> 0"),
    flow("underdamped, friction: .inf, dt: 0.1", "friction", "found .inf"),
    flow("underdamped, friction: 1, dt: 0", "dt", "> 0"),
    flow("underdamped, friction: 1, dt: 1e-12", "dt", "at most 1e12 steps"),
    flow("underdamped, integrator: baobab, friction: 1, dt: 1", "integrator", "did you mean baoab?"),
    flow("underdamped, integrator: heun, friction: 1, dt: 1", "integrator", "one of baoab, obabo, aboba"),
    flow("underdamped, gamma: 1, dt: 1", "gamma", "an unknown key"),
    flow("underdamped, friction: 1, dt: 1, tolerance: 1", "tolerance", "an unknown key"),
    flow("mala", "dt", "no such key, expected a finite number > 0"),
    flow("mala, dt: -0.1", "dt", "> 0"),
    flow("mala, dt: 0.1, friction: 1", "friction", "an unknown key"),
    flow("gradient-flow, integrator: baoab", "integrator", "one of runge-kutta-4, gsl-rk8pd, gsl-rkf45"),
    flow(
      "gradient-flow, integrator: gsl-rk8pd, dt: 0.1", "dt",
      "expected one of name, kind, integrator, tolerance"),
    flow("gradient-flow, tolerance: 1e-9", "tolerance", "expected one of name, kind, integrator, dt"),
    flow("gradient-flow, integrator: gsl-rkf45, tolerance: 1e-14", "tolerance", "from 1e-13 to 0.1"),
    flow("gradient-flow, integrator: gsl-rkf45, tolerance: 0", "tolerance", "> 0"),
    flow("gradient-flow, friction: 1", "friction", "an unknown key"),
  ]

  static let shapes: [BadInput] = [
    .init(
      "[[-1.5], [0.5], [2.0]]", "[[-1.5], [0.5, 1], [2.0]]", 8, "problem.data.inputs[1]",
      "as in the first row, 1, not 2"),
    .init("[[-1.5], [0.5], [2.0]]", "[[-1.5], [], [2.0]]", 8, "problem.data.inputs[1]", "not empty"),
    .init("[[-1.5], [0.5], [2.0]]", "[[-1.5], 0.5, [2.0]]", 8, "problem.data.inputs[1]", "found 0.5"),
    .init("[[-1.5], [0.5], [2.0]]", "[]", 8, "problem.data.inputs", "not empty"),
    .init("[2.0]]", "[x]]", 8, "problem.data.inputs[2][0]", "found x, expected a finite number"),
    .init("-0.4, 1.1]", "-0.4]", 9, "problem.data.labels", "3 labels, one per row of inputs, not 2"),
    .init("labels: [0.3, -0.4, 1.1]", "generator: {name: sine}", 8, "problem.data", "exactly one of"),
    .init("    labels: [0.3, -0.4, 1.1]\n", "", 8, "problem.data.labels", "one per row"),
    .init("outer: [2.0, -1.0]", "outer: []", 5, "problem.outer", "not empty"),
    .init("outer: [2.0, -1.0]", "outer: 2.0", 5, "problem.outer", "{law: normal, width: p, norm: v}"),
    .init(
      "outer: [2.0, -1.0]", "outer: {law: normal, width: 1e7, norm: 1}", 5, "problem.outer.width",
      "from 1 to 1e6"),
    .init("outer: [2.0, -1.0]", "outer: {law: normal, width: 3}", 5, "problem.outer.norm", "no such key"),
    .init(
      "mean: [0.0, 0.0]", "mean: [0.0]", 12, "initial.mean",
      "one number, or 2 of them (one per weight), not 1"),
    .init("mean: [0.0, 0.0]", "mean: zero", 12, "initial.mean", "one per weight"),
    .init("mean: [0.0, 0.0]", "mean: [0, no]", 12, "initial.mean[1]", "found no"),
    .init("horizon: 4.0\n", "", 1, "horizon", "no such key, expected a finite number > 0"),
    .init("kind: sgd, batch: 2,", "kind: sgd,", 20, "dynamics[2].batch", "from 1 to 3"),
    .init("  method: auto\n  radii", "  - radii", 23, "gibbs", "a mapping with keys method, radii"),
    .init("[0.25, 1.0, 4.0]", "[]", 13, "times", "not empty"),
  ]

  static let syntax: [BadInput] = [
    .init("seed:", "paths: 5\nseed:", 14, "paths", "the same key twice"),
    .init("[2.0, -1.0]", "&a [2.0, -1.0]", 5, "problem.outer", "the anchor &a"),
    .init("[2.0, -1.0]", "&a [2.0, *a]", 5, "", "the alias *a"),
    .init("0.13", "!!float 0.13", 6, "problem.regularization", "the tag tag:yaml.org,2002:float"),
    .init("0.13", "!secret 0.13", 6, "problem.regularization", "the tag !secret"),
    .init("[2.0, -1.0]", "[2.0, -1.0", 6, "", "a syntax error"),
    .init("regularization: 0.13", "regularization: 0.13: 2", 6, "", "mapping values are not allowed"),
    .init("  regularization", "\tregularization", 6, "", "not tabs"),
    .init("seed:", "---\nseed:", 15, "", "a second document, expected one experiment per file"),
    .init("seed:", "? [a, b]\n: 1\nseed:", 15, "", "a list or mapping as a key"),
    .init("0.13", "0.\u{1}13", 6, "", "a control character (byte 1)"),
    .init("name: tiny", "name: tiny\0", 1, "", "a control character (byte 0)"),
    .init("name: tiny", "name: \u{FFFE}", 1, "", "control characters are not allowed"),
  ]
}

@Suite struct InputRefusalTests {
  @Test(
    arguments: BadInput.names + BadInput.numbers + BadInput.kinds + BadInput.shapes + BadInput.syntax
      + BadInput.gapIntegrators)
  func refused(input: BadInput) {
    let text = tinyInput.replacing(input.old, with: input.new, maxReplacements: 1)
    #expect(text != tinyInput)
    guard let error = inputRefusal(text, knownGenerators: ["mt19937", "taus2"]) else {
      Issue.record("accepted")
      return
    }
    #expect(error.line == input.line)
    #expect(error.keyPath == input.keyPath)
    #expect(error.description.contains(input.phrase), "\(error)")
    #expect(error.description.hasPrefix("tiny.yaml:"))
    #expect(error.description.isOneLine)
  }

  @Test func descriptionIsOneLineInTheStatedForm() {
    let error = inputRefusal(tinyInput.replacing("-1.0]", with: "abc]"))
    #expect(error?.description == "tiny.yaml:5: problem.outer[1]: found abc, expected a finite number")
    #expect(error?.value == "abc")
  }

  @Test(arguments: ["", " \n\n", "# nothing but a comment\n", "\u{FEFF}"])
  func emptyFiles(text: String) {
    #expect(inputRefusal(text)?.description == "tiny.yaml: found an empty file, expected an experiment")
  }

  @Test(arguments: ["3", "text", "[1, 2]", "~", "--- ''"]) func documentsThatAreNotMappings(text: String) {
    #expect(inputRefusal(text)?.description.contains("a mapping with keys name, problem") == true)
    #expect(inputRefusal(text)?.line == 1)
  }

  @Test func sgdNeedsData() {
    let text = """
      problem: {kind: double-well}
      learningRate: 0.1
      horizon: 1
      dynamics:
        - {kind: sgd, batch: 1}
      """
    let error = inputRefusal(text)
    #expect(error?.line == 5)
    #expect(error?.keyPath == "dynamics[0].kind")
    #expect(error?.expected.contains("a double-well problem has none") == true)
  }

  @Test(arguments: [
    ("{kind: quadratic, dimension: 2, regularization: 0}", "problem.regularization", "> 0"),
    ("{kind: quadratic, dimension: 1e7, regularization: 1}", "problem.dimension", "from 1 to 1e6"),
    ("{kind: quadratic, regularization: 1}", "problem.dimension", "the number of weights"),
    ("{kind: double-well, dimension: 2}", "problem.dimension", "an unknown key"),
    ("double-well", "problem", "a mapping with keys kind"),
  ])
  func otherProblems(problem: String, keyPath: String, phrase: String) {
    let error = inputRefusal("problem: \(problem)\nlearningRate: 1\nhorizon: 1")
    #expect(error?.keyPath == keyPath)
    #expect(error?.description.contains(phrase) == true)
  }

  @Test(arguments: [
    ("{name: sine, samples: 1e7, dimension: 20}", "samples", "at most 1e8 numbers"),
    ("{name: sine, samples: 1e8, dimension: 1}", "samples", "from 1 to 1e7"),
    ("{name: sine, samples: 10, dimension: 2, width: 3}", "width", "an unknown key"),
    ("{name: teacher, samples: 10, dimension: 2, width: 1e6}", "width", "at most 1e6 weights in the teacher"),
    ("{name: teacher, samples: 10, dimension: 2, noise: -1}", "noise", ">= 0"),
    ("{name: cosine, samples: 10, dimension: 2}", "name", "did you mean sine?"),
    ("{samples: 10, dimension: 2}", "name", "one of sine, teacher"),
  ])
  func generators(generator: String, key: String, phrase: String) {
    let text = tinyInput.replacing(
      "inputs: [[-1.5], [0.5], [2.0]]\n    labels: [0.3, -0.4, 1.1]", with: "generator: \(generator)")
    let error = inputRefusal(text)
    #expect(error?.keyPath == "problem.data.generator.\(key)")
    #expect(error?.line == 8)
    #expect(error?.description.contains(phrase) == true, "\(String(describing: error))")
  }

  @Test func weightsOfANetAreLimited() {
    let wide = tinyInput.replacing("[2.0, -1.0]", with: "{law: normal, width: 1e6, norm: 1}")
      .replacing("inputs: [[-1.5], [0.5], [2.0]]", with: "inputs: [[1, 2], [3, 4], [5, 6]]")
    #expect(inputRefusal(wide)?.keyPath == "problem.outer")
    #expect(
      inputRefusal(wide)?.expected.contains("at most 1e6 weights: this is 1000000 units of 2 inputs") == true)
  }

  @Test func longValuesAreShortened() {
    let error = inputRefusal(tinyInput.replacing("0.13", with: String(repeating: "x", count: 10_000)))
    #expect((error?.description.count ?? 0) < 200)
    let list = inputRefusal(
      tinyInput.replacing("0.13", with: "[" + String(repeating: "1, ", count: 1000) + "1]"))
    #expect(list?.value == "[1, 1, 1, 1, 1, ...]")
  }
}
