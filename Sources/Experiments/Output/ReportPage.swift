/// A self-contained page: valid HTML 5 with its pictures inside, no scripts, and nothing fetched from elsewhere.
struct ReportPage {
  let title: String
  /// HTML, one line under the title.
  let facts: String
  /// What must not be overlooked, as plain text.
  let warnings: [String]
  /// HTML of the pictures, or of the sentence that says why there are none.
  let figures: String
  /// Headings, plain, with the HTML under them.
  let sections: [(heading: String, body: String)]

  var html: String {
    var parts = ["<h1>\(htmlEscaped(title))</h1>", "<p class=\"facts\">\(facts)</p>"]
    parts += warnings.map { "<p class=\"warning\">\(htmlEscaped($0))</p>" }
    parts.append(figures)
    for section in sections { parts += ["<h2>\(htmlEscaped(section.heading))</h2>", section.body] }
    return Self.head + "<title>\(htmlEscaped(title)) – Langevin</title>\n" + Self.style
      + parts.joined(separator: "\n") + "\n</body>\n</html>\n"
  }

  /// The text of an SVG file as a figure; what to do instead if it was not drawn.
  static func figure(_ svg: String?, label: String) -> String {
    guard let svg, let start = svg.range(of: "<svg") else {
      return
        "<p>No picture was drawn. With gnuplot installed, <code>gnuplot \(ResultFiles.script)</code> in this directory "
        + "draws it from the tables.</p>"
    }
    return "<figure role=\"img\" aria-label=\"\(htmlEscaped(label))\">\n" + svg[start.lowerBound...]
      + "</figure>"
  }

  private static let head = """
    <!DOCTYPE html>
    <html lang="en">
    <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">

    """

  private static let style = """
    <style>
    :root { color-scheme: light dark; --text: #1c1c1c; --faint: #5c5c5c; --line: #d4d4d4; --paper: #fff;
      --panel: #f5f5f3; --alarm: #a32a00; }
    @media (prefers-color-scheme: dark) {
      :root { --text: #e6e6e3; --faint: #a5a5a0; --line: #45454a; --paper: #18181b; --panel: #232327;
        --alarm: #ff9d70; }
    }
    body { margin: 0 auto; padding: 2rem 1.25rem 4rem; max-width: 62rem; background: var(--paper);
      color: var(--text); font: 1rem/1.55 system-ui, "Segoe UI", Helvetica, Arial, sans-serif; }
    h1 { font-size: 1.7rem; line-height: 1.2; margin: 0; overflow-wrap: anywhere; }
    h2 { font-size: 1.15rem; margin: 2.2rem 0 .6rem; }
    p { margin: .5rem 0; }
    .facts, figcaption { color: var(--faint); }
    .warning { border-left: .3rem solid var(--alarm); padding-left: .8rem; color: var(--alarm);
      font-weight: 600; }
    figure { margin: 1.2rem 0; padding: .5rem; background: #fff; border: 1px solid var(--line);
      border-radius: .3rem; }
    figure svg { display: block; width: 100%; height: auto; }
    .wide { overflow-x: auto; }
    table { border-collapse: collapse; font-size: .9rem; font-variant-numeric: tabular-nums; }
    th, td { padding: .28rem .8rem .28rem 0; text-align: left; vertical-align: top;
      border-bottom: 1px solid var(--line); }
    th { color: var(--faint); font-weight: 600; vertical-align: bottom; }
    td:first-child { white-space: nowrap; }
    .number { text-align: right; white-space: nowrap; }
    th.number { white-space: normal; }
    pre { padding: .8rem 1rem; overflow-x: auto; background: var(--panel); border-radius: .3rem;
      font: .85rem/1.45 ui-monospace, Menlo, Consolas, monospace; }
    summary { cursor: pointer; padding: .2rem 0; }
    math { font-size: 1.05em; }
    </style>
    </head>
    <body>

    """
}
