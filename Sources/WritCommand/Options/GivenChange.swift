import Writ
import WritJSON
import WritPolicy

/// What to change, as the command line says it.
struct GivenChange {
  var sets: [String] = []
  var removals: [String] = []
  var patches: [String] = []
  var governance = false
  var branch: String?

  /// The request; work-tree edits when no option says otherwise.
  func request() throws -> ChangeRequest {
    var edits = try sets.map(Self.set)
    edits += try removals.map(Self.removal)
    for file in patches { edits += try Self.patch(file) }
    if edits.isEmpty { return .workTree(includingGovernance: governance) }
    if governance {
      throw UsageError("--governance is about work-tree edits and goes with no other change.")
    }
    return .edits(edits)
  }

  var isEmpty: Bool { sets.isEmpty && removals.isEmpty && patches.isEmpty && !governance }

  // MARK: Parsing

  /// `NAME#/pointer=JSON`.
  ///
  /// A pointer may hold an equals sign, so the first one after which strict JSON follows ends it.
  private static func set(_ text: String) throws -> ChangeRequest.Edit {
    let (name, rest) = try split(text, "NAME#/pointer=JSON")
    var firstError: JSONError?
    var searched = rest.startIndex
    while let equals = rest[searched...].firstIndex(of: UInt8(ascii: "=")) {
      do throws(JSONError) {
        let value = try JSONDocument(parsing: Array(rest[(equals + 1)...])).value
        let pointer = String(decoding: rest[..<equals], as: UTF8.self)
        return .set(name, try JSONPointer(parsing: pointer), value)
      } catch {
        if error.code == .pointerSyntax { throw error }
        firstError = firstError ?? error
      }
      searched = equals + 1
    }
    guard let firstError else {
      throw UsageError(
        "--set '\(text)' has no '=' with a value.", hint: "write NAME#/pointer=JSON")
    }
    throw UsageError(
      "--set '\(text)': the value is not JSON: \(firstError.message)",
      hint: "strings need their quotes: --set 'NAME#/pointer=\"text\"'")
  }

  private static func removal(_ text: String) throws -> ChangeRequest.Edit {
    let (name, rest) = try split(text, "NAME#/pointer")
    return .remove(name, try JSONPointer(parsing: String(decoding: rest, as: UTF8.self)))
  }

  private static func split(
    _ text: String, _ form: String
  ) throws -> (DocumentName, ArraySlice<UInt8>) {
    let bytes = Array(text.utf8)
    guard let hash = bytes.firstIndex(of: UInt8(ascii: "#")) else {
      throw UsageError("'\(text)' names no value.", hint: "write \(form)")
    }
    let name = try DocumentName(String(decoding: bytes[..<hash], as: UTF8.self))
    return (name, bytes[(hash + 1)...])
  }

  private static func patch(_ path: String) throws -> [ChangeRequest.Edit] {
    guard let object = try Input.json(path).objectValue else {
      throw UsageError(
        "The patch file '\(path)' is not an object of policy names.",
        hint: "write {\"rollout/planner\": [{\"op\": \"replace\", ...}]}")
    }
    return try object.members.map { .patch(try DocumentName($0.key), $0.value) }
  }
}
