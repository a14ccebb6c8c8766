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

extension Ledger {
  /// The gates that a change would leave behind with a mistake: one that nobody can ask would hold
  /// every change up that it is asked about.
  static func brokenGates(_ documents: [DocumentChange]) -> [Finding] {
    documents.compactMap { document in
      guard let name = Gate.name(ofPath: document.path), let after = document.after else {
        return nil
      }
      do throws(PolicyError) {
        _ = try Gate(after, name: name)
        return nil
      } catch {
        return Finding(
          .gateForm, path: document.path, pointer: error.pointer, error.message,
          mend: error.hint ?? "correct the gate; 'writ gate check' tells what is wrong")
      }
    }
  }
}
