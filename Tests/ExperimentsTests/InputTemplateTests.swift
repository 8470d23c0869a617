import Foundation
import Testing

@testable import Experiments

@Suite struct InputTemplateTests {
  /// Loads a template from a directory that also holds the table which the csv template asks for.
  static func load(_ text: String) throws -> Experiment {
    try withInputDirectory { directory in
      try Data("x1,x2,y\n0.5,-1.0,0.3\n1.5,0.25,-0.4\n".utf8)
        .write(to: directory.appendingPathComponent("train.csv"))
      return try Experiment.parse(text, file: "template.yaml", directory: directory)
    }
  }

  @Test(arguments: Template.all.map(\.name)) func everyTemplateIsAnExperimentOfItsName(name: String) throws {
    let text = try Template.text(named: name)
    let experiment = try Self.load(text)
    #expect(experiment.name == name)
    #expect(!experiment.dynamics.isEmpty)
    #expect(text.hasPrefix("# "))
    #expect(text.contains("sqrt(s) dB"))
  }

  @Test func theTemplatesAreTheOnesPromised() {
    let names = [
      "first-look", "tiny-sigmoid", "tanh", "softplus", "sine", "teacher", "csv", "quadratic", "double-well",
    ]
    #expect(Template.all.map(\.name) == names)
    #expect(Template.all.allSatisfy { !$0.summary.isEmpty })
  }

  @Test func aTemplateThatNeedsAFileSaysSo() throws {
    for (name, _) in Template.all {
      let text = try Template.text(named: name)
      #expect(text.contains("csv:") == text.contains("NEEDS A FILE"))
    }
  }

  @Test func theSineTemplateIsThePapersSetting() throws {
    guard case .twoLayer(let net) = try Self.load(Template.text(named: "sine")).problem else {
      Issue.record("not a net")
      return
    }
    #expect(net.outer == .normal(width: 10, norm: 0.2236068, seed: 11))
    #expect(net.regularization == 0.13)
    #expect(net.inputDimension == 20)
  }

  @Test func anUnknownTemplateIsNamedWithTheNearest() {
    #expect(throws: UnknownTemplate.self) { try Template.text(named: "tiny") }
    do {
      _ = try Template.text(named: "soft-plus")
      Issue.record("accepted")
    } catch {
      #expect(error.description.contains("did you mean softplus?"))
    }
  }
}
