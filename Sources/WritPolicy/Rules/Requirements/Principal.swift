/// Who somebody is, however the name is written: by the mail address where there is one.
///
/// `Ada <ada@example.org>` and `ADA@example.org` are one principal, so that nobody approves their
/// own change under another spelling.
struct Principal: Hashable {
  private let bytes: [UInt8]

  init(_ text: String) {
    switch GovernanceActor(text) {
    case .person(_, let mail): bytes = mail.utf8.map(Ascii.lowercase)
    case .automation, nil: bytes = text.utf8.map(Ascii.lowercase)
    }
  }
}
