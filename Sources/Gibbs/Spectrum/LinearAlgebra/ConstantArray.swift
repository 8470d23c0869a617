/// Doubles that never change, in memory of their own: threads read them through a plain pointer.
final class ConstantArray: @unchecked Sendable {
  let base: UnsafePointer<Double>
  let count: Int
  private let storage: UnsafeMutablePointer<Double>

  init(_ values: [Double]) {
    count = values.count
    storage = .allocate(capacity: max(values.count, 1))
    storage.initialize(repeating: 0, count: max(values.count, 1))
    storage.update(from: values, count: values.count)
    base = UnsafePointer(storage)
  }

  deinit { storage.deallocate() }
}
