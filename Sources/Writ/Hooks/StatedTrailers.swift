import WritGit
import WritPolicy

extension StatedRecord {
  /// Where trailers and those that the record stands for disagree.
  func findings(ofTrailers message: CommitMessage) -> [Finding] {
    let own = CommitMessage(subject: "", body: [], trailers: record.trailers(digest))
    var findings: [Finding] = []
    for key in GovernanceKey.allCases {
      // That the digest is another is told where the record is read.
      if key == .record, isNamed { continue }
      if message.hasSameValues(of: key, as: own) { continue }
      findings.append(
        mismatch(of: key, message.values(of: key), own.values(of: key)))
    }
    return findings
  }

  /// Where trailers of which none names the record say something else than it does of the apply.
  ///
  /// A forge may add the pull request, and a person who squashes a key; why and on what ground the
  /// change was made the record says.
  func findings(ofStray message: CommitMessage) -> [Finding] {
    let own = CommitMessage(subject: "", body: [], trailers: record.trailers(digest))
    let keys: [GovernanceKey] = [.intent, .restores, .decision, .evidence, .checkpoint]
    return keys.filter { key in
      !message.values(of: key).isEmpty && !message.hasSameValues(of: key, as: own)
    }.map { mismatch(of: $0, message.values(of: $0), own.values(of: $0)) }
  }

  private func mismatch(of key: GovernanceKey, _ said: [String], _ meant: [String]) -> Finding {
    Finding(
      .trailerMismatch, path: path.description,
      "The trailer \(key.rawValue) says '\(StatedRecord.list(said))', and the record "
        + "'\(StatedRecord.list(meant))'.",
      mend: "keep the trailers as writ wrote them")
  }

  private static func list(_ values: [String]) -> String {
    values.isEmpty ? "nothing" : values.joined(separator: ", ")
  }

  /// Whether trailers name this record.
  fileprivate func isNamed(by block: CommitMessage) -> Bool {
    block.value(of: .record)?.utf8.starts(with: path.description.utf8 + [0x20]) ?? false
  }

  /// The finding that a commit which speaks for itself brought the record too.
  var unnamed: Finding { mismatch(of: .record, [], ["\(path) \(digest)"]) }
}

extension [StatedRecord] {
  /// What is wrong with the trailers in the midst of a message, where the records answer because
  /// its end has none that can be trusted.
  ///
  /// A squash that lost its trailers is told by the records alone. One that kept them, by joining
  /// the messages of commits, kept what the records are held against; and trailers that are there
  /// and cannot be read are not lost.
  mutating func hold(against joined: JoinedMessage, _ message: [UInt8]) -> [Finding] {
    var findings = joined.unreadable.map {
      StatedRecord.unreadable("Line \($0.line) of the message: \($0.sentence)")
    }
    for (place, stated) in enumerated() {
      let blocks = joined.blocks.filter(stated.isNamed)
      if blocks.isEmpty, message.holds([UInt8]("\(stated.path) sha256:".utf8)) {
        findings.append(
          StatedRecord.unreadable("The message names \(stated.path), and not by a trailer."))
      }
      findings += blocks.flatMap { stated.findings(ofTrailers: $0) }
      self[place].isHeld = !blocks.isEmpty
    }
    return findings + untold(in: joined.blocks)
  }

  /// Notes the records that approvals were given to.
  mutating func hold(_ approved: [ULID]) {
    for place in indices where approved.contains(self[place].record.id) {
      self[place].isHeld = true
    }
  }

  /// A record that no trailers name, where trailers name one that is not there.
  private func untold(in blocks: [CommitMessage]) -> [Finding] {
    let others = blocks.compactMap { $0.value(of: .record) }.filter { value in
      !contains { value.utf8.starts(with: $0.path.description.utf8 + [0x20]) }
    }
    guard let other = others.first else { return [] }
    return filter { stated in !blocks.contains(where: stated.isNamed) }.map { stated in
      Finding(
        .trailerMismatch, path: stated.path.description,
        "The message names '\(other)', which is not there, and not the record "
          + "\(stated.path) that is.",
        mend: "keep the trailers as writ wrote them")
    }
  }
}

extension StatedRecord {
  fileprivate static func unreadable(_ message: String) -> Finding {
    Finding(
      .trailersUnreadable, message,
      mend: "keep the trailers as writ wrote them, or remove all of them: then the record answers")
  }
}
