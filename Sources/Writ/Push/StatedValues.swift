import WritGit
import WritPolicy

extension Ledger {
  /// What a push says that references are, held against what they are.
  ///
  /// Who pushes states it. Git compares it when it moves a reference, but not when it deletes one whose
  /// stated value is zero or names no object, and it carries out what is said of one reference twice, one
  /// after the other.
  func misstatements(_ references: [PushedReference]) throws -> [PushFinding] {
    var news: [[UInt8]: ObjectID] = [:]
    return try references.compactMap { reference in
      // Git refuses such names itself, or nothing can be protected by them.
      guard reference.isNameExact, Repository.isValidReferenceName(reference.name) else {
        return nil
      }
      let before = news.updateValue(reference.new, forKey: Array(reference.name.utf8))
      return try misstatement(reference, before).map {
        PushFinding(reference: reference.name, commit: nil, finding: $0)
      }
    }
  }

  private func misstatement(
    _ reference: PushedReference, _ before: ObjectID?
  ) throws -> Finding? {
    func refusal(_ message: String, mend: String) -> Finding {
      Finding(.protectedReference, path: reference.name, message, mend: mend)
    }
    if let before, before != reference.new {
      return refusal(
        "The push says of \(reference.name) twice what it shall be.",
        mend: "name each reference once")
    }
    let held = try repository.reference(reference.name)
    if reference.old != held ?? .zero {
      return refusal(
        "The push takes \(reference.name) for \(PushedReference.told(reference.old)), and it is "
          + "\(PushedReference.told(held ?? .zero)).", mend: "run 'git fetch', and push again")
    }
    guard reference.isNew, reference.isDeletion else { return nil }
    return refusal(
      "The push deletes \(reference.name), which is not there.", mend: "run 'git fetch --prune'")
  }
}

extension PushedReference {
  fileprivate static func told(_ value: ObjectID) -> String {
    value == .zero ? "not there" : value.short
  }
}
