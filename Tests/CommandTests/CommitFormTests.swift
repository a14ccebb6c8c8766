import Foundation
import Testing
import WritTesting

/// Every way by which a commit comes about, made with git, and judged by all who judge.
///
/// The cases are the rows of a table in docs/governance.md.
@Suite struct CommitFormTests {
  private static let folder = Places.parent(#filePath) + "/Commits"
  private static let template = Result { try PolicyTemplate(folder) }

  private static var forms: [CommitForm] {
    do {
      return try FileManager.default.contentsOfDirectory(atPath: folder).sorted()
        .filter { $0.hasSuffix(".case") }.map { try CommitForm(folder + "/" + $0) }
    } catch {
      preconditionFailure("\(error)")
    }
  }

  @Test(arguments: forms)
  func `client, server and audit say the same of a commit`(_ form: CommitForm) throws {
    guard Places.program != nil else { try Test.cancel("there is no built writ") }
    let folder = try Self.template.get().copy(form.name)
    let script = Self.folder + "/judge.sh"
    let outcome = try Subprocess(
      "sh", [script, form.path], environment: Self.template.get().environment,
      directory: folder.path
    ).run()
    let statuses = form.isAccepted ? [0, 0, 0, 0] : [3, 1, 3, 1]
    let judges = ["commit-msg", "pre-push", "verify", "pre-receive"]
    let expected = zip(judges, statuses).map { "\($0) \($1)\n" }.joined()
    #expect(outcome.outputText == expected, "\(outcome.errorText)")
    for judge in judges {
      let said = String(decoding: try folder.read("\(judge).out"), as: UTF8.self)
      guard let reason = form.reason else { continue }
      let regex = try Regex(reason)
      #expect(said.contains(regex), "\(judge): \(said)")
    }
  }

  @Test func `the table in the documentation has a row for each case and no other`() throws {
    let page = try String(
      contentsOfFile: Places.packageRoot + "/docs/governance.md", encoding: .utf8)
    let section = try #require(page.components(separatedBy: "## What a commit is judged by\n").last)
      .components(separatedBy: "\n## ")[0]
    let rows = section.components(separatedBy: "\n").filter { $0.hasPrefix("| `") }
    let expected = Self.forms.map { "| `\($0.name)` | \($0.note) | \($0.verdict) |" }
    #expect(rows.sorted() == expected.sorted())
    #expect(rows.count >= 40)
  }
}

/// A case: what the commit is, what is said of it, and how it is made.
struct CommitForm: CustomTestStringConvertible {
  let path: String
  let note: String
  /// What a refusal says, as a regular expression; nil where the commit is accepted.
  let reason: String?

  init(_ path: String) throws {
    self.path = path
    let lines = try String(contentsOfFile: path, encoding: .utf8).components(separatedBy: "\n")
    guard lines.count > 3, lines[2] == "--" else { throw CocoaError(.fileReadCorruptFile) }
    note = lines[0]
    let prefix = "refused "
    reason = lines[1].hasPrefix(prefix) ? String(lines[1].dropFirst(prefix.count)) : nil
    guard reason != nil || lines[1] == "accepted" else { throw CocoaError(.fileReadCorruptFile) }
  }

  var name: String { ((path as NSString).lastPathComponent as NSString).deletingPathExtension }
  var isAccepted: Bool { reason == nil }
  var verdict: String { isAccepted ? "accepted" : "refused" }
  var testDescription: String { name }
}

/// A server and a clone of it with some history, made once and copied for each case.
private struct PolicyTemplate: Sendable {
  private let folder: TemporaryFolder
  let environment: [String: String]

  init(_ scripts: String) throws {
    folder = try TemporaryFolder("commits")
    TemporaryPlaces.removeAtExit(folder.path)
    environment = try HermeticEnvironment.make(home: folder.path + "/home")
    let place = folder.path + "/template"
    try FileManager.default.createDirectory(atPath: place, withIntermediateDirectories: false)
    let outcome = try Subprocess(
      "sh", [scripts + "/judge.sh", "prepare"], environment: environment, directory: place
    ).run()
    guard outcome.status == 0 else { throw CommitFormFailure(description: outcome.errorText) }
  }

  func copy(_ name: String) throws -> TemporaryFolder {
    let copy = try TemporaryFolder("commit-\(name)")
    for part in ["server.git", "repo"] {
      try FileManager.default.copyItem(
        atPath: folder.path + "/template/\(part)", toPath: copy.path + "/\(part)")
    }
    return copy
  }
}

/// What is kept for the whole run has no owner that ends.
private enum TemporaryPlaces {
  nonisolated(unsafe) private static var path: String?

  static func removeAtExit(_ path: String) {
    Self.path = path
    atexit { TemporaryPlaces.path.map { try? FileManager.default.removeItem(atPath: $0) } }
  }
}

private struct CommitFormFailure: Error, CustomStringConvertible {
  let description: String
}
