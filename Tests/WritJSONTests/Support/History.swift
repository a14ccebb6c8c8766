import Foundation
import Testing
import WritTesting

/// One version of one policy file.
struct Version: Sendable, CustomTestStringConvertible {
  let name: String
  let bytes: [UInt8]
  var testDescription: String { "\(name) (\(bytes.count) bytes)" }
}

/// Two versions of one file, one commit apart.
struct VersionPair: Sendable, CustomTestStringConvertible {
  let name: String
  let before: [UInt8]
  let after: [UInt8]
  var testDescription: String { "\(name) (\(before.count) to \(after.count) bytes)" }
}

/// The real history in the shared data, read with git.
enum History {
  /// Distinct policy versions, spread evenly over the whole history.
  static func sample(_ count: Int, smallerThan limit: Int) -> [Version] {
    let bundle = SharedData.root.appendingPathComponent("histories/feature-rollouts.bundle").path
    guard FileManager.default.fileExists(atPath: bundle) else { return [] }
    let folder = FileManager.default.temporaryDirectory
      .appendingPathComponent("writ-json-\(UUID().uuidString)").path
    defer { removeFolder(folder) }
    do {
      _ = try git(["clone", "--quiet", "--bare", bundle, folder])
      let ids = try git(
        ["-C", folder, "rev-list", "--all", "--objects", "--no-object-names", "--", "policies"])
      let listed = try git(
        ["-C", folder, "cat-file", "--batch-check=%(objecttype) %(objectsize) %(objectname)"],
        input: ids)
      let blobs = String(decoding: listed, as: UTF8.self).split(separator: "\n").filter {
        let fields = $0.split(separator: " ")
        return fields.count == 3 && fields[0] == "blob" && Int(fields[1]).map { $0 < limit } == true
      }
      let step = max(1, blobs.count / count)
      let wanted = stride(from: 0, to: blobs.count, by: step).map { blobs[$0].suffix(40) }
      let output = try git(
        ["-C", folder, "cat-file", "--batch"], input: Data(wanted.joined(separator: "\n").utf8))
      return split(Array(output))
    } catch {
      return []
    }
  }

  /// Versions before and after a commit, spread evenly over the whole history.
  static func pairs(_ count: Int, smallerThan limit: Int) -> [VersionPair] {
    let bundle = SharedData.root.appendingPathComponent("histories/feature-rollouts.bundle").path
    guard FileManager.default.fileExists(atPath: bundle) else { return [] }
    let folder = FileManager.default.temporaryDirectory
      .appendingPathComponent("writ-json-\(UUID().uuidString)").path
    defer { removeFolder(folder) }
    do {
      _ = try git(["clone", "--quiet", "--bare", bundle, folder])
      let log = try git([
        "-C", folder, "log", "--first-parent", "--raw", "--no-abbrev", "--diff-filter=M",
        "--format=", "--", "policies",
      ])
      let changes = String(decoding: log, as: UTF8.self).split(separator: "\n").map {
        $0.split(separator: " ").dropFirst(2).prefix(2).joined(separator: "\n")
      }
      let step = max(1, changes.count / (2 * count))
      let wanted = stride(from: 0, to: changes.count, by: step).map { changes[$0] }
      let output = try git(
        ["-C", folder, "cat-file", "--batch"], input: Data(wanted.joined(separator: "\n").utf8))
      let versions = split(Array(output))
      return stride(from: 0, to: versions.count - 1, by: 2).map {
        VersionPair(
          name: versions[$0].name, before: versions[$0].bytes, after: versions[$0 + 1].bytes)
      }.filter { max($0.before.count, $0.after.count) < limit }
    } catch {
      return []
    }
  }

  /// Takes the output of `cat-file --batch` apart: `<id> blob <size>`, LF, content, LF.
  private static func split(_ output: [UInt8]) -> [Version] {
    var versions: [Version] = []
    var rest = output[...]
    while let end = rest.firstIndex(of: 0x0A) {
      let fields = String(decoding: rest[..<end], as: UTF8.self).split(separator: " ")
      guard fields.count == 3, let size = Int(fields[2]), end + size < rest.endIndex else { break }
      let content = Array(rest[(end + 1)...].prefix(size))
      versions.append(Version(name: String(fields[0].prefix(10)), bytes: content))
      rest = rest[(end + 2 + size)...]
    }
    return versions
  }

  private static func removeFolder(_ folder: String) {
    do { try FileManager.default.removeItem(atPath: folder) } catch {}
  }

  private static func git(_ arguments: [String], input: Data? = nil) throws -> Data {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = ["git"] + arguments
    let output = Pipe()
    process.standardOutput = output
    // A file keeps a long input from blocking against a long output.
    let file = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
    try (input ?? Data()).write(to: file)
    defer { removeFolder(file.path) }
    process.standardInput = try FileHandle(forReadingFrom: file)
    try process.run()
    let data = output.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    return data
  }
}
