import Foundation
import Testing

extension CommandLineTests {
  @Suite struct Listings {
    @Test func versionIsANumberOnALine() throws {
      let outcome = try Program.run(["--version"], in: Scratch())
      #expect(outcome.status == 0)
      #expect(outcome.errors == "")
      #expect(outcome.output.wholeMatch(of: /\d+\.\d+\.\d+\n/) != nil, "\(outcome.output)")
    }

    static let helpPhrases: [(arguments: [String], phrases: [String])] = [
      (["--help"], ["compare", "template", "list", "--version"]),
      (["help"], ["compare", "template", "list"]),
      ([], ["compare", "template", "list"]),
      (
        ["compare", "--help"],
        [
          "--out", "--seed", "--paths", "--threads", "--json", "--quiet", "--no-plots", "--force", "--resume",
          "langevin-out/NAME",
        ]
      ),
      (["template", "--help"], ["langevin template", "<name>"]),
      (["list", "--help"], ["langevin list"]),
    ]

    @Test(arguments: helpPhrases) func help(arguments: [String], phrases: [String]) throws {
      let outcome = try Program.run(arguments, in: Scratch())
      #expect(outcome.status == 0)
      #expect(outcome.errors == "")
      for phrase in phrases { #expect(outcome.output.contains(phrase), "no \(phrase)") }
    }

    /// Of the commands that run an experiment only compare has a checkpoint; a figure has its own number of paths.
    @Test(arguments: ["gibbs", "plan", "certify", "reproduce"])
    func optionsThatACommandLacksAreNotOffered(command: String) throws {
      let help = try Program.run([command, "--help"], in: Scratch()).output
      #expect(help.contains("--force") && !help.contains("--resume"))
      #expect(help.contains("--paths") == (command != "reproduce"))
    }

    @Test func listNamesEverythingAnExperimentCanName() throws {
      let outcome = try Program.run(["list"], in: Scratch())
      #expect(outcome.status == 0)
      let names = outcome.outputLines.compactMap { $0.split(separator: " ").first.map(String.init) }
      let wanted = [
        "two-layer", "quadratic", "double-well", "sigmoid", "tanh", "softplus", "sine", "teacher", "sde",
        "noisy-gd", "sgd", "gradient-flow", "covariance-sde", "svag", "underdamped", "mala", "baoab", "obabo",
        "aboba", "runge-kutta-4", "gsl-rk8pd", "gsl-rkf45", "euler-maruyama", "sra1", "adaptive",
        "with-replacement", "without-replacement",
        "reshuffle", "philox", "gsl:mt19937", "gsl:ranlxd2", "gsl:taus2",
      ]
      for name in wanted { #expect(names.contains(name), "no \(name)") }
      #expect(names.filter { $0.hasPrefix("gsl:") }.count >= 60)
      #expect(Set(names).count == names.count)
    }

    static let templates = [
      "tiny-sigmoid", "tanh", "softplus", "sine", "teacher", "csv", "quadratic", "double-well",
    ]

    @Test func templatesAreListed() throws {
      let outcome = try Program.run(["template"], in: Scratch())
      #expect(outcome.status == 0)
      let names = outcome.outputLines.compactMap { $0.split(separator: " ").first.map(String.init) }
      for name in Self.templates { #expect(names.contains(name), "no \(name)") }
      #expect(Set(names).count == names.count)
    }

    /// Whatever the listing offers is a commented experiment of that name that runs as it is printed.
    @Test func everyTemplateRuns() throws {
      let scratch = try Scratch()
      try scratch.write("x1,x2,y\n0.5,-1.0,0.3\n1.5,0.25,-0.4\n-0.75,2.0,1.1\n", to: "train.csv")
      let listing = try Program.run(["template"], in: scratch)
      for name in listing.outputLines.compactMap({ $0.split(separator: " ").first.map(String.init) }) {
        let template = try Program.run(["template", name], in: scratch)
        #expect(template.status == 0)
        #expect(template.errors == "")
        #expect(template.output.hasPrefix("#"), "a template starts with a comment")
        let result = try scratch.compare(template.output, ["--paths", "16"])
        #expect(result.root["name"] as? String == name)
        #expect(result.provenance["paths"] as? Int == 16)
        #expect(result.curves.count >= 2, "\(name)")
      }
    }

    @Test(arguments: ["sien", "SINE", "", "../etc/passwd"]) func unknownTemplate(name: String) throws {
      let outcome = try Program.run(["template", name], in: Scratch())
      #expect(outcome.status == 2)
      #expect(outcome.output == "")
      #expect(outcome.errorLines.count == 1)
      for known in Self.templates { #expect(outcome.errors.contains(known), "no hint at \(known)") }
    }
  }
}
