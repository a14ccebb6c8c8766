public import WritJSON
internal import WritPolicy

/// The models that may be measured, with what they need.
public struct ModelMatrix: Sendable {
  /// One model.
  public struct Entry: Sendable {
    /// The name by which the server knows it.
    public let tag: String
    /// Whether it is measured when no models are named.
    public let isDefault: Bool
    /// The memory that it needs, in GB; nil when that is not told.
    public let memory: Double?
    /// What it is mainly for.
    public let use: String?
    /// The entry as it is written, for reports.
    public let json: JSONValue
  }

  /// The models, in the order of the file.
  public let entries: [Entry]

  private static let known = [
    "tag", "caliber", "default_enabled", "vram_min_gb", "primary_use", "notes",
  ]

  /// Reads a matrix file.
  public init(_ document: JSONValue) throws(TrialError) {
    do throws(PolicyError) {
      let form = try Form(
        document, "the model matrix",
        known: ["$schema", "version", "description", "default_pull_set", "models"])
      var entries: [Entry] = []
      for (index, value) in try form.array("models").enumerated() {
        let place = form.place("models").appending(index)
        let entry = try Form(value, "the model matrix", at: place, known: Self.known)
        let memory = try entry.optionalNumber("vram_min_gb")?.asDouble
        if let memory, memory <= 0 { throw entry.wrong("vram_min_gb", "a number greater than 0") }
        entries.append(
          Entry(
            tag: try entry.string("tag"),
            isDefault: try entry.optionalBool("default_enabled") ?? false, memory: memory,
            use: try entry.optionalString("primary_use"), json: value))
      }
      self.entries = try ModelMatrix.withDefaults(entries, try form.strings("default_pull_set"))
    } catch {
      throw TrialError(.form, error.message, hint: error.hint)
    }
    guard !entries.isEmpty else { throw TrialError(.empty, "The model matrix names no model.") }
    for (index, entry) in entries.enumerated()
    where entries[..<index].contains(where: { $0.tag.hasSameBytes(as: entry.tag) }) {
      throw TrialError(.form, "The model matrix names '\(entry.tag.shortened)' twice.")
    }
  }

  /// A matrix of models of which nothing is known but their names.
  public init(tags: [String]) {
    entries = tags.map {
      Entry(tag: $0, isDefault: true, memory: nil, use: nil, json: ["tag": .string($0)])
    }
  }

  /// The models of the pull set are measured by default as well.
  private static func withDefaults(
    _ entries: [Entry], _ pulled: [String]
  ) throws(PolicyError) -> [Entry] {
    for tag in pulled where !entries.contains(where: { $0.tag.hasSameBytes(as: tag) }) {
      throw PolicyError(
        .form,
        "In the model matrix, '/default_pull_set' names '\(tag.shortened)', which is no "
          + "model of it.", pointer: "/default_pull_set")
    }
    return entries.map { entry in
      let isPulled = pulled.contains { $0.hasSameBytes(as: entry.tag) }
      return Entry(
        tag: entry.tag, isDefault: entry.isDefault || isPulled, memory: entry.memory,
        use: entry.use, json: entry.json)
    }
  }

  /// Whether a server has a model; a name without a tag means the tag `latest`.
  public static func isInstalled(_ tag: String, among models: [InstalledModel]) -> Bool {
    let wanted = [tag, "\(tag):latest"]
    return models.contains { model in
      ([model.name] + model.aliases).contains { name in
        wanted.contains { name.hasSameBytes(as: $0) }
      }
    }
  }

  /// The entry of a model, or nil.
  public func entry(_ tag: String) -> Entry? {
    entries.first { $0.tag.hasSameBytes(as: tag) }
  }

  /// The models to measure: those named, or the default ones, or all.
  ///
  /// - Throws: when a named model is not in the matrix.
  public func selected(named: [String], includingOptional: Bool) throws(TrialError) -> [Entry] {
    guard named.isEmpty else {
      var result: [Entry] = []
      for tag in named {
        guard let entry = entry(tag) else {
          throw TrialError(
            .form, "'\(tag.shortened)' is not in the model matrix.",
            hint: "known: \(entries.map(\.tag).joined(separator: ", ")); a model is measured when "
              + "it is in the matrix")
        }
        if !result.contains(where: { $0.tag.hasSameBytes(as: tag) }) { result.append(entry) }
      }
      return result
    }
    return includingOptional ? entries : entries.filter(\.isDefault)
  }
}
