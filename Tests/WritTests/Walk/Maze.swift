import WritGit
import WritTesting

@testable import Writ

/// A history with merges, side lines of their own and clocks that are wrong.
struct Maze {
  let repository: TemporaryRepository
  private(set) var commits: [String] = []
  /// Those that do nothing but approve, as their messages say.
  private(set) var approvals: Set<String> = []

  init(
    _ chance: inout Chance, count: Int, clocksAreRight: Bool, approvals hasApprovals: Bool = false
  ) throws {
    repository = try TemporaryRepository(bare: true)
    var stream = ""
    var approving: [Int] = []
    for number in 1...count {
      let isWrong = !clocksAreRight && chance.once(in: 12)
      let time = 1_700_000_000 + 60 * number - (isWrong ? chance.below(6_000) - 2_000 : 0)
      var parents = Set<Int>()
      if number > 1, !chance.once(in: 40) { parents.insert(max(1, number - 1 - chance.below(4))) }
      while number > 4, !parents.isEmpty, chance.once(in: 4) {
        parents.insert(1 + chance.below(number - 1))
      }
      stream += "commit refs/heads/c\(number)\nmark :\(number)\n"
      stream += "committer A <a@example.org> \(time) +0000\n"
      let isApproval = hasApprovals && parents.count == 1 && !chance.once(in: 3)
      if isApproval { approving.append(number) }
      let message = isApproval ? "Approve 01jd0000000000000000000000\n" : ""
      stream += "data \(message.utf8.count)\n\(message)"
      let order = parents.sorted().shuffled(using: &chance)
      for (place, parent) in order.enumerated() {
        stream += "\(place == 0 ? "from" : "merge") :\(parent)\n"
      }
      stream += "M 100644 inline file\ndata \(String(number).count)\n\(number)\n"
    }
    try repository.fastImport(Array(stream.utf8))
    commits = try (1...count).map { try lines("rev-parse", "c\($0)")[0] }
    approvals = Set(approving.map { commits[$0 - 1] })
  }

  /// What can be reached from some commits, with the parents of each.
  func parents(of commits: [String]) throws -> [String: [String]] {
    if commits.isEmpty { return [:] }
    let lines = try git(["rev-list", "--parents"] + commits)
    return Dictionary(
      uniqueKeysWithValues: lines.map { line in
        let words = line.split(separator: " ").map(String.init)
        return (words[0], Array(words[1...]))
      })
  }

  /// The best common ancestors of two commits, as git tells them.
  func mergeBases(_ first: String, _ second: String) throws -> [String] {
    let found = try repository.run("git", ["merge-base", "--all", first, second])
    return found.outputText.split(separator: "\n").map(String.init)
  }

  func lines(_ arguments: String...) throws -> [String] { try git(arguments) }

  private func git(_ arguments: [String]) throws -> [String] {
    String(decoding: try repository.git(arguments), as: UTF8.self)
      .split(separator: "\n").map(String.init)
  }
}
