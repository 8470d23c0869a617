extension Certifiable {
  /// Every certificate, at the learning rate of the measurements.
  public func certificates(_ measured: Measurements, goal: Goal) -> [Certificate] {
    [
      confiningCertificate(), villaniCertificate(learningRate: measured.learningRate),
      poincareCertificate(measured), gradientCertificate(), theorem32(measured, goal),
      corollary33(measured, goal), theorem34(measured, goal),
    ]
  }
}
