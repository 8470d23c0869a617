import Guarantees
import Stochastic
import Testing

// The condition on s and ε, on both sides of it.
extension CertificateTests {
  /// Theorem 3.2 asks for s ≤ ε/(A + B), its corollary for half of that; s = 0.05.
  @Test func bothSidesOfTheStepThatAccuracyAsksFor() throws {
    let risk = try net(Sigmoid(), lambda: 0.13)
    for (rule, least) in [(Certificate.Name.theorem32, 0.05 * 0.75), (.corollary33, 0.05 * 1.5)] {
      for (factor, holds) in [(0.999, false), (1.001, true)] {
        var goal = Self.known
        goal.accuracy = factor * least
        let found = verdicts(risk, measured(distance: 0.01), goal: goal)
        #expect(found[rule]?.holds == holds, "\(rule) \(factor)")
      }
    }
  }

  /// Without B the measured (E_μ L − min L)/s = 0.2 can refute the step and nothing can prove it.
  @Test func withoutTheWeakErrorTheStepCanOnlyFail() throws {
    let risk = try net(Sigmoid(), lambda: 0.13)
    for (rule, least) in [(Certificate.Name.theorem32, 0.05 * 0.2), (.corollary33, 0.05 * 0.4)] {
      let below = verdicts(
        risk, measured(distance: 0.01), goal: Goal(horizon: 4, accuracy: 0.999 * least))[rule]
      #expect(below?.holds == false && below?.explanation.contains("epsilon/(") == true)
      for accuracy in [1.001 * least, 1e6] {
        let above = verdicts(risk, measured(distance: 0.01), goal: Goal(horizon: 4, accuracy: accuracy))[rule]
        #expect(above?.holds == Bool?.none)
        #expect(above?.explanation.contains("B is not measured here: langevin plan estimates it") == true)
      }
    }
    let none = Measurements.unavailable(learningRate: 0.05, reason: "not measured")
    let law = InitialLaw.gaussian(mean: [0, 0, 0, 0], standardDeviation: 0.2)
    let open = verdicts(risk, none, goal: Goal(horizon: 4, accuracy: 1e-9, initial: law))[.theorem32]
    #expect(open?.holds == Bool?.none && open?.explanation.contains("neither A nor B") == true)
  }

  /// An ε that nobody named is not promised.
  @Test func withoutAnAccuracyNothingIsPromisedOfSGD() throws {
    let found = verdicts(try net(Sigmoid(), lambda: 0.13), measured())
    for name in [Certificate.Name.theorem32, .corollary33] {
      let certificate = try #require(found[name])
      #expect(certificate.holds == Bool?.none)
      #expect(certificate.explanation.contains("Everything else that the proof uses holds"))
      #expect(certificate.explanation.contains("langevin plan"))
      #expect(certificate.bound?.quantity.value != nil)
      #expect(certificate.hypotheses.count { $0.role == .needed && $0.holds != true } == 1)
    }
  }
}
