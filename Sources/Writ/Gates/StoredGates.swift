import WritGit
import WritJSON
public import WritPolicy

extension Snapshot {
  /// The gate of that name, or nil when there is none.
  public func gate(_ name: String) throws -> Gate? {
    let document = try DocumentName("@\(Gate.folder)\(name)")
    guard let stored = try stored(document) else { return nil }
    return try Gate(Ledger.parse(stored.bytes, document.path).value, name: name)
  }

  /// The names of all gates, sorted.
  public func gateNames() throws -> [String] {
    try folder("governance/gates").compactMap { file in
      Gate.name(ofPath: file.path.description)
    }.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
  }
}
