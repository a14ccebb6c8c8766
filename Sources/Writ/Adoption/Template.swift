/// What `writ init` lays down: governance for every repository, sample policies for a new one.
public struct Template: Sendable {
  /// The name.
  public let name: String
  /// The files under `governance/` and `policies/`, by path.
  public let files: [(path: String, text: String)]

  /// The names of all templates.
  public static let names = Set(files.map(\.template)).subtracting(["hooks"]).sorted()

  /// The template of that name.
  public init(named name: String) throws {
    let files = Template.files.filter { $0.template == name && name != "hooks" }
    guard !files.isEmpty else {
      throw LedgerError(
        .usage, "unknown-template", "There is no template '\(name)'.",
        hint: "there are: \(Template.names.joined(separator: ", "))")
    }
    self.name = name
    self.files = files.map { ($0.path, $0.text) }
  }

  /// The text of a hook.
  static func hook(_ name: String) -> String? {
    files.first { $0.template == "hooks" && $0.path == name }?.text
  }
}
