/// Whose signature a commit must bear.
public enum SignatureRequirement: String, Sendable, CaseIterable {
  /// That of any allowed signer.
  case required
  /// That of the actor, who must be an allowed signer.
  case actor

  var words: String {
    switch self {
    case .required: "the signature of an allowed signer"
    case .actor: "the signature of the actor"
    }
  }

  static func read(_ form: Form) throws(PolicyError) -> SignatureRequirement? {
    guard let text = try form.optionalString("signature") else { return nil }
    guard let found = SignatureRequirement(rawValue: text) else {
      let known = allCases.map { "'\($0.rawValue)'" }.joined(separator: " or ")
      throw form.bad("signature", "'\(text.oneLine)'", hint: "write \(known)")
    }
    return found
  }
}
