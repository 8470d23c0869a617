import CProcessor

/// This build of Langevin.
public enum Langevin {
  public static let version = "0.1.0"

  /// What the numerical core was compiled for, with the features it uses.
  public static var processor: String {
    var features: [String] = []
    var name = langevin_processor_features()
    while let text = name?.pointee {
      features.append(String(cString: text))
      name = name?.successor()
    }
    let target = String(cString: langevin_processor_name())
    return features.isEmpty ? target : "\(target) (\(features.joined(separator: " ")))"
  }
}
