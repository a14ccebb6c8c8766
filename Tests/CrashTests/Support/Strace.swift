import Foundation
import Testing
import WritTesting

/// A call of the system that changes something, as `strace` tells it.
struct SystemCall: Sendable, CustomStringConvertible {
  /// The name, such as `rename`.
  let name: String
  /// Which of the calls of that name it is, counted from 1.
  let number: Int
  /// What was called.
  let text: String

  var description: String { "\(name) \(number): \(text.prefix(160))" }
}

/// Runs writ under `strace`, which tells its calls and can kill it or fail it at any of them.
enum Strace {
  /// Whether it is here and may trace: some containers forbid it.
  static let isUsable: Bool = {
    do {
      let outcome = try Subprocess(
        "strace", ["-qq", "-o", "/dev/null", "-e", "inject=rename:error=EIO:when=9", "true"],
        environment: ProcessInfo.processInfo.environment, directory: "/"
      ).run()
      if outcome.status == 0 { return true }
      print("skipped: strace cannot be used here: \(outcome.errorText)")
    } catch {
      print("skipped: strace is not here: \(error)")
    }
    return false
  }()

  private static let changing = [
    "openat", "write", "pwrite64", "rename", "renameat", "renameat2", "link", "linkat", "unlink",
    "unlinkat", "mkdir", "mkdirat", "rmdir", "fsync", "fdatasync", "ftruncate", "chmod", "fchmod",
    "utimensat", "symlink",
  ]

  /// The calls of a command that change something, in order.
  ///
  /// It works on a copy.
  static func calls(_ arguments: [String], in workshop: Workshop) throws -> [SystemCall] {
    let copy = try Workshop(copying: workshop)
    let trace = copy.top + "/trace"
    let outcome = try copy.run(
      "strace",
      ["-f", "-qq", "-y", "-o", trace, "-e", "trace=\(changing.joined(separator: ","))"]
        + [Workshop.program()] + arguments)
    guard outcome.status == 0 else {
      throw WorkshopError(description: "\(arguments): \(outcome.errorText)")
    }
    let lines = String(decoding: try Files.read(trace), as: UTF8.self).split(separator: "\n")
    return parse(lines.map { $0.replacingOccurrences(of: copy.top, with: "") })
  }

  private static func parse(_ lines: [String]) -> [SystemCall] {
    var counts: [String: Int] = [:]
    var result: [SystemCall] = []
    for line in lines {
      let call = line.drop { $0.isNumber || $0 == " " }
      guard let bracket = call.firstIndex(of: "(") else { continue }
      let name = String(call[..<bracket])
      guard changing.contains(name) else { continue }
      counts[name, default: 0] += 1
      // Of the openings only those that make a file change something.
      if name == "openat", !call.contains("O_CREAT") { continue }
      result.append(SystemCall(name: name, number: counts[name] ?? 0, text: String(call)))
    }
    return result
  }

  /// Runs a command and does `what` to it at a call: `signal=SIGKILL`, `error=ENOSPC`.
  static func run(
    _ arguments: [String], in workshop: Workshop, _ what: String, at call: SystemCall
  ) throws -> ProcessOutcome {
    try workshop.run(
      "strace",
      ["-f", "-qq", "-o", "/dev/null", "-e", "trace=\(call.name)"]
        + ["-e", "inject=\(call.name):\(what):when=\(call.number)"]
        + [Workshop.program()] + arguments)
  }
}
