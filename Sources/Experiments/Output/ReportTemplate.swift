/// The page around a report's parts, which stand in it as `{{name}}`.
enum ReportTemplate {
  /// The page with every part in its place, in one pass: a part that happens to contain `{{...}}` is left
  /// as it is.
  static func filled(_ parts: [String: String]) -> String {
    page.replacing(/\{\{([a-z]+)\}\}/) { parts[String($0.output.1)] ?? "" }
  }

  private static let page = """
    <!DOCTYPE html>
    <html lang="en">
    <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <title>{{title}} – Langevin</title>
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
    <h1>{{title}}</h1>
    <p class="facts">{{facts}}</p>
    {{warnings}}
    {{picture}}
    <h2>Curves</h2>
    {{curves}}
    <h2>Gaps of the mean losses</h2>
    {{gaps}}
    <h2>Notes</h2>
    {{notes}}
    <h2>Conventions</h2>
    <p>SDE: <math><mrow><mi mathvariant="normal">d</mi><mi>W</mi><mo>=</mo><mo>−</mo><mo>∇</mo><mi>L</mi>
    <mo>(</mo><mi>W</mi><mo>)</mo><mi mathvariant="normal">d</mi><mi>t</mi><mo>+</mo><msqrt><mi>s</mi></msqrt>
    <mi mathvariant="normal">d</mi><mi>B</mi></mrow></math>, integrated with its own step dt; its invariant law is
    <math><mrow><msub><mi>μ</mi><mi>s</mi></msub><mo>∝</mo><mi>exp</mi><mo>(</mo><mo>−</mo><mn>2</mn><mi>L</mi>
    <mo>/</mo><mi>s</mi><mo>)</mo></mrow></math>.</p>
    <p>SGD and noisy gradient descent step by the learning rate: after <i>k</i> steps they are at time
    <math><mrow><mi>t</mi><mo>=</mo><mi>k</mi><mi>s</mi></mrow></math>. A gap is the first mean loss minus the
    second; its band holds at all recorded times at once.</p>
    <h2>Losses over time</h2>
    {{tables}}
    <h2>Provenance</h2>
    {{provenance}}
    <h2>The experiment as it was run</h2>
    <pre><code>{{experiment}}</code></pre>
    </body>
    </html>

    """
}
