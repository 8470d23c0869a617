/// Where the random numbers of a run come from.
public enum GeneratorChoice: Sendable, Equatable {
  /// The counter-based Philox4x32-10.
  case philox
  /// A generator of the GNU Scientific Library, by its name there.
  case gsl(String)
}

extension GeneratorChoice {
  /// Reads `philox` or `gsl:NAME`; NAME is checked when `known` is not empty.
  init(_ field: InputField, known: [String]) throws(InputError) {
    let prefix = "gsl:"
    let text = try field.text("philox or gsl:NAME")
    if text == "philox" {
      self = .philox
    } else if text.hasPrefix(prefix), text != prefix {
      let name = String(text.dropFirst(prefix.count))
      guard known.isEmpty || known.contains(name) else {
        throw field.error("gsl: followed by \(NearestName.oneOf(known, insteadOf: name))")
      }
      self = .gsl(name)
    } else {
      throw field.error(NearestName.oneOf(["philox", "gsl:NAME"], insteadOf: text))
    }
  }
}

/// How long a Brownian path stays the same.
public enum BrownianPathKind: String, Sendable, CaseIterable {
  /// The same for all curves of one run: the fastest.
  case perRun = "per-run"
  /// A function of the seed alone: the same in every run, whatever its schemes and steps.
  case refinable
}
