/// The text with the characters that HTML gives a meaning replaced by their entities. Control characters
/// other than tab and line break, which HTML forbids, become the replacement character.
func htmlEscaped(_ text: String) -> String {
  var escaped = ""
  for scalar in text.unicodeScalars {
    switch scalar {
    case "&": escaped += "&amp;"
    case "<": escaped += "&lt;"
    case ">": escaped += "&gt;"
    case "\"": escaped += "&quot;"
    case "\n", "\t": escaped.unicodeScalars.append(scalar)
    case "\r": continue
    case _ where scalar.properties.generalCategory == .control: escaped += "\u{FFFD}"
    default: escaped.unicodeScalars.append(scalar)
    }
  }
  return escaped
}

/// A table of plain texts; columns from `textColumns` on hold numbers. Without header texts, no header.
func htmlTable(header: [String], rows: [[String]], textColumns: Int) -> String {
  func row(_ cells: [String], _ tag: String) -> String {
    let texts = cells.enumerated().map { index, cell in
      let style = index < textColumns ? "" : " class=\"number\""
      return "<\(tag)\(style)>\(htmlEscaped(cell))</\(tag)>"
    }
    return "<tr>" + texts.joined() + "</tr>\n"
  }
  let head = header.allSatisfy(\.isEmpty) ? "" : "<thead>\n\(row(header, "th"))</thead>\n"
  let body = rows.map { row($0, "td") }.joined()
  return "<div class=\"wide\"><table>\n\(head)<tbody>\n\(body)</tbody>\n</table></div>"
}

/// Plain sentences as a list.
func htmlList(_ items: [String]) -> String {
  guard !items.isEmpty else { return "<p>None.</p>" }
  return "<ul>" + items.map { "<li>\(htmlEscaped($0))</li>" }.joined() + "</ul>"
}
