import WritGit

/// What became of a file with the drivers' attributes.
public struct InstalledDrivers: Sendable {
  /// What became of the attributes.
  public enum Outcome: String, Sendable {
    /// The line was added.
    case installed
    /// The line was there already.
    case present
  }

  /// The file.
  public let path: String
  /// What became of it.
  public let outcome: Outcome
}

extension Ledger {
  /// The line that gives policies their drivers.
  private static let attributes = "policies/**/*.json merge=writ diff=writ"

  /// Sets writ as merge and diff driver for policies in the repository's own configuration, and
  /// gives the attributes.
  ///
  /// They go into `.gitattributes`, which other clones get, and into `info/attributes`, which holds
  /// while commits are worked on that do not have the former, as in a rebase.
  ///
  /// - Parameter strict: whether the merge driver merges by value alone.
  public func installDrivers(strict: Bool) throws -> [InstalledDrivers] {
    let merge = "writ driver merge \(strict ? "--strict " : "")%O %A %B %P"
    try repository.setConfiguration("merge.writ.name", to: "merge of JSON by value")
    try repository.setConfiguration("merge.writ.driver", to: merge)
    try repository.setConfiguration("diff.writ.textconv", to: "writ driver textconv")
    let shared = repository.workTree.map { ["\($0)/.gitattributes"] } ?? []
    return try (shared + [repository.commonPath("info/attributes")]).map(installAttributes)
  }

  private func installAttributes(_ path: String) throws -> InstalledDrivers {
    var text = try FileSystem.read(path, limit: 16 << 20) ?? []
    let lines = text.split(separator: UInt8(ascii: "\n"))
    if lines.contains(where: { $0.trimmingReturn.elementsEqual(Ledger.attributes.utf8) }) {
      return InstalledDrivers(path: path, outcome: .present)
    }
    if let last = text.last, last != UInt8(ascii: "\n") { text.append(UInt8(ascii: "\n")) }
    text += Array("\(Ledger.attributes)\n".utf8)
    if let parent = FileSystem.parent(of: path) { try FileSystem.makeFolder(parent) }
    try FileSystem.write(text, to: path, durable: repository.isDurable)
    return InstalledDrivers(path: path, outcome: .installed)
  }
}

extension ArraySlice<UInt8> {
  /// The line without a carriage return at its end.
  fileprivate var trimmingReturn: ArraySlice<UInt8> { last == 0x0D ? dropLast() : self }
}
