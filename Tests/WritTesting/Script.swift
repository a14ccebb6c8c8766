import Foundation

/// A script that did not do what it says.
public struct ScriptFailure: Error, CustomStringConvertible {
  /// The script, the line, the command, and what the last program wrote.
  public let description: String
}

/// A test of programs as one text file: commands, then the files that they need, in txtar form.
///
/// Tests/CommandTests/README.md has the commands. Each script runs in a folder of its own, which
/// goes away unless `WRIT_KEEP=1`. With `UPDATE=1`, a file that `cmp stdout` or `cmp stderr` finds
/// different is rewritten in the script.
public struct Script: Sendable {
  /// How a script came to its end.
  public enum Outcome: Sendable, Equatable {
    /// Every command did what it should.
    case passed
    /// A `skip` was met, for this reason.
    case skipped(String)
  }

  private let path: String
  private let archive: Txtar

  /// The scripts of a folder, by name.
  public static func all(in folder: String) throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: folder)
      .filter { $0.hasSuffix(".txtar") }.sorted()
  }

  /// Reads a script.
  public init(path: String) throws {
    self.path = path
    archive = Txtar(try Files.read(path))
  }

  /// Runs the script from its first command to its last.
  ///
  /// - Parameter updating: whether to accept what differs; `UPDATE=1` asks for it.
  /// - Throws: `ScriptFailure` for the first command that fails.
  public func run(updating: Bool = Golden.isUpdating) throws -> Outcome {
    let name = ((path as NSString).lastPathComponent as NSString).deletingPathExtension
    let folder = try TemporaryFolder("script-\(name)")
    var run = try ScriptRun(archive: archive, folder: folder, isUpdating: updating)
    let lines = String(decoding: archive.comment, as: UTF8.self)
      .split(separator: "\n", omittingEmptySubsequences: false)
    for (index, text) in lines.enumerated() {
      do {
        guard let line = try ScriptLine(String(text), number: index + 1) else { continue }
        try run.perform(line)
      } catch let skip as ScriptSkip {
        return .skipped(skip.reason)
      } catch {
        throw failure(error, line: index + 1, text: String(text), run)
      }
    }
    if run.isChanged { try Files.write(path, run.archive.bytes) }
    return .passed
  }

  private func failure(
    _ error: any Error, line: Int, text: String, _ run: ScriptRun
  ) -> ScriptFailure {
    let message = (error as? ScriptError)?.message ?? "\(error)"
    var report = "\(path):\(line): \(text)\n  \(message)\n"
    if let command = run.lastCommand { report += "  last program: \(command)\n" }
    report += "[stdout]\n\(run.text(of: .stdout))[stderr]\n\(run.text(of: .stderr))"
    return ScriptFailure(description: report)
  }
}

/// Ends a script that cannot run here.
struct ScriptSkip: Error {
  let reason: String
}
