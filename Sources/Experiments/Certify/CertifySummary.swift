import Foundation
import Guarantees
import Stochastic

extension CertifyResult {
  /// The result in plain words for the terminal; it ends without a line break.
  public var summary: String {
    let weights = dimension == 1 ? "1 weight" : "\(dimension) weights"
    var lines = [
      "\(singleLine(name)): certificates at s = \(learningRate.shortText), T = \(horizon.shortText), \(weights)"
    ]
    lines += aligned([["constant", "value", ""]] + constantRows)
    lines +=
      measurementMethod == nil ? [] : [""] + aligned([["measured", "value", "kind"]] + measurementRows)
    for certificate in certificates {
      lines += ["", "\(certificate.title): \(certificate.verdict.uppercased())"]
      lines += certificate.sentences.map { "  " + singleLine($0) }
      if let bound = certificate.bound { lines.append("  " + singleLine(bound.text)) }
    }
    if let reality { lines += ["", reality.summary] }
    lines += [""] + warnings.map { "WARNING: " + singleLine($0) }
    lines += notes.map { "note: " + singleLine($0) }
    return lines.joined(separator: "\n")
  }

  /// Name, value and remark of every constant.
  var constantRows: [[String]] {
    var rows: [[String]] = []
    if let net {
      let sigma = net.activation
      rows = [
        ["lambda", net.regularization.shortText, ""],
        ["lambda_c", net.lambdaCritical.shortText, "2 M_D L B_x^2 |a|^2"],
        ["B_x", net.dataRadius.shortText, "max |x|"], ["B_y", net.labelBound.shortText, "max |y|"],
        ["|a|", net.outerNorm.shortText, "outer weights"],
        ["B_sigma", sigma.bound.shortText, "sup |sigma|"],
        ["M_D = L", sigma.derivativeBound.shortText, "sup |sigma'|"],
        ["M'_D", sigma.secondDerivativeBound.shortText, "sup |sigma''|"],
        ["sigma(0)", sigma.valueAtZero.shortText, ""],
      ]
      if let printed = smoothness.printed {
        let isValid = smoothness.printedIsValid || printed == .infinity
        let remark = isValid ? "" : "not valid: B_x > 1"
        rows.append(["gLip, as printed", printed.shortText, remark])
      }
      if let corrected = smoothness.corrected { rows.append(["gLip, corrected", corrected.shortText, ""]) }
    }
    return rows + [["gLip <=", smoothness.best.shortText, "the smallest valid bound"]]
  }

  /// Name, value and kind of what was measured.
  var measurementRows: [[String]] {
    let rows: [(String, Quantity)] = [
      ("min L", measurements.minimumLoss), ("E L - min L", measurements.meanExcessLoss),
      ("C(s,L)", measurements.excessRiskNorm), ("spectral gap", measurements.spectralGap),
      ("initial distance", measurements.initialDistance),
    ]
    return rows.map { name, quantity in
      [name, quantity.text, quantity.kind?.rawValue ?? "not available: \(quantity.reason ?? "")"]
    }
  }
}

extension Certificate {
  /// Its name for people.
  var title: String {
    switch name {
    case .confining: "confining"
    case .villani: "Villani function"
    case .poincare: "Poincare-type inequality"
    case .gradientLipschitz: "Lipschitz gradient"
    case .theorem32: "Theorem 3.2, SGD from any initial law"
    case .corollary33: "Corollary 3.3, SGD from a near initial law"
    case .theorem34: "Theorem 3.4, the SDE"
    }
  }
}

extension Conclusion {
  /// The statement with its value and what kind of knowledge it is.
  var text: String {
    guard quantity.value != nil else { return "\(statement): not available, \(quantity.reason ?? "")" }
    return "\(statement): value = \(quantity.text) (\(quantity.kind?.rawValue ?? ""))"
  }
}
