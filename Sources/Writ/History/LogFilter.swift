public import WritJSON
public import WritPolicy

/// Which commits `writ log` tells.
public struct LogFilter: Sendable {
  /// Only those of this pull request.
  public var pullRequest: Int?
  /// Only those that change this document.
  public var document: DocumentName?
  /// Only those that change the value at this place of the document.
  public var pointer: JSONPointer?
  /// Only those with this intent.
  public var intent: Intent?
  /// Only those of this actor: by the whole spelling, the name or the mail address, in any case of
  /// letters; a commit that names no actor is its author's.
  public var actor: String?
  /// Only those with this approval reference.
  public var approval: String?
  /// Only those that rest on an artifact or a decision with this digest: 64 hexadecimal digits.
  public var evidence: String?
  /// Only the one with this idempotency key.
  public var key: String?
  /// Only those made at this time or later.
  public var since: Instant?
  /// Only those made before this time.
  public var until: Instant?
  /// Only those of which a change is still in force, or was rolled back.
  public var fate: Fate?
  /// At most so many.
  public var limit = Int.max

  /// What became of a commit's changes.
  public enum Fate: Sendable {
    case inForce
    case rolledBack
  }

  /// All of them.
  public init() {}

  /// Whether the index tells which commits can match at all.
  var needsIndex: Bool {
    !terms.isEmpty || document != nil || since != nil || until != nil || fate != nil
  }

  /// Whether nothing but a place and a number of commits is asked for.
  var isAboutPlace: Bool {
    terms.isEmpty && since == nil && until == nil && fate == nil && limit > 0
  }

  /// The lists of the index that a commit must be in.
  var terms: [IndexKey] {
    var keys: [IndexKey] = []
    if let pullRequest { keys.append(IndexKey(.pullRequest, String(pullRequest).utf8)) }
    if let intent { keys.append(IndexKey(.intent, intent.rawValue.utf8)) }
    if let actor { keys.append(IndexKey(.actor, ActorSpelling.folded(actor))) }
    if let approval { keys.append(IndexKey(.approval, approval.utf8)) }
    if let evidence { keys.append(IndexKey(.evidence, evidence.utf8)) }
    if let key { keys.append(IndexKey(.idempotencyKey, key.utf8)) }
    return keys
  }

  func holds(_ time: Instant) -> Bool {
    if let since, time < since { return false }
    if let until, time >= until { return false }
    return true
  }
}
