/// Two dynamics on a net of one unit: as little work as there can be.
let smallExperiment = """
  # comments are kept
  name: small
  problem:
    kind: two-layer
    activation: tanh
    outer: [1.0]
    regularization: 0.3
    data: {inputs: [[-1.0], [0.5]], labels: [-0.6, 0.4]}
  learningRate: 0.1
  horizon: 1.0
  times: [0.5, 1.0]
  paths: 64
  seed: 3
  dynamics:
    - {name: sde, kind: sde, dt: 0.01}
    - {name: sgd, kind: sgd, batch: 1}

  """

/// The same with data from a file.
let csvExperiment = smallExperiment.replacing(
  "{inputs: [[-1.0], [0.5]], labels: [-0.6, 0.4]}", with: "{csv: {file: train.csv, inputs: [x], label: y}}")

/// A quadratic bowl from a point, where every mean is known.
let bowlExperiment = """
  name: bowl
  problem: {kind: quadratic, dimension: 3, regularization: 1.5}
  learningRate: 0.1
  horizon: 2.0
  initial: {kind: point, weights: [1.0, -1.0, 0.5]}
  times: [0.0, 0.1, 0.5, 2.0]
  paths: 4000
  seed: 1
  dynamics:
    - {name: sde, kind: sde, dt: 0.02}
    - {name: ngd, kind: noisy-gd}
    - {name: flow, kind: gradient-flow, dt: 0.01}

  """

/// Steps of 0.5 from the double well's walls: a path that starts beyond |w| = sqrt(5) runs away.
func wellExperiment(mean: Double, deviation: Double) -> String {
  """
  name: well
  problem: {kind: double-well}
  learningRate: 0.2
  horizon: 20.0
  initial: {kind: gaussian, mean: \(mean), standardDeviation: \(deviation)}
  times: [0, 1, 2, 20]
  paths: 1000
  dynamics:
    - {name: coarse, kind: sde, dt: 0.5}
    - {name: fine, kind: sde, dt: 0.01}

  """
}
