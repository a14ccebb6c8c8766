/// What tells which element of an array is which, whatever its index.
public struct JSONIdentity: Sendable, Hashable {
  /// A key that is declared for the elements of the arrays at some places.
  public struct Declaration: Sendable, Hashable {
    /// The tokens that lead to the array; nil stands for any one token.
    public let path: [String?]
    /// The member that identifies an element.
    public let key: String

    /// Makes a declaration.
    public init(path: [String?], key: String) {
      self.path = path
      self.key = key
    }

    func matches(_ tokens: [String]) -> Bool {
      path.count == tokens.count
        && zip(path, tokens).allSatisfy { $0.map($1.hasSameBytes) ?? true }
    }
  }

  /// The members that identify elements where nothing is declared, by preference.
  public var keys: [String]
  /// The declared keys; the first that matches counts.
  public var declarations: [Declaration]

  /// Makes a rule.
  public init(
    keys: [String] = ["id", "name", "key", "domain"], declarations: [Declaration] = []
  ) {
    self.keys = keys
    self.declarations = declarations
  }

  /// The evident keys alone.
  public static let `default` = JSONIdentity()

  /// The member that identifies the elements of all these versions of one array, or nil.
  ///
  /// A key does where every element is an object that has a string or a number under it, and no two
  /// of one version have the same.
  func key(for versions: [[JSONValue]], at tokens: [String]) -> String? {
    guard versions.contains(where: { !$0.isEmpty }),
      versions.allSatisfy({ $0.allSatisfy { $0.kind == .object } })
    else { return nil }
    let declared = declarations.first { $0.matches(tokens) }.map { [$0.key] } ?? []
    return (declared + keys).first { key in versions.allSatisfy { Self.identifies(key, $0) } }
  }

  private static func identifies(_ key: String, _ elements: [JSONValue]) -> Bool {
    var seen = Set<JSONValue>(minimumCapacity: elements.count)
    return elements.allSatisfy { element in
      guard let name = element[key], name.kind == .string || name.kind == .number else {
        return false
      }
      return seen.insert(name).inserted
    }
  }
}
