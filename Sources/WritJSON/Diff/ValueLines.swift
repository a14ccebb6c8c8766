extension JSONValue {
  /// The value as lines of text that differ exactly where values do, for line-based diffs.
  ///
  /// One line a scalar or empty container: its place, a colon, its canonical form. Members are
  /// sorted; an element of an array is named by the key that identifies it, as in
  /// `/exceptions/[domain=a.example]/reason`, others by `[]`, so that what comes or goes before an
  /// element changes no line of it.
  public func valueLines(identity: JSONIdentity = .default) -> [String] {
    var lines: [String] = []
    append(to: &lines, "", [], identity)
    return lines
  }

  /// Recursion over values that were read is bounded by the depth of the reader.
  private func append(
    to lines: inout [String], _ place: String, _ tokens: [String], _ identity: JSONIdentity
  ) {
    switch self {
    case .object(let members) where !members.isEmpty:
      for member in members.members.sorted(by: { $0.key.bytesPrecede($1.key) }) {
        let name = JSONPointer(tokens: [member.key]).description.escapedText
        member.value.append(to: &lines, place + name, tokens + [member.key], identity)
      }
    case .array(let elements) where !elements.isEmpty:
      let key = identity.key(for: [elements], at: tokens)
      for (index, element) in elements.enumerated() {
        let name = key.map { "[\($0)=\((element[$0] ?? .null).plainText)]" } ?? "[]"
        element.append(to: &lines, "\(place)/\(name)", tokens + [String(index)], identity)
      }
    default: lines.append("\(place.isEmpty ? "/" : place): \(exactText)")
    }
  }

  private var plainText: String { stringValue.map { $0.escapedText } ?? exactText }

  /// The canonical form with exact numbers, which every value has.
  private var exactText: String {
    do throws(JSONError) {
      return String(decoding: try canonicalBytes(numbers: .exact), as: UTF8.self)
    } catch {
      return compactText
    }
  }
}

extension String {
  /// The text as it stands between the quotation marks of a JSON string, so that it is one line.
  fileprivate var escapedText: String {
    var bytes: [UInt8] = []
    JSONText.append(self, to: &bytes)
    return String(decoding: bytes.dropFirst().dropLast(), as: UTF8.self)
  }
}
