internal import WritExpression
internal import WritJSON

/// The values of the variables of conditions; each is made when the first condition uses it.
struct ConditionBindings {
  private let proposal: Proposal
  private var shared: [String: Value] = [:]

  init(_ proposal: Proposal) { self.proposal = proposal }

  /// The values that a program uses, for one document of the change.
  ///
  /// - Throws: for a document that the language cannot hold.
  mutating func values(
    for program: Program, _ document: DocumentChange, at time: Instant
  ) throws(ExpressionError) -> Bindings {
    var result = Bindings()
    for name in program.variables {
      switch name {
      case "old": result[name] = try Value(json: document.before ?? .null)
      case "new": result[name] = try Value(json: document.after ?? .null)
      case "policy": result[name] = .string(document.label)
      // Outside the years 1 to 9999 there is no value, and a condition that asks for it is refused.
      case "now":
        result[name] = Value.Timestamp(
          seconds: time.seconds, nanoseconds: Int32(time.nanoseconds)
        ).map(Value.timestamp)
      default: result[name] = try value(name)
      }
    }
    return result
  }

  private mutating func value(_ name: String) throws(ExpressionError) -> Value? {
    if let known = shared[name] { return known }
    let made = try make(name)
    shared[name] = made
    return made
  }

  private func make(_ name: String) throws(ExpressionError) -> Value? {
    switch name {
    case "change": try Value(json: .array(proposal.documents.flatMap(\.placesForConditions)))
    case "record": try Value(json: proposal.recordForConditions)
    case "evidence": try Value(json: proposal.evidenceForConditions)
    case "approvals": try Value(json: .array(proposal.approvals.map(\.json)))
    case "actor": proposal.metadata.actor.map(Value.string) ?? .null
    case "intent": .string(proposal.intent.rawValue)
    default: nil
    }
  }
}

extension DocumentChange {
  /// The changed values, taken apart down to scalars, so that a value is seen wherever the change as
  /// written begins; and the elements that only moved.
  fileprivate var placesForConditions: [JSONValue] {
    let moved = changes.filter { $0.before == $0.after }.map { change in
      place(change.pointer, from: change.from, change.before, change.after)
    }
    return leaves.map { place($0.pointer, from: nil, $0.before, $0.after) } + moved
  }

  private func place(
    _ pointer: JSONPointer, from: JSONPointer?, _ before: JSONValue?, _ after: JSONValue?
  ) -> JSONValue {
    [
      "policy": .string(label), "pointer": .string(pointer.description),
      "from": from.map { .string($0.description) } ?? .null, "before": before ?? .null,
      "after": after ?? .null,
    ]
  }
}

extension Proposal {
  fileprivate var recordForConditions: JSONValue {
    var object: JSONObject = ["intent": .string(intent.rawValue)]
    for field in MetadataField.allCases {
      object[field.rawValue] = metadata[field].map(JSONValue.string) ?? .null
    }
    object["key"] = metadata.key.map(JSONValue.string) ?? .null
    return .object(object)
  }

  fileprivate var evidenceForConditions: JSONValue {
    var object = JSONObject()
    for artifact in evidence {
      object[artifact.item.name] = [
        "document": artifact.document ?? .null, "mediaType": .string(artifact.item.mediaType),
        "size": .number(JSONNumber(artifact.item.size)),
        "sha256": .string(artifact.item.digest.hex),
      ]
    }
    return .object(object)
  }
}

extension Approval {
  fileprivate var json: JSONValue {
    [
      "approver": .string(approver), "key": .string(key), "mode": .string(mode.rawValue),
      "status": .string(status.rawValue), "holds": .bool(holds),
      "drift": .array(drift.map(JSONValue.string)),
    ]
  }
}
