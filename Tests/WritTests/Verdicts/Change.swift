import Writ
import WritGit

/// A change that was made, for all who judge.
struct Change {
  /// What kind it is, for people.
  let kind: String
  /// The new commits, parents first; the last is the tip.
  let commits: [ObjectID]
  /// The same change as one that `apply` is asked for, where there is one.
  var request: ApplyRequest?
}

/// What somebody says of a change: for each refused commit the reasons.
struct Said: Equatable, CustomStringConvertible {
  var refused: [String: Set<String>] = [:]

  var isAllowed: Bool { refused.isEmpty }
  var codes: Set<String> {
    Set(refused.values.joined().map { String($0.prefix { $0 != " " }) })
  }

  var description: String {
    refused.sorted { $0.key < $1.key }.map { "\($0.key.prefix(10)): \($0.value.sorted())" }
      .joined(separator: "; ")
  }
}
