import Foundation
import Testing

extension CommandLineTests {
  /// `langevin gibbs` on every reference problem, against answers that were computed independently.
  @Suite struct GibbsReferences {
    @Test(arguments: GibbsReferenceCase.all.filter { $0.dimension <= 2 })
    func deterministicNumbersAreRight(_ problem: GibbsReferenceCase) throws {
      let result = try Scratch().gibbs(problem.experiment(method: "deterministic"))
      let (tolerance, gapTolerance) = problem.dimension == 1 ? (1e-7, 1e-6) : (1e-5, 1e-4)
      for (key, name) in GibbsReferenceCase.means {
        let expected = try problem.answer(name)
        let found = try result.quantity(key)
        #expect(found["kind"] as? String == "exact")
        let value = try #require(double(found["value"]))
        #expect(abs(value - expected) <= tolerance * abs(expected), "\(key) \(value) \(expected)")
        let error = try #require(double(found["error"]))
        #expect(error <= tolerance * abs(expected))
      }
      let gap = try problem.answer("gap")
      let found = try result.quantity("spectralGap")
      let value = try #require(double(found["value"]))
      #expect(abs(value - gap) <= gapTolerance * gap, "gap \(value) \(gap)")
      #expect(try #require(double(found["lower"])) <= gap * (1 + 1e-12))
      #expect(try #require(double(found["upper"])) >= gap * (1 - 1e-12))
      let poincare = try #require(double(try result.quantity("poincareConstant")["value"]))
      #expect(abs(poincare * 2 * gap / problem.learningRate - 1) <= gapTolerance)
      try checkVillani(result, problem)
    }

    private func checkVillani(_ result: ResultDocument, _ problem: GibbsReferenceCase) throws {
      let villani = try result.quantity("villani")
      let answers = try #require(problem.answers["villani"] as? [String: Any])
      let tolerance = problem.dimension == 1 ? 1e-6 : 1e-4
      for (key, name) in [("infimum", "infV"), ("positivityRadius", "R0"), ("halfMassRadius", "R_median")] {
        let expected = try #require(double((answers[name] as? [String: Any])?["value"]))
        let value = try #require(double(villani[key]))
        #expect(abs(value - expected) <= tolerance * abs(expected), "\(key) \(value) \(expected)")
      }
      let found = try #require(villani["atRadius"] as? [[String: Any]])
      let expected = try #require(answers["at_R"] as? [[String: Any]])
      #expect(found.count == expected.count)
      for (row, answer) in zip(found, expected) {
        #expect(double(row["radius"]) == double(answer["R"]))
        for (key, name) in [("mass", "mass"), ("epsilon", "eps"), ("ballPoincareConstant", "C_R")] {
          let truth = try #require(double((answer[name] as? [String: Any])?["value"]))
          let value = try #require(double(row[key]))
          #expect(abs(value - truth) <= tolerance * abs(truth), "\(key) \(value) \(truth)")
        }
        for (key, name) in [
          ("printed", "lambda_paper"), ("corrected", "lambda_fixed"), ("sharp", "lambda_sharp"),
        ] {
          guard let truth = double(answer[name]) else { continue }
          let value = try #require(double(row[key]))
          #expect(abs(value - truth) <= 10 * tolerance * max(abs(truth), 0.01), "\(key) \(value) \(truth)")
        }
      }
      let gap = try problem.answer("gap")
      #expect(try #require(double(villani["lowerBound"])) <= gap)
    }

    @Test(arguments: GibbsReferenceCase.all.filter { $0.dimension <= 2 })
    func distancesOfInitialLawsAreRight(_ problem: GibbsReferenceCase) throws {
      let scratch = try Scratch()
      for (start, answer) in zip(problem.starts, problem.distances) {
        let result = try scratch.gibbs(
          problem.experiment(method: "deterministic", start: start, radii: []), ["--no-plots"])
        let distance = try result.quantity("initialDistance")
        let value = double(distance["value"])
        guard start["type"] as? String == "gauss" else {
          #expect(value == nil && distance["reason"] is String)
          continue
        }
        guard let answer else {
          #expect(value == .infinity)
          continue
        }
        let tolerance = problem.dimension == 1 ? 1e-6 : 1e-5
        #expect(abs(try #require(value) - answer) <= tolerance * answer)
      }
    }

    @Test(arguments: GibbsReferenceCase.all)
    func monteCarloAgreesWithinItsErrors(_ problem: GibbsReferenceCase) throws {
      let result = try Scratch().gibbs(problem.experiment(method: "monte-carlo"))
      for (key, name) in GibbsReferenceCase.means {
        let found = try result.quantity(key)
        guard let value = double(found["value"]) else {
          #expect(found["reason"] is String)
          continue
        }
        #expect(found["kind"] as? String == "estimate")
        let error = try #require(double(found["standardError"]))
        // some 150 numbers in all: Bonferroni at 4.5 standard errors
        #expect(abs(value - (try problem.answer(name))) <= 4.5 * error + 1e-12, "\(key) \(value) ± \(error)")
      }
      let gap = try result.quantity("spectralGap")
      let truth = try problem.answer("gap")
      #expect(try #require(double(gap["lower"])) <= truth * (1 + 1e-12))
      if let upper = double(gap["upper"]) { #expect(upper >= truth) }
      if let value = double(gap["value"]), let error = double(gap["standardError"]) {
        #expect(abs(value - truth) <= 4.5 * error, "gap \(value) ± \(error), \(truth)")
      }
    }
  }
}
