internal import WritJSON

extension Record {
  /// The message of the commit: a subject that names policy and change, the rationale, a line per
  /// changed value, and the trailers.
  ///
  /// - Parameters:
  ///   - digest: of the stored record.
  ///   - title: replaces the subject that the changes give.
  public func message(
    digest: Digest, title: String? = nil
  ) throws(MessageError) -> [UInt8] {
    var body: [String] = []
    if let rationale = metadata.rationale { body.append(rationale) }
    if !changeLines.isEmpty { body.append(changeLines.text(separatedBy: "\n")) }
    return try CommitMessage.compose(
      subject: title ?? subject, body: body, trailers: trailers(digest))
  }

  /// The trailers that stand for the record in the message of its commit.
  public func trailers(_ digest: Digest) -> [Trailer] {
    var result = metadata.trailers
    result.append(Trailer(.intent, intent.rawValue))
    result.append(Trailer(.record, "\(Record.path(id)) \(digest)"))
    if let decision { result.append(Trailer(.decision, "\(decision.word) \(decision.digest)")) }
    for item in evidence { result.append(Trailer(.evidence, "\(item.name) \(item.digest)")) }
    if let checkpoint { result.append(Trailer(.checkpoint, checkpoint)) }
    if let restores { result.append(Trailer(.restores, restores)) }
    if let key = metadata.key { result.append(Trailer(.key, key)) }
    return result
  }

  /// What the subject says when nothing else is given.
  public var subject: String {
    if let only = changes.first, changes.count == 1 {
      return "\(only.document): \(only.summary(brief: true))"
    }
    let documents = Set(changes.map(\.document))
    if let document = changes.first?.document, documents.count == 1 {
      return "\(document): \(changes.count) values changed"
    }
    if changes.isEmpty {
      let opaque = files.filter { DocumentName(path: $0.path) == nil }
      if !opaque.isEmpty {
        return "\(files.count == 1 ? files[0].path : "\(files.count) files"): edit"
      }
      return files.count == 1
        ? "\(files[0].path): layout only" : "\(files.count) files: layout only"
    }
    return "\(documents.count) policies: \(changes.count) values changed"
  }

  /// The documents whose bytes changed and whose values did not, by their names.
  public var unchangedByValue: [String] {
    if let only = files.first, files.count == 1, !changes.isEmpty,
      only.path == "policies/\(changes[0].document).json"
    {
      return []
    }
    let named = Set(changes.map(\.document))
    return files.compactMap { DocumentName(path: $0.path)?.text }.filter { !named.contains($0) }
  }

  /// The files that changed and are no documents, by their paths.
  public var opaqueFiles: [String] {
    files.map(\.path).filter { DocumentName(path: $0) == nil }
  }

  /// A message is read by people: beyond this the record is the place to look.
  private static let lineLimit = 50

  private var changeLines: [String] {
    var lines = changes.prefix(Record.lineLimit).map {
      "- \($0.document)#\($0.pointer.oneLine): \($0.summary(brief: false))"
    }
    let rest = changes.count - lines.count
    if rest > 0 { lines.append("- and \(rest) more in the record") }
    return lines
  }
}

extension RecordedChange {
  /// `5 -> 10`, `added 10`, `removed 5`; brief: with the last part of the pointer in front.
  public func summary(brief: Bool) -> String {
    let label = brief ? lastToken.map { "\($0) " } ?? "" : ""
    switch (before, after) {
    case (let before?, let after?) where before == after:
      return brief ? "move \(label)from \(from ?? pointer)" : "moved from \(from ?? pointer)"
    case (let before?, let after?): return "\(label)\(before.shown) -> \(after.shown)"
    case (nil, let after?): return brief ? "add \(label)\(after.shown)" : "added \(after.shown)"
    case (let before?, nil):
      return brief ? "remove \(label)(was \(before.shown))" : "removed \(before.shown)"
    case (nil, nil): return "\(label)unchanged"
    }
  }

  private var lastToken: String? {
    let token = pointer.utf8.split(separator: UInt8(ascii: "/")).last
    return token.map { String(decoding: $0, as: UTF8.self).oneLine }
  }
}

extension RecordedChange.Value {
  /// The value on one line of at most 60 characters.
  public var shown: String {
    switch self {
    case .digest(let digest): return "(large, \(digest.description.prefix(19)))"
    case .whole(let value):
      let text = value.compactText.oneLine
      return text.unicodeScalars.count <= 60
        ? text : String(String.UnicodeScalarView(text.unicodeScalars.prefix(57))) + "..."
    }
  }
}

extension String {
  /// The text with everything that a commit message may not hold written as `\u{...}`.
  package var oneLine: String {
    if utf8.allSatisfy({ $0 >= 0x20 && $0 < 0x7F }) { return self }
    var result = String.UnicodeScalarView()
    for scalar in unicodeScalars {
      if TextRules.problem(of: scalar) == nil, scalar != "\n" {
        result.append(scalar)
      } else {
        result.append(contentsOf: "\\u{\(String(scalar.value, radix: 16))}".unicodeScalars)
      }
    }
    return String(result)
  }
}
