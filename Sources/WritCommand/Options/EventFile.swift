import Writ
import WritGit
import WritJSON
import WritPolicy

/// A payload of a forge that fills in who, which pull request and whose approval.
struct EventFile {
  let event: ForgeEvent
  private let digest: Digest

  /// The name under which an apply keeps what it took from the payload.
  private static let name = "forge-event.json"

  init(_ path: String) throws {
    let bytes = try Input.bytes(path, limit: ForgeEvent.limit)
    digest = Digest(of: bytes)
    let payload = try Self.parse(bytes, path)
    do throws(PolicyError) {
      event = try ForgeEvent(payload)
    } catch {
      throw UsageError("\(path): \(error.message)", hint: error.hint)
    }
  }

  private static func parse(_ bytes: [UInt8], _ path: String) throws -> JSONValue {
    do throws(JSONError) {
      return try JSONDocument(parsing: bytes).value
    } catch {
      let place = error.line.map { ":\($0):\(error.column ?? 1)" } ?? ""
      throw UsageError(
        "\(path)\(place): The event is not JSON, or was cut off: \(error.message)",
        hint: "give the payload as the forge sent it, whole and unchanged")
    }
  }

  /// The artifact that keeps what was taken from the payload.
  func evidence() throws -> EvidenceInput {
    try EvidenceInput(
      name: Self.name, fileName: Self.name, bytes: event.json(payload: digest).serialized())
  }

  /// Puts what the event tells where nothing else was given.
  func fill(_ metadata: inout Metadata) throws {
    if let url = event.url {
      if let given = metadata.pullRequest,
        PullRequestNumber.of(reference: given) != event.number
      {
        throw UsageError(
          "The event is about the pull request \(url), and '\(given.oneLine)' was given.",
          hint: "leave --pr away, or give the event of that pull request")
      }
      metadata.pullRequest = url
    }
    if metadata.approvalRef == nil { metadata.approvalRef = event.approvals.first?.url }
  }
}
