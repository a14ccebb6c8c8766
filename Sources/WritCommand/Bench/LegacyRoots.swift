import ArgumentParser
import WritGit
import WritTrials

/// The folders of older projects that legacy cases are made of.
struct LegacyOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp("Folders of older projects, separated by commas.", valueName: "DIRS"))
  var legacyRoots: CommaList?

  @Option(help: "How many cases are made of one folder.")
  var maxCasesPerRoot = 12

  @Option(help: "How much of a file a model is shown, in characters, at least 256.")
  var snippetChars = 1_800

  mutating func validate() throws {
    guard (1...10_000).contains(maxCasesPerRoot) else {
      throw ValidationError("--max-cases-per-root is a number from 1 to 10000.")
    }
    guard (256...1_000_000).contains(snippetChars) else {
      throw ValidationError("--snippet-chars is a number from 256 to 1000000.")
    }
  }

  /// The cases, the same ones every time.
  func cases() throws -> [TrialCase] {
    guard let roots = legacyRoots?.values else {
      throw UsageError("Name the folders of older projects with --legacy-roots.")
    }
    var cases: [TrialCase] = []
    var names: Set<String> = []
    for root in roots {
      guard FileSystem.isFolder(root) else { throw UsageError("There is no folder '\(root)'.") }
      let name = Self.name(root)
      guard names.insert(name).inserted else {
        throw UsageError(
          "Two of --legacy-roots are called '\(name)', so their cases would have one name.",
          hint: "run them one after the other, or rename a folder")
      }
      cases += try made(of: root, named: name)
    }
    guard !cases.isEmpty else {
      throw TrialError(
        .empty, "No file of these folders makes a case.",
        hint: "a case needs a text of \(LegacyCases.shortest) characters or more")
    }
    return cases
  }

  private func made(of root: String, named name: String) throws -> [TrialCase] {
    var folder = root
    while folder.utf8.count > 1, folder.hasSuffix("/") { folder.removeLast() }
    var result: [TrialCase] = []
    for path in try FileSystem.files(below: folder) where result.count < maxCasesPerRoot {
      let inner = String(path.dropFirst(folder.count + 1))
      guard LegacyCases.isText(inner), !LegacyCases.isForeign(inner) else { continue }
      // A link may lead anywhere, and is no file of the project.
      guard let bytes = try Self.beginning(of: path, snippetChars * 4 + 4) else { continue }
      let file = LegacyCases.File(path: inner, bytes: bytes)
      if let made = LegacyCases.make(of: file, root: name, characters: snippetChars) {
        result.append(made)
      }
    }
    return result
  }

  private static func beginning(of path: String, _ count: Int) throws -> [UInt8]? {
    guard !FileSystem.isLink(path), let file = try FilePieces(path) else { return nil }
    var bytes: [UInt8] = []
    while bytes.count < count, let piece = try file.next(count - bytes.count) { bytes += piece }
    return bytes
  }

  private static func name(_ root: String) -> String {
    root.split(separator: "/").last { $0 != "." }.map(String.init) ?? "root"
  }
}
