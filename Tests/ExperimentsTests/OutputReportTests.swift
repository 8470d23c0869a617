import Foundation
import Testing

@testable import Experiments

@Suite("Report") struct OutputReportTests {
  private func page(_ result: CompareResult, picture: String?, source: String = "") throws -> String {
    CompareReport(
      result: result, tables: try CompareTables(result), pictures: picture.map { [$0] } ?? [], source: source
    ).html
  }

  /// Everything between the tags of the page, entities resolved by the XML parser.
  private func text(_ page: String) throws -> String {
    var body = page.replacing("<!DOCTYPE html>", with: "")
    // The elements of HTML that stand without an end tag.
    body.replace(/<meta [^>]*>/, with: "")
    let reader = XMLReader()
    #expect(reader.read(Data(body.utf8)), "the tags do not match")
    return reader.text
  }

  @Test func isOnePageWithEverythingInside() throws {
    var result = OutputFixture.result()
    result.curves[1].diverged = Divergence(count: 1, firstPath: 17, firstTime: 1.25)
    let svg = "<?xml version=\"1.0\"?>\n<svg xmlns=\"http://www.w3.org/2000/svg\"><g id=\"mark\"/></svg>\n"
    let page = try page(result, picture: svg, source: "name: tiny # λ\n")
    #expect(page.hasPrefix("<!DOCTYPE html>\n<html lang=\"en\">"))
    #expect(page.contains("<g id=\"mark\"/>") && !page.contains("<?xml"))
    #expect(!page.contains("<script") && !page.contains("src=") && !page.contains("{{"))
    let text = try text(page)
    for part in [
      "tiny", "1000 paths", "sde", "sgd", "0.0123 in [0.0100, 0.0146]", "common initial weights", "by hand",
      "first note", "second <note>", "18446744073709551615", "a \"fast\" one", "name: tiny # λ",
      "sgd: 1 path DIVERGED, first path 17 at t = 1.25", "curve-sde.csv",
    ] { #expect(text.contains(part)) }
  }

  @Test func textIsNeverMarkup() throws {
    let name = "<script>alert('x')</script> & {{notes}} \"q\""
    let page = try page(
      OutputFixture.result([OutputFixture.curve(name)], name: name), picture: nil, source: name + "\u{0}")
    #expect(!page.contains("<script>"))
    #expect(try text(page).contains(name))
    #expect(page.contains("gnuplot plot.gp"))
  }

  @Test func manyTimesAreThinned() throws {
    let times = (0...1000).map(Double.init)
    let page = try page(OutputFixture.result([OutputFixture.curve("c", times: times)]), picture: nil)
    #expect(page.contains("25 of 1001 times"))
    #expect(page.contains("<tr><td class=\"number\">0</td>"))
    #expect(page.contains("<tr><td class=\"number\">1000</td>"))
  }
}
