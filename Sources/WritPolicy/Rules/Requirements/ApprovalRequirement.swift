internal import WritJSON

/// How many people must have approved a change, and how.
public struct ApprovalRequirement: Sendable {
  /// How many; those that share a key or an identity are one.
  public let count: Int
  /// The modes that count.
  public let modes: [Approval.Mode]

  static func read(_ form: Form) throws(PolicyError) -> ApprovalRequirement? {
    guard let value = form.value("approvals") else { return nil }
    let own = try Form(value, Rules.path, at: form.place("approvals"), known: ["count", "modes"])
    guard let count = try own.optionalInt("count", in: 1...100) else {
      throw own.wrong("count", "a whole number from 1 to 100")
    }
    var modes: [Approval.Mode] = []
    for text in try own.strings("modes") {
      guard let mode = Approval.Mode(rawValue: text), mode != .breakGlass else {
        throw own.bad(
          "modes", "'\(text.oneLine)'",
          hint: "write human, delegated or both; for emergencies there is breakGlass")
      }
      if !modes.contains(mode) { modes.append(mode) }
    }
    return ApprovalRequirement(count: count, modes: modes.isEmpty ? [.human] : modes)
  }

  var words: String {
    let kinds = modes.map(\.rawValue).joined(separator: " or ")
    return "\(count) \(count == 1 ? "approval" : "approvals") (\(kinds))"
  }

  /// How many different people approvals are from.
  ///
  /// Whoever shares a key or an identity with another is that other, in whatever order they come.
  static func people(_ approvals: [Approval]) -> Int {
    var groups: [[Approval]] = []
    for approval in approvals {
      let known = groups.filter { $0.contains { $0.isOfSamePerson(as: approval) } }
      groups.removeAll { $0.contains { $0.isOfSamePerson(as: approval) } }
      groups.append(known.flatMap { $0 } + [approval])
    }
    return groups.count
  }
}

extension Approval {
  fileprivate func isOfSamePerson(as other: Approval) -> Bool {
    key.hasSameBytes(as: other.key) || names.contains(where: other.names.contains)
  }
}
