import WritGit

/// What became of one hook.
public struct InstalledHook: Sendable {
  /// What became of it.
  public enum Outcome: String, Sendable {
    /// The hook was put in place.
    case installed
    /// The hook was put in place, and the one that was there runs first.
    case chained
    /// The hook was there already.
    case present
    /// An older text of the hook was replaced.
    case updated
  }

  /// The name, such as `commit-msg`.
  public let name: String
  /// The file.
  public let path: String
  /// What became of it.
  public let outcome: Outcome
}

extension Ledger {
  static let clientHooks = [
    "pre-commit", "prepare-commit-msg", "commit-msg", "pre-applypatch", "pre-push",
  ]
  static let serverHooks = ["pre-receive"]
  /// Judges each reference by itself, where `pre-receive` is another's: both would judge twice.
  static let referenceHook = "update"

  /// The hooks that belong into this repository.
  public var hookNames: [String] { repository.isBare ? Ledger.serverHooks : Ledger.clientHooks }

  /// Puts the hooks in place.
  ///
  /// A hook that is there is kept beside and runs first.
  ///
  /// - Parameter names: which hooks; those that belong into this repository where none is named.
  public func installHooks(
    _ names: [String] = [], replacing: Bool = false
  ) throws -> [InstalledHook] {
    let known = Ledger.clientHooks + Ledger.serverHooks + [Ledger.referenceHook]
    if let name = names.first(where: { !known.contains($0) }) {
      throw LedgerError(
        .usage, "unknown-hook", "There is no hook '\(name)'.",
        hint: "name one of \(known.joined(separator: ", "))")
    }
    let folder = try hooksFolder()
    guard isOwn(folder) else {
      throw LedgerError(
        .refused, "foreign-hooks-folder",
        "core.hooksPath names '\(folder)', which is outside the repository.",
        hint: "call 'writ hook NAME' from the hooks there, or unset core.hooksPath")
    }
    try FileSystem.makeFolder(folder)
    for path in try FileSystem.leftovers(in: folder) { try FileSystem.remove(path) }
    return try (names.isEmpty ? hookNames : names).map {
      try install($0, in: folder, replacing: replacing)
    }
  }

  /// The folder that git runs hooks from.
  func hooksFolder() throws -> String {
    guard let configured = try repository.configuration().path("core.hookspath") else {
      return repository.commonPath("hooks")
    }
    let top = repository.workTree ?? repository.gitDirectory
    return configured.hasPrefix("/") ? configured : "\(top)/\(configured)"
  }

  /// Whether a folder belongs to this repository alone.
  private func isOwn(_ folder: String) -> Bool {
    let top = repository.workTree ?? repository.gitDirectory
    return [top, repository.commonDirectory].contains { folder.hasPrefix($0 + "/") }
      && !folder.contains("/../")
  }

  private func install(
    _ name: String, in folder: String, replacing: Bool
  ) throws -> InstalledHook {
    let path = "\(folder)/\(name)"
    let text = Array((Template.hook(name) ?? "").utf8)
    let found = try FileSystem.read(path, limit: 16 << 20)
    var outcome = InstalledHook.Outcome.installed
    if let found {
      if found == text, FileSystem.isExecutable(path) {
        return InstalledHook(name: name, path: path, outcome: .present)
      }
      if found.isWritHook || replacing {
        outcome = .updated
      } else {
        try keep(path)
        outcome = .chained
      }
    }
    try FileSystem.write(text, to: path, mode: 0o777, durable: repository.isDurable)
    return InstalledHook(name: name, path: path, outcome: outcome)
  }

  /// Gives the hook its second name before the first one gets a new content, so that it is never
  /// out of use.
  private func keep(_ path: String) throws {
    let kept = "\(path).before-writ"
    if try FileSystem.addName(kept, to: path) { return }
    // A command that was killed may have come as far as this.
    guard try FileSystem.read(kept, limit: 16 << 20) != FileSystem.read(path, limit: 16 << 20)
    else { return }
    throw LedgerError(
      .refused, "hook-kept-before",
      "'\(path)' is not writ's, and '\(kept)' is taken by an earlier one.",
      hint: "join the two by hand, or run 'writ hook install --force' to replace the first")
  }

  /// The hooks that are missing or do not call writ.
  func missingHooks() throws -> [String] {
    let folder = try hooksFolder()
    let missing = try hookNames.filter { try !asksWrit($0, in: folder) }
    let isGuarded = try repository.isBare && asksWrit(Ledger.referenceHook, in: folder)
    return isGuarded ? [] : missing
  }

  private func asksWrit(_ name: String, in folder: String) throws -> Bool {
    let path = "\(folder)/\(name)"
    guard let text = try FileSystem.read(path, limit: 16 << 20) else { return false }
    return String(decoding: text, as: UTF8.self).contains("writ hook \(name)")
      && FileSystem.isExecutable(path)
  }
}

extension [UInt8] {
  /// Whether a hook's second line says that writ installed it.
  fileprivate var isWritHook: Bool {
    String(decoding: prefix(200), as: UTF8.self).contains("# Installed by writ")
  }
}
