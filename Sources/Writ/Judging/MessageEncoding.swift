import WritGit
import WritPolicy

extension Ledger {
  /// What is wrong with the encoding that a commit says its message has.
  ///
  /// Git's readers turn the message into UTF-8 by it, and would see other trailers than were judged.
  func encodingFindings(_ commit: Commit) -> [Finding] {
    commit.otherHeaders.filter { $0.name == "encoding" && !Ledger.isUTF8($0.value) }.map { header in
      Finding(
        .messageGrammar,
        "The commit says that its message is in the encoding "
          + "'\(String(decoding: header.value, as: UTF8.self))', by which git's readers would see "
          + "other text than was judged.",
        mend: "make the commit again in UTF-8, with 'git config --unset i18n.commitEncoding'")
    }
  }

  /// The same for the commit that git is about to make, to which it gives a header for any encoding but
  /// UTF-8.
  ///
  /// - Parameter encoding: what the call itself says, before which the settings do not count.
  func encodingFindings(ofCall encoding: String?) throws -> [Finding] {
    let named = try encoding ?? repository.configuration().string("i18n.commitencoding")
    guard let named, !Ledger.isUTF8(Array(named.utf8)) else { return [] }
    return [
      Finding(
        .messageGrammar,
        "By the setting i18n.commitEncoding the commit would say that its message is in the "
          + "encoding '\(named)', by which git's readers would see other text than was judged.",
        mend: "run 'git config --unset i18n.commitEncoding', or, where the setting is not the "
          + "repository's own, 'git config i18n.commitEncoding UTF-8'")
    ]
  }

  private static func isUTF8(_ name: [UInt8]) -> Bool {
    let lower = name.map { (0x41...0x5A).contains($0) ? $0 | 0x20 : $0 }
    return lower.elementsEqual("utf-8".utf8) || lower.elementsEqual("utf8".utf8)
  }
}
