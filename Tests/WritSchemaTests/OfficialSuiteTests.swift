import Testing
import WritJSON
import WritTesting

@testable import WritSchema

@Suite(.enabled(if: SharedData.has("json-schema"), Comment(rawValue: SharedData.missing)))
struct OfficialSuiteTests {
  /// The remote documents of the suite, at the address that its schemas use for them.
  static let registry: SchemaRegistry = {
    var registry = SchemaRegistry()
    for path in SharedData.files(under: "json-schema/remotes") {
      do {
        let document = try SharedData.document("json-schema/remotes/" + path)
        registry.add(document.value, at: "http://localhost:1234/" + path)
      } catch {
        Issue.record("\(path): \(error)")
      }
    }
    return registry
  }()

  static func groups(_ folder: String) -> [SuiteGroup] {
    SharedData.files(under: "json-schema/" + folder).flatMap { path -> [SuiteGroup] in
      do {
        let document = try SharedData.document("json-schema/\(folder)/\(path)")
        return try SuiteGroup.read(document, file: path)
      } catch {
        Issue.record("\(folder)/\(path): \(error)")
        return []
      }
    }
  }

  @Test("The official tests of draft 2020-12 pass", arguments: groups("draft2020-12"))
  func draft202012(_ group: SuiteGroup) throws {
    try group.check(registry: Self.registry)
  }

  @Test("The official tests of draft-07 pass", arguments: groups("draft7"))
  func draft7(_ group: SuiteGroup) throws {
    try group.assuming(.draft7).check(registry: Self.registry)
  }
}
