import ArgumentParser
import Writ
import WritGit
import WritJSON
import WritPolicy
import WritTrials

/// Files of benchmarks: where they are, and what they say.
enum BenchPlaces {
  static let folder = "governance/bench"
  static let matrix = folder + "/matrix.json"
  static let promotion = folder + "/promotion.json"
  static let prompts = folder + "/prompts.jsonl"

  /// Where reports are written when nothing else is said.
  static let reports = "bench-reports"

  /// The file that was named, or the one of the repository around the current folder; nil when
  /// there is neither.
  static func file(_ named: String?, _ standard: String) throws -> String? {
    if let named { return named }
    if FileSystem.exists(standard) { return standard }
    guard let root = workTree, FileSystem.exists("\(root)/\(standard)") else { return nil }
    return "\(root)/\(standard)"
  }

  /// The work tree around the current folder; nil where there is no repository, which benchmarks do
  /// not need.
  private static var workTree: String? {
    do {
      return try Repository.open(environment: true).workTree
    } catch {
      return nil
    }
  }

  /// The matrix of models; nil when there is none.
  static func matrix(_ named: String?) throws -> ModelMatrix? {
    guard let path = try file(named, matrix) else { return nil }
    return try told(path) { try ModelMatrix(try Input.json(path)) }
  }

  /// The prompts of the live suite.
  static func prompts(_ named: String?) throws -> (path: String, cases: [TrialCase]) {
    guard let path = try file(named, prompts) else {
      throw UsageError(
        "There are no prompts: neither --prompts nor \(prompts) names any.",
        hint: "'writ init --template models' lays some down")
    }
    let cases = try told(path) { try LivePrompts.read(try Input.bytes(path)) }
    return (path, cases)
  }

  /// Puts the name of a file before what is wrong in it.
  static func told<Value>(_ path: String, _ work: () throws -> Value) throws -> Value {
    do {
      return try work()
    } catch let error as TrialError {
      let place = error.line.map { ":\($0)" } ?? ""
      throw TrialError(error.code, "\(path)\(place): \(error.message)", hint: error.hint)
    }
  }

  /// Writes a report where it was asked for, or by its name in the folder of reports.
  static func write(_ value: JSONValue, to path: String, durable: Bool = false) throws {
    if let folder = FileSystem.parent(of: path), !folder.isEmpty {
      try FileSystem.makeFolder(folder, durable: durable)
    }
    try FileSystem.write(value.serialized(), to: path, durable: durable)
  }

  /// A report that was written before, by its path or by the id of its run.
  static func report(_ run: String, in folder: String, names: [String]) throws -> String {
    guard RunID.isValid(run) else { return run }
    let places = names.map { "\(folder)/\($0)_\(run).json" }
    guard let found = places.first(where: { FileSystem.exists($0) }) else {
      throw UsageError(
        "There is no run '\(run)' in \(folder).",
        hint: "name the folder with --output-dir, or the report itself")
    }
    return found
  }
}

/// A list on the command line, separated by commas.
struct CommaList: ExpressibleByArgument {
  let values: [String]

  init?(argument: String) {
    values = argument.split(separator: ",").map { part in
      String(part.drop { $0 == " " })
    }
    if values.isEmpty { return nil }
  }
}

extension BenchPlaces {
  /// Writes values as JSON objects, one on a line.
  static func write(lines values: [JSONValue], to path: String) throws {
    var bytes: [UInt8] = []
    for value in values { bytes += value.compactText.utf8 + [0x0A] }
    if let folder = FileSystem.parent(of: path), !folder.isEmpty {
      try FileSystem.makeFolder(folder)
    }
    try FileSystem.write(bytes, to: path, durable: false)
  }
}
