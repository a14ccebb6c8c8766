import WritPolicy

extension Ledger {
  /// The gates and targets that a change would leave behind with a mistake: a gate that nobody can ask
  /// would hold every change up that it is asked about.
  static func brokenDocuments(_ documents: [DocumentChange]) -> [Finding] {
    documents.compactMap { document in
      guard let after = document.after else { return nil }
      do throws(PolicyError) {
        if let name = Gate.name(ofPath: document.path) { _ = try Gate(after, name: name) }
        if document.path.isPath(of: TargetList.path) { _ = try TargetList(after) }
        return nil
      } catch {
        let isGate = Gate.name(ofPath: document.path) != nil
        return Finding(
          isGate ? .gateForm : .rulesForm, path: document.path, pointer: error.pointer,
          error.message, mend: error.hint ?? "correct \(document.path)")
      }
    }
  }
}
