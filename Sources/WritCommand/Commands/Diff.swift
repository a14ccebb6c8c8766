import ArgumentParser
import Writ
import WritGit
import WritJSON
import WritPolicy

struct Diff: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "diff", abstract: "Show by value what policies differ in between two revisions.",
    discussion: """
      OLD and NEW are revisions, checkpoints or ids of applies; NEW is the tip when not given. The \
      formats patch (RFC 6902) and merge-patch (RFC 7396) are what 'writ apply --patch' takes. With \
      --no-index OLD and NEW are files.
      """)

  @Argument(help: "The old revision, or file.") var old: String
  @Argument(help: "The new revision, or file.") var new: String?
  @Argument(parsing: .postTerminator, help: "Only these policies, or those below these folders.")
  var paths: [String] = []
  @Flag(name: .customLong("no-index"), help: "Compare two files.") var noIndex = false
  @Option(help: "How to print the result.") var format = DiffFormat.text
  @Option(help: "The branch that ids are looked up on.") var branch: String?
  @OptionGroup var identity: IdentityOptions

  mutating func validate() throws { Failure.format = format == .text ? .text : .json }

  func run() throws {
    Failure.command = "diff"
    var printer = DiffText(format: format, identity: try identity.identity())
    if noIndex {
      guard let new, paths.isEmpty else { throw UsageError("--no-index needs two files.") }
      return try printer.print(from: Input.json(old), to: Input.json(new))
    }
    let ledger = try Ledger.open()
    let before = try ledger.commitToShow(old, on: branch)
    let after = try new.map { try ledger.commitToShow($0, on: branch) } ?? ledger.branch(branch).tip
    let selection = PolicySelection(paths)
    let changes = try ledger.policyChanges(from: before, to: after).filter(selection.contains)
    // As the change is judged, by what stood before it; then by what it may itself declare.
    let trees = try [before, after].map { try ledger.commitObject($0).tree }
    printer.declared = { path in
      try trees.flatMap { try ledger.arrayIdentity(of: GitPath(path), in: $0).declarations }
    }
    try printer.print(changes)
  }
}

/// How differences are printed.
enum DiffFormat: String, ExpressibleByArgument, CaseIterable {
  case text, json, patch
  case mergePatch = "merge-patch"
}

/// Policies by name or path, or by the folder that they are below.
private struct PolicySelection {
  private let paths: [String]

  init(_ paths: [String]) {
    self.paths = paths.map { path in
      let below = path.utf8.starts(with: "policies/".utf8) || path == "policies"
      let full = below ? path : "policies/\(path)"
      return full.hasSuffix("/") ? String(full.dropLast()) : full
    }
  }

  func contains(_ document: DocumentChange) -> Bool {
    paths.isEmpty
      || paths.contains { path in
        [path, path + ".json"].contains { $0.hasSameBytes(as: document.path) }
          || document.path.utf8.starts(with: "\(path)/".utf8)
      }
  }
}
