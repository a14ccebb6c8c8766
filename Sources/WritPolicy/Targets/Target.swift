public import WritJSON

/// A running system, or a file, that follows a policy; see docs/targets.md.
public struct Target: Sendable {
  /// How a target is reached.
  public enum Kind: Sendable {
    /// An endpoint that serves the policy and takes changes of it.
    case http(Endpoint)
    /// A file on this machine; where it is, the machine's own settings say.
    case file
    /// The standard input of a program; which, the machine's own settings say.
    case command

    /// The word for it in documents and results.
    public var word: String {
      switch self {
      case .http: "http"
      case .file: "file"
      case .command: "command"
      }
    }
  }

  /// Where an endpoint is and how it speaks.
  public struct Endpoint: Sendable {
    /// The server, such as `https://models.example.org`.
    public let url: String
    /// The path on it.
    public let path: String
    /// Where in its answer the policy in force stands.
    public let read: JSONPointer
    /// How long an answer may take, in seconds.
    public let timeout: Int
  }

  /// What happens when the target does not follow.
  public enum Reaction: String, Sendable, CaseIterable {
    /// What the branch says stays, and the difference is recorded.
    case diverged
    /// The last change of the policy is taken back by another commit.
    case rollback
  }

  /// The name that commands take.
  public let name: String
  /// The policy that it follows.
  public let policy: DocumentName
  /// The part of the policy that it follows; the root for all of it.
  public let pointer: JSONPointer
  /// How it is reached.
  public let kind: Kind
  /// What happens when it does not follow.
  public let onFailure: Reaction

  init(_ value: JSONValue, at place: JSONPointer) throws(PolicyError) {
    let form = try Form(
      value, TargetList.path, at: place,
      known: ["name", "description", "policy", "pointer", "onFailure", "http", "file", "command"])
    guard let name = try form.optionalName("name") else { throw form.wrong("name", "a name") }
    self.name = name
    _ = try form.optionalString("description")
    policy = try Target.policy(form)
    pointer = try Target.pointer(form, "pointer", standard: .root)
    onFailure = try Target.reaction(form)
    kind = try Target.kind(form)
  }

  private static func policy(_ form: Form) throws(PolicyError) -> DocumentName {
    let text = try form.string("policy")
    do throws(PolicyError) {
      return try DocumentName(text)
    } catch {
      throw form.bad(
        "policy", "'\(text.oneLine)', which is no name of a policy", hint: error.hint ?? "")
    }
  }

  private static func pointer(
    _ form: Form, _ key: String, standard: JSONPointer
  ) throws(PolicyError) -> JSONPointer {
    guard let text = try form.optionalString(key) else { return standard }
    do throws(JSONError) {
      return try JSONPointer(parsing: text)
    } catch {
      throw form.bad(key, "'\(text.oneLine)', which is no JSON Pointer", hint: "begin it with '/'")
    }
  }

  private static func reaction(_ form: Form) throws(PolicyError) -> Reaction {
    guard let text = try form.optionalString("onFailure") else { return .diverged }
    guard let reaction = Reaction(rawValue: text) else {
      throw form.bad("onFailure", "'\(text.oneLine)'", hint: "say diverged or rollback")
    }
    return reaction
  }

  private static func kind(_ form: Form) throws(PolicyError) -> Kind {
    let given = ["http", "file", "command"].filter { form.value($0) != nil }
    guard given.count == 1, let key = given.first, let value = form.value(key) else {
      throw form.wrong("http", "there alone, or 'file' or 'command' in its place")
    }
    guard key == "http" else {
      _ = try Form(value, TargetList.path, at: form.place(key), known: [])
      return key == "file" ? .file : .command
    }
    let http = try Form(
      value, TargetList.path, at: form.place(key), known: ["url", "path", "read", "timeoutSeconds"])
    let path = try http.optionalString("path") ?? "/profiles/model"
    guard path.utf8.first == UInt8(ascii: "/"), path.utf8.allSatisfy({ (0x21...0x7E).contains($0) })
    else {
      throw http.bad("path", "'\(path.oneLine)'", hint: "begin it with '/', without blanks")
    }
    return .http(
      Endpoint(
        url: try http.string("url"), path: path,
        read: try Target.pointer(http, "read", standard: JSONPointer(tokens: ["data", "active"])),
        timeout: try http.optionalInt("timeoutSeconds", in: 1...600) ?? 20))
  }

  // MARK: Comparison

  /// Where what the target has differs from what the branch says, from the target's side.
  ///
  /// An endpoint may serve more than the policy holds, such as labels of its own: only members
  /// that the policy has are compared, and only those are sent.
  public func differences(wanted: JSONValue, found: JSONValue?) -> [JSONChange] {
    guard let found else { return [JSONChange(pointer: .root, before: nil, after: wanted)] }
    guard case .http = kind, let members = wanted.objectValue, found.objectValue != nil else {
      return JSONDiff.changes(from: found, to: wanted)
    }
    return members.flatMap { key, value -> [JSONChange] in
      let place = JSONPointer.root.appending(key)
      guard let there = found[key] else {
        return [JSONChange(pointer: place, before: nil, after: value)]
      }
      return there == value ? [] : [JSONChange(pointer: place, before: there, after: value)]
    }
  }
}
