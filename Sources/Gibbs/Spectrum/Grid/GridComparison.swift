import Stochastic

/// Eigenvalues from finite volumes and from collocation side by side.
struct GridComparison {
  var volumes: VolumeSeries
  var sinc = SincSeries()
  /// Finite volumes of another kind, where collocation fails
  var second: VolumeSeries?

  /// Which eigenvalues collocation is far from settling, which a kink of the loss can cause, or all if it was not tried:
  /// finite volumes stand alone.
  var isAlone: [Bool] {
    if sinc.values.isEmpty { return volumes.values.map { _ in true } }
    return zip(sinc.values, volumes.cautiousErrors).map { $0.change > 0.01 * $0.value && $0.change > 10 * $1 }
  }

  var eigenvalues: [Exact] {
    let (isAlone, volumes, cautious) = (isAlone, volumes.values, volumes.cautiousErrors)
    return isAlone.indices.map { k in
      guard isAlone[k] else { return combine(sinc.values[k], volumes[k]) }
      guard let second = second?.values[k] else { return Exact(value: volumes[k].value, error: cautious[k]) }
      let difference = (volumes[k].value - second.value).magnitude
      return Exact(value: volumes[k].value, error: difference + max(volumes[k].change, second.change))
    }
  }

  /// Which eigenvalues hang on finite volumes alone; nil if none.
  var remark: String? {
    if sinc.values.isEmpty {
      return
        "the region is too large for sinc collocation: finite volumes alone, the error by comparison with "
        + "square-root weights on a grid shifted by half a cell"
    }
    let names = isAlone.indices.filter { isAlone[$0] }.map { "lambda_\($0 + 1)" }.joined(separator: ", ")
    return names.isEmpty
      ? nil
      : "sinc collocation does not resolve the loss: \(names) by finite volumes alone, the error by comparison with "
        + "square-root weights on a grid shifted by half a cell"
  }
}
