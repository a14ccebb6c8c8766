public import WritJSON

/// The targets of a repository, read from `governance/targets.json`.
public struct TargetList: Sendable {
  /// Where the targets are kept.
  public static let path = "governance/targets.json"
  /// The format that this writ reads.
  public static let version = 1

  /// The targets, in the order of the file.
  public let targets: [Target]

  /// Reads the targets; an error tells line and column.
  public init(_ document: JSONDocument) throws(PolicyError) {
    do throws(PolicyError) {
      targets = try TargetList.read(document.value)
    } catch {
      throw error.located(in: document)
    }
  }

  /// Reads the targets where their text is not at hand.
  public init(_ document: JSONValue) throws(PolicyError) {
    targets = try TargetList.read(document)
  }

  private static func read(_ value: JSONValue) throws(PolicyError) -> [Target] {
    let form = try Form(value, path, known: ["$schema", "version", "description", "targets"])
    try form.requireVersion(version)
    _ = try form.optionalString("$schema")
    _ = try form.optionalString("description")
    var result: [Target] = []
    for (index, element) in try form.array("targets").enumerated() {
      let place = form.place("targets").appending(index)
      let target = try Target(element, at: place)
      guard !result.contains(where: { $0.name.hasSameBytes(as: target.name) }) else {
        throw PolicyError(
          .form, "\(path) has two targets named '\(target.name)'.", pointer: place.description,
          hint: "give each its own name")
      }
      result.append(target)
    }
    return result
  }
}
