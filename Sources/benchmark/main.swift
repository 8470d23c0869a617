import Stochastic

func make<A: Activation>(_ act: A, _ p: Int, _ d: Int, _ n: Int) -> RegularizedRisk<A> {
  var x: [[Double]] = [], y: [Double] = []
  for i in 0..<n { y.append(Double(i % 7) * 0.2); x.append((0..<d).map { Double((i * 7 + $0 * 3) % 11) * 0.1 - 0.5 }) }
  return try! RegularizedRisk(activation: act, outer: (0..<p).map { $0 % 2 == 0 ? 0.7 : -0.4 }, inputs: x, labels: y, regularization: 0.13)
}
func run<P: Potential>(_ p: P, _ d: Dynamics, steps: Int, paths: Int, name: String) {
  let s = 0.1
  let e = try! Ensemble(potential: p, learningRate: s, initial: .gaussian(mean: Array(repeating: 0.2, count: p.dimension), standardDeviation: 0.3), times: [Double(steps) * s], curves: [Curve("x", d)], paths: paths, seed: 1)
  var st: EnsembleState!
  let t = ContinuousClock().measure { st = try! e.run() }
  let ns = Double(t.components.attoseconds) * 1e-9 + Double(t.components.seconds) * 1e9
  print(name, "ns per path-step", ns / Double(steps) / Double(paths), st.moments(curve: 0, time: 0).estimate, st.divergences)
}
for (p, d, n, st, pa) in [(2, 1, 8, 1000, 100_000), (5, 2, 20, 1000, 10_000), (10, 20, 100, 1000, 512), (50, 20, 1000, 10, 512)] {
  run(make(Sigmoid(), p, d, n), .noisyGradientDescent, steps: st, paths: pa, name: "ngd \(p) \(d) \(n)")
  run(make(Sigmoid(), p, d, n), .sde(stepSize: 0.1), steps: st, paths: pa, name: "sde \(p) \(d) \(n)")
  for sampling in Sampling.allCases {
    for b in [4, n] where (b == 4 || sampling == .withReplacement) { run(make(Sigmoid(), p, d, n), .sgd(batch: b, sampling: sampling), steps: st, paths: pa / (b == n ? 4 : 1), name: "sgd \(sampling) b=\(b)") }
  }
}
run(Quadratic(dimension: 5, regularization: 0.7), .sde(stepSize: 0.05), steps: 100, paths: 100_000, name: "quad \(0.2 * 0.5 * 5 / 4 )")
