import ArgumentParser

/// A command line that cannot be carried out, in one sentence.
struct UsageError: Error, CustomStringConvertible {
  let description: String

  init(_ description: String) { self.description = description }
}

/// A whole number from 1 to 10¹², written as 100000 or 1e5.
struct WholeNumber: ExpressibleByArgument {
  let value: Int

  init?(argument: String) {
    guard let number = Double(argument), let value = Int(exactly: number)
    else { return nil }
    self.value = value
  }
}
