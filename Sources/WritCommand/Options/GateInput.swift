import Writ
import WritEvidence
import WritGit
import WritJSON
import WritPolicy

/// What gates are evaluated on.
enum GateInput {
  /// The gate in a file, or the one of that name on the commit that a plan is made on.
  static func gate(_ text: String, base: String?) throws -> Gate {
    if text.hasSuffix(".json") { return try gate(file: text) }
    let ledger = try Ledger.open()
    let commit = try base.map(ledger.commit) ?? ledger.viewpoint().tip
    let snapshot = try ledger.snapshot(commit)
    guard let gate = try snapshot.gate(text) else {
      let known = try snapshot.gateNames().joined(separator: ", ")
      throw UsageError(
        "There is no gate '\(text)' on \(commit.short).",
        hint: known.isEmpty ? "add \(Gate.folder)\(text).json" : "known: \(known)")
    }
    return gate
  }

  /// The gate in a file; its name is its path below `governance/gates/`.
  static func gate(file: String) throws -> Gate {
    let document = try Input.document(file).value
    do throws(PolicyError) {
      return try Gate(document, name: name(ofFile: file))
    } catch {
      let place = error.pointer.isEmpty ? "" : "#\(error.pointer)"
      throw PolicyError(
        error.code, "\(file)\(place): \(error.message)", pointer: error.pointer, hint: error.hint)
    }
  }

  static func name(ofFile path: String) -> String {
    let stem = path.hasSuffix(".json") ? String(path.dropLast(5)) : path
    if stem.utf8.starts(with: Gate.folder.utf8) { return String(stem.dropFirst(Gate.folder.count)) }
    if let range = stem.utf8Range(of: "/" + Gate.folder) { return String(stem[range...]) }
    return stem.split(separator: "/").last.map(String.init) ?? stem
  }

  /// What the files of `--evidence NAME=FILE` say, read side by side.
  static func evidence(_ options: [String], of gate: Gate) throws -> [EvidenceReading] {
    let files = try EvidenceOptions.files(options)
    for file in files where !gate.evidence.contains(where: { $0.name == file.name }) {
      let known = gate.evidence.map(\.name).joined(separator: ", ")
      throw UsageError(
        "The gate '\(gate.name)' asks for no evidence named '\(file.name)'.",
        hint: known.isEmpty ? nil : "it asks for: \(known)")
    }
    let asked = gate.evidence.compactMap { wanted in
      files.first { $0.name == wanted.name }.map { (wanted, $0.path) }
    }
    return try Threads.map(asked) { wanted, path in
      EvidenceReading(wanted, try EvidenceFile.bytes(path))
    }
  }
}

extension String {
  /// Where the text behind the last occurrence of `part` begins.
  fileprivate func utf8Range(of part: String) -> Index? {
    let mark = Array(part.utf8)
    let bytes = Array(utf8)
    guard bytes.count >= mark.count else { return nil }
    for start in (0...(bytes.count - mark.count)).reversed()
    where bytes[start..<(start + mark.count)].elementsEqual(mark) {
      return utf8.index(utf8.startIndex, offsetBy: start + mark.count)
    }
    return nil
  }
}
