import ArgumentParser
import Experiments

@main
struct LangevinCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "langevin",
    abstract: "What stochastic gradient descent does in continuous time.",
    discussion: "SGD-SDE: dW = -grad L(W) dt + sqrt(s) dB, with s the learning rate of SGD.",
    version: Langevin.version,
    subcommands: [
      CompareCommand.self, GibbsCommand.self, CertifyCommand.self, PlanCommand.self, ReproduceCommand.self,
      VerifyCommand.self, TemplateCommand.self, ListCommand.self,
    ])

  static func main() {
    do {
      var command = try parseAsRoot()
      try command.run()
    } catch {
      exit(reporting: error)
    }
  }
}
