import GSL
import Stochastic

/// One simulated process: a curve of the result.
public struct DynamicsSpecification: Sendable, Equatable {
  /// Names the curve; unique in the experiment and usable as a file name. Its kind unless given.
  public var name: String
  public var kind: DynamicsKind
}

/// What moves.
public enum DynamicsKind: Sendable, Equatable {
  /// `dW = -grad L dt + sqrt(s) dB`, stepped by `dt` (nil: chosen by the run).
  case sde(integrator: Integrator, stepSize: Double?)
  /// The same, each path choosing its steps so that one errs by about `tolerance` at most.
  case adaptiveSDE(tolerance: Double)
  /// `W+ = W - s grad L(W) - s xi`, xi ~ N(0, I): Euler-Maruyama for the SDE at dt = s.
  case noisyGradientDescent
  /// `W+ = W - (s/b) sum_{i in B} grad L_i(W) - s lambda W`, or a variant of it.
  case sgd(batch: Int, sampling: Sampling, variant: SGDVariant = .plain)
  /// `dW = -grad L dt + sqrt(s) Sigma(W)^(1/2) dB`, stepped by `dt` (nil: chosen by the run).
  case covarianceSDE(batch: Int, sampling: Sampling, stepSize: Double?)
  /// SVAG: `refinement` steps of size s / refinement for one of SGD.
  case svag(refinement: Int, batch: Int, sampling: Sampling)
  /// `dW = -grad L dt`, stepped by `dt` (nil: chosen by the run).
  case gradientFlow(stepSize: Double?)
  /// The same by a solver that chooses its steps from `tolerance`.
  case adaptiveGradientFlow(method: ODESolver.Method, tolerance: Double)
  /// `dW = V dt, dV = -grad L dt - gamma V dt + sqrt(gamma s) dB`, gamma = `friction`, stepped by `dt`.
  case underdamped(integrator: UnderdampedIntegrator, friction: Double, stepSize: Double)
  /// Proposals `W - dt grad L + sqrt(s dt) xi`, accepted so that the Gibbs law is invariant.
  case mala(stepSize: Double)
}

extension DynamicsKind {
  /// What an `sde` gives as its integrator to have its steps chosen.
  static let adaptiveName = "adaptive"
  static let defaultTolerance = 1e-3
}
