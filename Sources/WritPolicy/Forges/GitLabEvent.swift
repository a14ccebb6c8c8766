internal import WritJSON

/// Reads the events of GitLab.
enum GitLabEvent {
  static func read(_ payload: PayloadPart) throws(PolicyError) -> ForgeEvent {
    let kind = try payload.text("object_kind")
    guard kind == "merge_request" else { throw ForgeEvent.unknown(kind) }
    let project = try payload.part("project")
    let name = try project.text("path_with_namespace")
    let address = try project.address("web_url")
    guard address.utf8.reversed().starts(with: ("/" + name).utf8.reversed()) else {
      throw project.wrong("web_url", "is not the address of '\(name.oneLine)'")
    }
    let request = try payload.part("object_attributes")
    var result = ForgeEvent(
      forge: .gitlab, kind: .mergeRequest, action: try request.optionalText("action"),
      repository: name, repositoryURL: address, actor: try actor(payload.part("user"), at: address))
    try fill(&result, request)
    // Somebody who approves is not the one who makes the change.
    if result.action == "approved" || result.action == "approval" {
      result.approvals = [
        ForgeEvent.Approval(
          approver: result.actor, url: result.url ?? address, commit: result.head)
      ]
      result.actor = try author(request)
    }
    return result
  }

  private static func fill(
    _ event: inout ForgeEvent, _ request: PayloadPart
  ) throws(PolicyError) {
    let number = try request.number("iid")
    let address = try request.address("url", below: event.repositoryURL)
    let forms = ["/-/merge_requests/", "/merge_requests/"].map {
      "\(event.repositoryURL)\($0)\(number)"
    }
    guard forms.contains(where: { $0.hasSameBytes(as: address) }) else {
      throw request.wrong("url", "is not the address of the merge request \(number)")
    }
    event.number = number
    event.url = address
    event.branch = try request.branch("target_branch")
    event.head = try request.optional("last_commit").flatMap { (part) throws(PolicyError) in
      try part.commit("id")
    }
    if request.value["state"]?.stringValue == "merged" {
      event.merge = try request.commit("merge_commit_sha")
    }
  }

  /// GitLab tells a mail address only where the user shows it; else the account's own is written as
  /// GitLab gives it to commits made on its pages.
  private static func actor(
    _ account: PayloadPart, at address: String
  ) throws(PolicyError) -> String {
    let name = try account.account("username")
    if isAutomation(name) { return "automation:\(name)" }
    let parts = address.utf8.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
    let host = parts.count > 2 ? String(decoding: Array(parts[2]), as: UTF8.self) : ""
    let id = try account.number("id")
    return "\(name) <\(id)-\(name)@users.noreply.\(host)>"
  }

  /// Whether GitLab makes accounts of this name for tokens of projects and groups, and for services.
  private static func isAutomation(_ name: String) -> Bool {
    if name.utf8.contains(UInt8(ascii: "[")) { return true }
    let parts = name.utf8.split(separator: UInt8(ascii: "_"), omittingEmptySubsequences: false)
    guard parts.count >= 3 else { return false }
    let words = parts.map { String(decoding: Array($0), as: UTF8.self) }
    if words[0] == "service", words[1] == "account" { return true }
    // One that was made long ago ends in a number behind the word.
    return (words[0] == "project" || words[0] == "group") && words[1].utf8.allSatisfy(Ascii.isDigit)
      && words[2].utf8.starts(with: "bot".utf8)
      && words[2].utf8.dropFirst(3).allSatisfy(Ascii.isDigit)
  }

  /// The author of the newest commit, as git has it.
  private static func author(_ request: PayloadPart) throws(PolicyError) -> String {
    let author = try request.part("last_commit").part("author")
    let text = "\(try author.text("name")) <\(try author.text("email"))>"
    guard case .person = GovernanceActor(text) else {
      throw author.wrong("name", "does not make an actor with the mail address")
    }
    return text
  }
}
