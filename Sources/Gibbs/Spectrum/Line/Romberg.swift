/// Extrapolation to mesh width 0 of values with an error in even powers of the width.
struct Romberg {
  private var rows: [[Double]] = []
  private var widths: [Double] = []

  /// Takes the value at the next, smaller width.
  mutating func append(_ value: Double, width: Double) {
    var row = [value]
    for (column, previous) in (rows.last ?? []).enumerated() {
      let ratio = widths[widths.count - 1 - column] / width
      row.append(row[column] + (row[column] - previous) / (ratio * ratio - 1))
    }
    rows.append(row)
    widths.append(width)
  }

  /// What extrapolation changes about the finest grid's value: more than the error, if there is any expansion at all.
  var correction: Double { ((rows.last?[0] ?? .nan) - best.value).magnitude }

  /// The entry of the last row that moved least against its left neighbour's extrapolation, and by how much:
  /// where the expansion in powers breaks down, low orders win.
  var best: (value: Double, change: Double) {
    guard rows.count > 1, let last = rows.last else { return (rows.last?[0] ?? .nan, .infinity) }
    let previous = rows[rows.count - 2]
    var result = (value: last[0], change: (last[0] - previous[0]).magnitude)
    for column in 1..<last.count {
      let reference = column < previous.count ? previous[column] : previous[column - 1]
      let change = (last[column] - reference).magnitude
      if change < result.change { result = (last[column], change) }
    }
    return result
  }
}
