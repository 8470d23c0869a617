import Stochastic

extension RegularizedRisk: Certifiable {
  public var netConstants: NetConstants? { NetConstants(self) }

  public var smoothness: Smoothness { NetConstants(self).smoothness }

  /// The data term is bounded if σ is; otherwise |f(x)| ≤ ‖a‖(‖c‖ + LB_x‖W‖).
  public var quadraticGrowth: ClosedRange<Double> {
    let net = NetConstants(self)
    let slope = net.outerNorm * net.activation.lipschitz * net.dataRadius
    let data = net.activation.bound < .infinity ? 0 : slope * slope
    return net.regularization...(net.regularization + data)
  }

  public func villaniLowerBounds(learningRate: Double) -> [VillaniLowerBound] {
    NetConstants(self).villaniLowerBounds(learningRate: learningRate)
  }

  /// With bounded σ always. With unbounded σ and two or more units, W_j stays where σ″ is not 0 while another unit's
  /// weights go to infinity: the residual, and with it the Hessian, grows without limit.
  public var gradientLipschitz: Finding {
    let net = NetConstants(self)
    if net.smoothness.best < .infinity {
      return Finding(true, smoothnessReason(net))
    }
    guard A.isRectifier else {
      return Finding(nil, "the activation is unbounded, and nothing is proved about its growth")
    }
    return Finding(
      false,
      "sigma is unbounded, and moving one unit far out makes the residual, and with it the curvature in another "
        + "unit's weights, as large as one likes")
  }

  private func smoothnessReason(_ net: NetConstants) -> String {
    if net.activation.bound < .infinity { return "the activation and its first two derivatives are bounded" }
    if net.dataRadius == 0 { return "all inputs are 0, so that the data term does not depend on the weights" }
    if net.activeUnits == 0 {
      return "all outer weights are 0, so that the data term does not depend on the weights"
    }
    return "with one unit that counts, sigma and sigma'' are never large together"
  }

  public var confinement: Finding {
    let net = NetConstants(self)
    if net.regularization > 0 {
      return Finding(
        true, "the data term is not negative and lambda |W|^2/2 grows: Z_s <= (pi s/lambda)^(D/2)")
    }
    guard net.activation.bound < .infinity else { return unregularizedConfinement }
    return Finding(
      false,
      "lambda is 0 and sigma is bounded, so the loss stays below \(short(net.residualBound * net.residualBound / 2)) "
        + "however far the weights go, and exp(-2L/s) is not integrable")
  }

  public var villani: Finding {
    let confinement = confinement
    guard confinement.holds == true else {
      return Finding(confinement.holds, confinement.reason)
    }
    let net = NetConstants(self)
    if net.regularization > net.lambdaCritical {
      return Finding(true, "lambda is above lambda_c (section 5 of the paper)")
    }
    if net.regularization > 0 { return villaniBelowCritical(net) }
    return Finding(
      true,
      "the outputs grow along every ray, so |grad L| grows linearly while the Laplacian grows only linearly too"
    )
  }

  /// By whichever of the two arguments of notes/guarantees.md applies, for every λ > 0.
  private func villaniBelowCritical(_ net: NetConstants) -> Finding {
    if net.activation.bound < .infinity {
      return Finding(
        true,
        "the activation is bounded, so the data term has a bounded gradient and the regularizer wins for every "
          + "lambda > 0: V_s ~ lambda^2 |W|^2/s")
    }
    if net.activation.homogeneityDefect < .infinity {
      return Finding(
        true,
        "z sigma'(z) - sigma(z) is bounded, so <grad L, W> >= lambda |W|^2 - const for every lambda > 0, and the "
          + "Laplacian grows only linearly")
    }
    return Finding(nil, "lambda is not above lambda_c, and nothing else is known about the activation")
  }
}
