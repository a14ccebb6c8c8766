import WritClient
import WritJSON
import WritTrials

/// A system that serves a profile policy and follows what the branch says.
struct RunningSystem {
  let client: HTTPClient
  let network: Network

  /// The policy in force.
  func policy() throws -> JSONValue {
    let client = client
    let answer = try network.ask { () async throws(ServerFailure) in
      try await client.json(HTTPRequest("GET", "/profiles/model"))
    }
    return try RunningSystem.data(of: answer)
  }

  /// Changes the policy in force.
  ///
  /// - Returns: what the system says, without the members that change from call to call.
  func change(_ payload: JSONValue) throws -> JSONValue {
    let client = client
    let body = payload.serialized(indent: nil)
    let answer = try network.ask { () async throws(ServerFailure) in
      try await client.json(HTTPRequest("POST", "/profiles/model", body: body))
    }
    return try RunningSystem.data(of: answer)
  }

  /// What an answer holds; one that says no success is a failure, whatever its status.
  private static func data(of answer: JSONValue) throws -> JSONValue {
    guard answer["success"]?.boolValue == true, let data = answer["data"] else {
      let told = answer["error"]?.stringValue.map { ": \($0)" } ?? ""
      throw ServerFailure(
        .malformed, "The running system does not say that it succeeded\(Printable.line(told)).")
    }
    return data
  }

  /// Whether the policy in force is the wanted one, asked anew.
  func follows(_ wanted: ProfilePolicy) -> Bool {
    do {
      guard let active = try policy()["active"] else { return false }
      return try ProfilePolicy(active, "The running system's policy") == wanted
    } catch {
      return false
    }
  }
}
