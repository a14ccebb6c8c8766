public import WritJSON

/// Judges schemas themselves: against the meta-schema of their dialect, and whether every
/// reference and pattern in them, in used and unused parts alike, can be honoured.
public enum SchemaCheck {
  /// All faults of a schema; none when it can be used.
  ///
  /// - Parameters:
  ///   - schema: the schema.
  ///   - uri: the absolute URI it was found at.
  ///   - registry: the documents that its references may lead to.
  ///   - options: limits; `format` is always checked here.
  /// - Returns: violations whose `instance` points into the schema.
  public static func check(
    _ schema: JSONValue, at uri: String = "", registry: SchemaRegistry = SchemaRegistry(),
    options: SchemaOptions = SchemaOptions()
  ) -> [SchemaViolation] {
    var judged = options
    judged.assertsFormat = true
    var found = violationsOfMetaSchema(schema, registry: registry, options: judged)
    for error in compilationErrors(schema, at: uri, registry: registry, options: options) {
      // The meta-schema has already told what is of the wrong shape.
      if error.code == .invalidKeyword, !found.isEmpty { continue }
      found.append(violation(error, own: uri))
    }
    return found
  }

  /// All faults of a schema, with their lines and columns; none when it can be used.
  ///
  /// - Parameters:
  ///   - document: the schema.
  ///   - uri: the absolute URI it was found at.
  ///   - registry: the documents that its references may lead to.
  ///   - options: limits; `format` is always checked here.
  public static func check(
    _ document: JSONDocument, at uri: String = "", registry: SchemaRegistry = SchemaRegistry(),
    options: SchemaOptions = SchemaOptions()
  ) -> [SchemaViolation] {
    let found = check(document.value, at: uri, registry: registry, options: options)
    return found.isEmpty ? [] : ViolationPlaces(of: found, in: document).placing(found)
  }

  private static func compilationErrors(
    _ schema: JSONValue, at uri: String, registry: SchemaRegistry, options: SchemaOptions
  ) -> [SchemaError] {
    var compiler = SchemaCompiler(registry: registry, options: options, collectsErrors: true)
    do throws(SchemaError) {
      _ = try compiler.compile(schema, at: URIReference(uri).withoutFragment, everything: true)
      return compiler.errors
    } catch {
      return compiler.errors + [error]
    }
  }

  private static func violation(_ error: SchemaError, own uri: String) -> SchemaViolation {
    let isOwn = error.document.utf8.elementsEqual(URIReference(uri).withoutFragment.text.utf8)
    let location = "\(error.document)#\(error.pointer.description.percentEncodedForFragment)"
    return SchemaViolation(
      instance: isOwn ? error.pointer : .root, keyword: error.pointer.last ?? "",
      absoluteKeywordLocation: location, evaluationPath: "",
      message: isOwn ? error.message : "In \(location): \(error.message)", hint: error.hint)
  }
}

// MARK: - Meta-schemas

extension SchemaCheck {
  /// Applies to each resource the meta-schema of its own dialect.
  private static func violationsOfMetaSchema(
    _ schema: JSONValue, registry: SchemaRegistry, options: SchemaOptions
  ) -> [SchemaViolation] {
    let resources = resourcesWithDialect(in: schema)
    var found: [SchemaViolation] = []
    for resource in resources {
      // An unknown dialect is told when the schema is compiled.
      guard let meta = metaSchema(resource.dialect, registry: registry, options: options) else {
        continue
      }
      let inner = resources.map(\.pointer).filter {
        resource.pointer != $0 && resource.pointer.isPrefix(of: $0)
      }
      for var violation in meta.validate(resource.value) {
        violation.instance = JSONPointer(
          tokens: resource.pointer.tokens + violation.instance.tokens)
        if !inner.contains(where: { $0.isPrefix(of: violation.instance) }) {
          found.append(violation)
        }
      }
    }
    return found
  }

  private static func metaSchema(
    _ uri: String, registry: SchemaRegistry, options: SchemaOptions
  ) -> CompiledSchema? {
    do throws(SchemaError) {
      return try CompiledSchema(["$ref": .string(uri)], registry: registry, options: options)
    } catch {
      return nil
    }
  }

  private struct DialectResource {
    let pointer: JSONPointer
    let value: JSONValue
    let dialect: String
  }

  /// The schema itself and every schema inside it that names a dialect of its own.
  private static func resourcesWithDialect(in schema: JSONValue) -> [DialectResource] {
    let standard = Dialect.Draft.draft202012.rawValue
    var found: [DialectResource] = []
    var pending = [DialectResource(pointer: .root, value: schema, dialect: standard)]
    while let place = pending.popLast() {
      let isRoot = place.pointer.isRoot
      let name = isRoot || place.value["$id"] != nil ? place.value["$schema"]?.stringValue : nil
      let dialect = name ?? place.dialect
      if isRoot || name != nil {
        found.append(
          DialectResource(pointer: place.pointer, value: place.value, dialect: dialect))
      }
      guard case .object(let object) = place.value else { continue }
      let known = Dialect.named(URIReference(dialect).withoutFragment.text)
      for child in SubschemaKeywords.children(of: object, in: known?.draft ?? .draft202012) {
        let pointer = JSONPointer(tokens: place.pointer.tokens + child.tokens)
        pending.append(DialectResource(pointer: pointer, value: child.value, dialect: dialect))
      }
    }
    return found
  }
}
