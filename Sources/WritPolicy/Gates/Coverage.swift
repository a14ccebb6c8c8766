internal import WritJSON

/// Which evidence each target of a change must have.
public struct Coverage: Sendable {
  /// What one kind of target must have.
  public struct Entry: Sendable {
    /// The path patterns of the files.
    public let paths: [String]
    /// The pattern of the pointer.
    public let pointer: String
    /// The evidence that must cover the target.
    public let evidence: String
    /// The name of the group that must be in it: a template; nil for any group.
    public let group: String?
    let globs: [Glob]
    let tokens: [String]
  }

  /// The entries; the first that fits a target speaks for it.
  public let entries: [Entry]
  /// Whether a target that no entry fits needs no evidence.
  public let allowsOthers: Bool
  let behaviour: Behaviour

  init(_ value: JSONValue, at place: JSONPointer, _ outer: Behaviour) throws(PolicyError) {
    let form = try Form(value, "the gate", at: place, known: ["targets", "others", "on"])
    var entries: [Entry] = []
    for (index, element) in try form.array("targets").enumerated() {
      entries.append(try Entry(element, at: form.place("targets").appending(index)))
    }
    guard !entries.isEmpty else { throw form.wrong("targets", "at least one target") }
    self.entries = entries
    switch try form.optionalString("others") {
    case nil, "hold": allowsOthers = false
    case "allow": allowsOthers = true
    default: throw form.wrong("others", "'hold' or 'allow'")
    }
    behaviour = try Behaviour(form, inside: outer)
  }
}

extension Coverage.Entry {
  init(_ value: JSONValue, at place: JSONPointer) throws(PolicyError) {
    let form = try Form(
      value, "the gate", at: place, known: ["paths", "pointer", "evidence", "group"])
    paths = try form.strings("paths")
    guard !paths.isEmpty else { throw form.wrong("paths", "an array of at least one path pattern") }
    var globs: [Glob] = []
    for path in paths { globs.append(try Rules.glob(path, form, "paths")) }
    self.globs = globs
    pointer = try form.string("pointer")
    do throws(JSONError) {
      tokens = try JSONPointer(parsing: pointer).tokens
    } catch {
      throw PolicyError(
        .form, error.message, pointer: form.place("pointer").description, hint: error.hint)
    }
    evidence = try form.string("evidence")
    group = try form.optionalString("group")
    let stars = tokens.contains("**") ? 0 : tokens.count { $0 == "*" }
    for name in group.map(Coverage.Entry.placeholders) ?? [] {
      let number = Int(name) ?? 0
      let isKnown = name == "value" || name == "policy"
      guard isKnown || ((1...9).contains(number) && number <= stars) else {
        throw PolicyError(
          .form, "'{\(name.oneLine)}' stands for nothing here.",
          pointer: form.place("group").description,
          hint: "{value}, {policy}, or {1} to {9} for the '*' of a pointer without '**'")
      }
    }
  }

  /// Whether the entry speaks for a target.
  func fits(_ target: GateTarget) -> Bool {
    globs.contains { $0.matches(target.path) }
      && PointerPattern(tokens).matches(target.pointer.tokens)
  }

  /// The name of the group for a target; nil when the value has no text.
  func groupName(for target: GateTarget) -> String? {
    guard let group else { return nil }
    let stars = zip(tokens, target.pointer.tokens).filter { $0.0 == "*" }.map(\.1)
    var result = ""
    for (index, part) in group.split(separator: "{", omittingEmptySubsequences: false).enumerated()
    {
      guard index > 0, let end = part.firstIndex(of: "}") else {
        result += part
        continue
      }
      guard let text = Self.text(of: String(part[..<end]), target, stars) else { return nil }
      result += text + part[part.index(after: end)...]
    }
    return result
  }

  private static func text(of name: String, _ target: GateTarget, _ stars: [String]) -> String? {
    switch name {
    case "policy": target.document
    case "value": target.value.stringValue ?? target.value.numberValue?.text
    default: Int(name).flatMap { stars.indices.contains($0 - 1) ? stars[$0 - 1] : nil }
    }
  }

  /// The names between braces.
  private static func placeholders(in template: String) -> [String] {
    template.split(separator: "{", omittingEmptySubsequences: false).dropFirst().compactMap {
      part in
      part.firstIndex(of: "}").map { String(part[..<$0]) }
    }
  }
}
