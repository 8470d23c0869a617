/// A sum whose rounding errors are carried along: exact to about one rounding whatever the number of terms.
///
/// Reference: Neumaier, ZAMM 54 (1974), 39.
struct CompensatedSum {
  private var sum = 0.0
  private var compensation = 0.0

  var value: Double { sum + compensation }

  mutating func add(_ term: Double) {
    let next = sum + term
    compensation += sum.magnitude >= term.magnitude ? (sum - next) + term : (term - next) + sum
    sum = next
  }
}
