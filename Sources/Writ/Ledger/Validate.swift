import WritGit
import WritJSON
public import WritPolicy

/// One file that was checked, with what is wrong with it.
public struct Checked: Sendable {
  /// The path.
  public let path: String
  /// What is wrong; none when the file is well-formed.
  public let findings: [Finding]

  /// Makes a result from its parts.
  public init(path: String, findings: [Finding]) {
    self.path = path
    self.findings = findings
  }
}

extension Ledger {
  /// Checks a document's form: strict JSON, and for the rules their own form too.
  public static func validate(_ bytes: [UInt8], _ path: String) -> [Finding] {
    do {
      let document = try parse(bytes, path)
      if path == Rules.path || path.hasSuffix("/" + Rules.path) { _ = try Rules(document.value) }
      return []
    } catch let error as PolicyError {
      return [
        Finding(
          .rulesForm, path: path, pointer: error.pointer,
          "\(path)#\(error.pointer): \(error.message)",
          mend: error.hint ?? "correct the rules")
      ]
    } catch {
      return (error as? LedgerError)?.findings ?? []
    }
  }

  /// Checks all governed documents: those of the work tree, or of the tip in a bare repository.
  public func validateAll() throws -> [Checked] {
    if let workTree = WorkTree(of: repository) {
      var paths = Set(try repository.stagedFiles(under: Ledger.governed).map(\.path))
      paths.formUnion(try workTree.status(of: Ledger.governed).map(\.path))
      return try paths.sorted().compactMap { path in
        guard path.bytes.ends(with: ".json"), let file = try workTree.read(path) else { return nil }
        return Checked(
          path: path.description, findings: Ledger.validate(file.bytes, path.description))
      }
    }
    let snapshot = try snapshot(viewpoint().tip)
    return try Ledger.governed.flatMap { try snapshot.folder($0) }.compactMap { path, entry in
      guard path.bytes.ends(with: ".json"), entry.mode.isFile else { return nil }
      let bytes = try objects.blob(entry.id, limit: Snapshot.documentLimit)
      return Checked(path: path.description, findings: Ledger.validate(bytes, path.description))
    }
  }
}

extension [UInt8] {
  fileprivate func ends(with text: String) -> Bool {
    suffix(text.utf8.count).elementsEqual(text.utf8)
  }
}
