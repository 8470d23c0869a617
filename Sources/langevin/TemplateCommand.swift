import ArgumentParser
import Experiments

struct TemplateCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "template",
    abstract: "Print a commented experiment file to start from.",
    discussion: "For example: langevin template sine > sine.yaml")

  @Argument(help: ArgumentHelp("Which one; without a name they are listed.", valueName: "name"))
  var name: String?

  func run() throws {
    if let name {
      print(try Template.text(named: name), terminator: "")
    } else {
      printTable(Template.all.map { ($0.name, $0.summary) })
    }
  }
}

struct ListCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "list", abstract: "Everything an experiment can name.")

  func run() {
    for (place, section) in Catalogue.listing.enumerated() {
      if place > 0 { print() }
      print(section.title)
      printTable(section.entries)
    }
  }
}

/// Names and summaries in two columns.
private func printTable(_ rows: [(name: String, summary: String)]) {
  let width = rows.map(\.name.count).max() ?? 0
  for row in rows {
    let gap = String(repeating: " ", count: width - row.name.count + 2)
    print(row.summary.isEmpty ? "  \(row.name)" : "  \(row.name)\(gap)\(row.summary)")
  }
}
