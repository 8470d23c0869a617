import Foundation
import Testing

@testable import Experiments

@Suite struct InputCSVTests {
  private let experiment = """
    learningRate: 0.1
    horizon: 1
    problem:
      kind: two-layer
      activation: sigmoid
      outer: [1.0]
      regularization: 0.1
      data:
        csv:
          file: train.csv
          inputs: [x1, x2]
          label: y

    """

  /// Loads an experiment beside a CSV file of this content; nil writes none.
  private func load(_ csv: String?, _ text: String? = nil) throws -> Result<DataSpecification, InputError> {
    try withInputDirectory { directory in
      if let csv { try Data(csv.utf8).write(to: directory.appendingPathComponent("train.csv")) }
      let url = directory.appendingPathComponent("e.yaml")
      try Data((text ?? experiment).utf8).write(to: url)
      return Result { () throws(InputError) in
        guard case .twoLayer(let net) = try Experiment.load(contentsOf: url).problem else {
          throw InputError(file: "", line: nil, keyPath: "", value: "", expected: "")
        }
        return net.data
      }
    }
  }

  private func refusal(_ csv: String?, _ text: String? = nil) throws -> InputError? {
    if case .failure(let error) = try load(csv, text) { error } else { nil }
  }

  @Test(arguments: [
    "x1,x2,y\n1,2,3\n4,5,6\n", "x1,x2,y\r\n1,2,3\r\n4,5,6", "\u{FEFF}x1,x2,y\r1,2,3\r4,5,6\r",
    "\"x1\",\"x2\",y\n\"1\",2,\"3\"\n4,5,6\n\n", " x1 , x2,y\n 1 ,2.0,\t3\n4e0,5.,+6",
    "y,\"a, \"\"quoted\"\"\nname\",x2,x1\n3,note,2,1\n6,\"more, of\nit\",5,4\n",
  ])
  func tablesAreRead(csv: String) throws {
    let data = try load(csv).get()
    let source = DataSource.csv(file: "train.csv", inputs: ["x1", "x2"], label: "y")
    #expect(data == .table(inputs: [[1, 2], [4, 5]], labels: [3, 6], source: source))
  }

  @Test(arguments: [
    ("x1,x2,y\n1,2,3\n4,abc,6\n", 3, "column \"x2\"", "found abc, expected a finite number"),
    ("x1,x2,y\n1,2,3\n4,5,\n", 3, "column \"y\"", "found an empty cell"),
    ("x1,x2,y\n1,2,3\n4,5,", 3, "column \"y\"", "found an empty cell"),
    ("x1,x2,y\n1,2,nan\n", 2, "column \"y\"", "found nan"),
    ("x1,x2,y\n1,2,1e999\n", 2, "column \"y\"", "found 1e999"),
    ("x1,x2,y\n1,2\n", 2, "", "found 2 fields, expected 3"),
    ("x1,x2,y\n1,2,3,4\n", 2, "", "found 4 fields, expected 3"),
    ("x1,x2,y,n\n1,2,3,\"a\nb\"\n1,2,q,c\n", 4, "column \"y\"", "found q"),
    ("x1,x2,y\n1,2,\"3\n4,5,6\n", 2, "", "a quote that is never closed"),
    ("x1,x2,y\n1,2,\"3\"4\n", 2, "", "text after a closing quote"),
    ("x1,x2,y\n1,2\",3\n", 2, "", "a quote inside an unquoted field"),
    ("x1,x2,x1,y\n1,2,3,4\n", 1, "column \"x1\"", "the same name twice"),
    ("x1,x2,y\n", nil, "", "a header alone"),
    ("", nil, "", "an empty file"),
    ("\n\n", nil, "", "an empty file"),
  ])
  func badTablesAreRefused(csv: String, line: Int?, column: String, phrase: String) throws {
    let error = try #require(try refusal(csv))
    #expect(error.file == "train.csv")
    #expect(error.line == line)
    #expect(error.keyPath == column)
    #expect(error.description.contains(phrase), "\(error)")
  }

  @Test func aMissingColumnListsTheHeader() throws {
    let error = try #require(try refusal("x1,X-2,y\n1,2,3\n"))
    #expect(error.file.hasSuffix("e.yaml"))
    #expect(error.line == 11)
    #expect(error.keyPath == "problem.data.csv.inputs[1]")
    #expect(error.value == "x2")
    #expect(error.expected == "a column of train.csv, whose header is x1, X-2, y (did you mean x1?)")
  }

  @Test(arguments: [
    ("train.csv", "none.csv", 10, "file", "no such file"),
    ("train.csv", ".", 10, "file", "a directory"),
    ("[x1, x2]", "[x1, x1]", 11, "inputs[1]", "each column once"),
    ("[x1, x2]", "[]", 11, "inputs", "not empty"),
    ("[x1, x2]", "[1, 2]", 11, "inputs[0]", "put it in quotes"),
    ("label: y", "label: x1", 12, "label", "not also an input"),
    ("label: y", "labels: y", 12, "labels", "did you mean label?"),
  ])
  func badReferencesAreRefused(old: String, new: String, line: Int, key: String, phrase: String) throws {
    let error = try #require(
      try refusal("x1,x2,y\n1,2,3\n", experiment.replacing(old, with: new)))
    #expect(error.line == line)
    #expect(error.keyPath == "problem.data.csv.\(key)")
    #expect(error.description.contains(phrase), "\(error)")
  }

  @Test func csvThatIsNotUTF8IsRefusedWithItsLine() throws {
    try withInputDirectory { directory in
      try Data("x1,x2,y\n1,2,".utf8 + [0xE9]).write(to: directory.appendingPathComponent("train.csv"))
      let url = directory.appendingPathComponent("e.yaml")
      try Data(experiment.utf8).write(to: url)
      do throws(InputError) {
        _ = try Experiment.load(contentsOf: url)
        Issue.record("accepted")
      } catch {
        #expect(error.file == "train.csv")
        #expect(error.line == 2)
      }
    }
  }
}
