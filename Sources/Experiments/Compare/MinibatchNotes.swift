import Stochastic

/// What a reader must know of curves that are made of samples.
extension ComparisonNotes {
  var minibatchNotes: [String] {
    [otherLaw, coarseCovariance, reshuffled, effectiveRate, nominalTime].compactMap { $0 }
  }

  private func names(_ belongs: (Dynamics) -> Bool) -> String? {
    let names = curves.filter { belongs($0.dynamics) }.map(\.name)
    return names.isEmpty ? nil : names.joined(separator: ", ")
  }

  private func variants(_ belongs: (SGDVariant) -> Bool) -> String? {
    names { if case .sgd(_, _, let variant) = $0 { belongs(variant) } else { false } }
  }

  private var covarianceNames: String? { names { if case .covarianceSDE = $0 { true } else { false } } }

  /// The Gibbs law belongs to the isotropic SDE.
  private var otherLaw: String? {
    covarianceNames.map {
      "\($0): Itô's integral; the Gibbs law exp(-2L/s) is not invariant under this noise, which depends on W"
    }
  }

  private var coarseCovariance: String? {
    let s = experiment.learningRate
    let coarse = names {
      if case .covarianceSDE = $0 { $0.usedStepSize(experiment.times) ?? 0 > s / 4 } else { false }
    }
    return coarse.map {
      "\($0) has dt not well below s = \(s): its gap to SGD is partly the bias of Euler–Maruyama, which at dt = s is SGD "
        + "with normal noise. Halve dt and see whether the gap moves."
    }
  }

  /// Reshuffled batches are not independent, as the noise of the covariance SDE and of SVAG is.
  private var reshuffled: String? {
    let reshuffled = names { if case .sgd(_, .reshuffle, _) = $0 { true } else { false } }
    let models = names {
      switch $0 {
      case .covarianceSDE, .svag: true
      default: false
      }
    }
    guard let reshuffled, let models else { return nil }
    return
      "\(models): made for independent batches; the noise of \(reshuffled) nearly cancels over an epoch, "
      + "and a gap between them is mostly that"
  }

  /// A heavy ball is faster than its learning rate says.
  private var effectiveRate: String? {
    variants { $0.momentum > 0 }.map {
      "\($0): v+ = mu v - s g, W+ = W + v+, which under a steady gradient moves at the rate s/(1 - mu): compare it with plain SGD "
        + "at that rate"
    }
  }

  private var nominalTime: String? {
    variants { $0.decay != nil }.map {
      "\($0): time is nominal, t = k s after k steps, although the steps decay; the SDEs keep the noise of s"
    }
  }
}
