// A potential of one's own: conform to `Potential` in plain Swift over lanes, where w[k] is coordinate k of sixteen
// paths at once, and Langevin simulates it like its built-in problems.
//
//     swift run -c release own-potential
//
// This one is a two-layer sigmoid net on scalar inputs, written out by hand so that its speed can be held against
// that of the built-in net: the program fails if it is not within a factor of 1.5.

import Stochastic

struct HandWrittenNet: Potential {
  let a: [Double], x: [Double], y: [Double], lambda: Double
  var dimension: Int { a.count }
  var scratchCount: Int { a.count }
  func value(at w: LaneVector, scratch: LaneVector) -> Lanes {
    var loss = 0.5 * lambda * a.indices.reduce(Lanes.zero) { $0 + w[$1] * w[$1] }
    for i in x.indices { loss += residual(i, w, scratch) * residual(i, w, scratch) / Double(2 * x.count) }
    return loss
  }
  func gradient(at w: LaneVector, into gradient: LaneVector, scratch: LaneVector) {
    for j in a.indices { gradient[j] = lambda * w[j] }
    for i in x.indices {
      let pull = residual(i, w, scratch) * (x[i] / Double(x.count))
      for j in a.indices { gradient[j] = gradient[j].adding(pull, times: scratch[j]) }  // fused
    }
  }
  func residual(_ i: Int, _ w: LaneVector, _ slopes: LaneVector) -> Lanes {
    var f = Lanes(repeating: -y[i])
    for j in a.indices {
      // quicker than sigmoidWithDerivative(w[j] * x[i]), which takes z itself
      let (value, derivative) = Sigmoid.evaluate(w[j] * (x[i] * (1 / Sigmoid.argumentUnit)))
      (f, slopes[j]) = (f + a[j] * value, a[j] * derivative)
    }
    return f
  }
}

let outer = [0.8, -0.6, 0.5, -0.4]
let inputs = (0..<20).map { Double($0) / 5 - 2 }
let labels = inputs.map { $0 * $0 / 4 - 0.3 }
let own = HandWrittenNet(a: outer, x: inputs, y: labels, lambda: 0.13)
let builtIn = try RegularizedRisk(
  activation: Sigmoid(), outer: outer, inputs: inputs.map { [$0] }, labels: labels, regularization: 0.13)

/// The mean loss at T = 4 over 20,000 paths of the SDE with s = 0.2, and the time it took.
func simulate(_ potential: some Potential) throws -> (loss: Estimate, seconds: Double) {
  let ensemble = try Ensemble(
    potential: potential, learningRate: 0.2,
    initial: .gaussian(mean: [1, 0, 0, -1], standardDeviation: 0.5), times: [4],
    curves: [Curve("sde", .sde(stepSize: 0.02))], paths: 20_000, seed: 1)
  let start = ContinuousClock.now
  let state = try ensemble.run()
  return (state.moments(curve: 0, time: 0).estimate, (ContinuousClock.now - start) / .seconds(1))
}

var (ownSeconds, builtInSeconds) = (Double.infinity, Double.infinity)
for _ in 0..<7 {  // turn about, the best of seven each
  ownSeconds = min(ownSeconds, try simulate(own).seconds)
  builtInSeconds = min(builtInSeconds, try simulate(builtIn).seconds)
}
let (ownLoss, builtInLoss) = (try simulate(own).loss, try simulate(builtIn).loss)
print("own       E L(W_4) = \(ownLoss.value) ± \(ownLoss.standardError)   \(ownSeconds) s")
print("built-in  E L(W_4) = \(builtInLoss.value) ± \(builtInLoss.standardError)   \(builtInSeconds) s")
print("time, own / built-in: \(ownSeconds / builtInSeconds)")
// the same paths, up to rounding
precondition(abs(ownLoss.value - builtInLoss.value) < 1e-9, "the two potentials differ")
precondition(ownSeconds < 1.5 * builtInSeconds, "plain Swift over lanes is slower than it should be")
