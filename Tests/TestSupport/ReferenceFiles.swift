import Foundation

/// The reference problems ("problems") or the independently computed answers ("answers"), as they are in the file.
public func referenceData(_ name: String) throws -> Data {
  var place = URL(filePath: #filePath)
  for _ in 0..<2 { place.deleteLastPathComponent() }
  return try Data(contentsOf: place.appending(path: "StatisticalTests/Resources/\(name).json"))
}
