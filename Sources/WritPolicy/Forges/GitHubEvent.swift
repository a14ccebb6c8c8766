internal import WritJSON

/// Reads the events of GitHub.
enum GitHubEvent {
  static func read(_ payload: PayloadPart) throws(PolicyError) -> ForgeEvent {
    if payload.optional("pull_request") != nil {
      return payload.optional("review") != nil ? try review(payload) : try pullRequest(payload)
    }
    if payload.optional("merge_group") != nil { return try mergeGroup(payload) }
    let isPush = ["ref", "before", "after", "pusher"].allSatisfy { payload.optional($0) != nil }
    if isPush { return try push(payload) }
    throw ForgeEvent.unknown(try payload.optionalText("action"))
  }

  private static func event(
    _ payload: PayloadPart, _ kind: ForgeEvent.Kind
  ) throws(PolicyError) -> ForgeEvent {
    let repository = try payload.part("repository")
    let name = try repository.text("full_name")
    let address = try repository.address("html_url")
    guard address.utf8.elementsEqual((host(address) + "/" + name).utf8) else {
      throw repository.wrong("html_url", "is not the address of '\(name.oneLine)'")
    }
    return ForgeEvent(
      forge: .github, kind: kind, action: try payload.optionalText("action"), repository: name,
      repositoryURL: address, actor: try actor(payload.part("sender"), at: address))
  }

  /// `https://host`.
  private static func host(_ address: String) -> String {
    let parts = address.utf8.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
    return parts.prefix(3).map { String(decoding: Array($0), as: UTF8.self) }.joined(separator: "/")
  }

  /// An account as an actor: a person by the address that GitHub gives to commits made on its pages.
  private static func actor(
    _ account: PayloadPart, at address: String
  ) throws(PolicyError) -> String {
    let login = try account.account("login")
    if account.value["type"]?.stringValue == "Bot" { return "automation:\(login)" }
    let id = try account.number("id")
    let name = host(address).utf8.drop { $0 != UInt8(ascii: "/") }.dropFirst(2)
    return "\(login) <\(id)+\(login)@users.noreply.\(String(decoding: Array(name), as: UTF8.self))>"
  }

  private static func pullRequest(_ payload: PayloadPart) throws(PolicyError) -> ForgeEvent {
    var result = try event(payload, .pullRequest)
    let request = try payload.part("pull_request")
    try fill(&result, request)
    if payload.value["number"] != nil, try payload.number("number") != result.number {
      throw payload.wrong("number", "is not the number of the pull request")
    }
    return result
  }

  private static func fill(
    _ event: inout ForgeEvent, _ request: PayloadPart
  ) throws(PolicyError) {
    let number = try request.number("number")
    let address = try request.address("html_url", below: event.repositoryURL)
    guard address.hasSameBytes(as: "\(event.repositoryURL)/pull/\(number)") else {
      throw request.wrong("html_url", "is not the address of the pull request \(number)")
    }
    event.number = number
    event.url = address
    let base = try request.part("base")
    event.branch = try base.branch("ref")
    event.base = try base.commit("sha")
    event.head = try request.part("head").commit("sha")
    // While a pull request is open, the merge commit is one that GitHub makes to try it.
    if request.value["merged"]?.boolValue == true {
      event.merge = try request.commit("merge_commit_sha")
    }
  }

  /// The consent counts for the commit that was looked at, and only while it is the newest.
  private static func review(_ payload: PayloadPart) throws(PolicyError) -> ForgeEvent {
    var result = try event(payload, .review)
    let request = try payload.part("pull_request")
    try fill(&result, request)
    let review = try payload.part("review")
    result.actor = try actor(request.part("user"), at: result.repositoryURL)
    let state = try review.text("state").lowercased()
    guard state == "approved", let commit = try review.commit("commit_id"), commit == result.head,
      result.action == "submitted" || result.action == "edited"
    else { return result }
    result.approvals = [
      ForgeEvent.Approval(
        approver: try actor(review.part("user"), at: result.repositoryURL),
        url: try review.address("html_url", below: result.repositoryURL), commit: commit)
    ]
    return result
  }

  private static func push(_ payload: PayloadPart) throws(PolicyError) -> ForgeEvent {
    var result = try event(payload, .push)
    let reference = try payload.text("ref")
    if reference.utf8.starts(with: "refs/heads/".utf8) {
      result.branch = try payload.branch("ref")
    }
    result.base = try payload.commit("before")
    result.head = try payload.commit("after")
    return result
  }

  private static func mergeGroup(_ payload: PayloadPart) throws(PolicyError) -> ForgeEvent {
    var result = try event(payload, .mergeGroup)
    let group = try payload.part("merge_group")
    result.branch = try group.branch("base_ref")
    result.base = try group.commit("base_sha")
    result.head = try group.commit("head_sha")
    if let number = number(inQueue: try group.text("head_ref")) {
      result.number = number
      result.url = "\(result.repositoryURL)/pull/\(number)"
    }
    return result
  }

  /// The number in `refs/heads/gh-readonly-queue/main/pr-104-<commit>`, which GitHub itself names.
  private static func number(inQueue reference: String) -> Int? {
    guard reference.utf8.starts(with: "refs/heads/gh-readonly-queue/".utf8),
      let last = reference.utf8.split(separator: UInt8(ascii: "/")).last,
      last.starts(with: "pr-".utf8)
    else { return nil }
    let digits = last.dropFirst(3).prefix(while: Ascii.isDigit)
    guard last.dropFirst(3 + digits.count).first == UInt8(ascii: "-"), digits.count < 16 else {
      return nil
    }
    return Int(String(decoding: Array(digits), as: UTF8.self))
  }
}
