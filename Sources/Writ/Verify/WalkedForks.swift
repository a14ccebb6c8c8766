import WritGit

/// Where a side line left another line.
struct Fork: Equatable {
  /// The first commit on the side's line of first parents that the other line's history has too; nil
  /// where there is none.
  let anchor: ObjectID?
  /// The best common ancestors of both, in no order: none where there is none, several where the
  /// lines crossed.
  let bases: [ObjectID]
}

/// Finds where side lines left others in a history that was walked.
///
/// For a line of first parents it learns once how far up each commit is part of its history. Then a
/// merge takes as long as it brings commits, however long the line is, and all merges of the line
/// together as long as the walk.
final class WalkedForks {
  /// What a walk knows when it is over.
  struct Walked {
    let table: CommitTable
    /// The commits of which another parent counts as the first.
    let turned: Set<ObjectID>
    let tips: [ObjectID]
  }

  private let repository: Repository
  private let walked: () -> Walked?
  private lazy var graph = walked().map(ForkGraph.init)
  private var lines: [ForkLine] = []
  private var lineOf: [Int: Int] = [:]

  /// Each line takes four bytes for every commit of the walk.
  private static let kept = 8

  /// - Parameter walked: nil where the walk did not come to its end.
  init(_ repository: Repository, _ walked: @escaping () -> Walked?) {
    self.repository = repository
    self.walked = walked
  }

  /// Where a side left the line of a commit; nil where the walk cannot tell.
  func fork(of side: ObjectID, from trunk: ObjectID) throws -> Fork? {
    guard let graph, let tip = graph.place(of: side), let own = graph.place(of: trunk),
      let line = try line(through: own, graph)
    else { return nil }
    return try line.fork(of: tip, from: own)
  }

  private func line(through place: Int, _ graph: ForkGraph) throws -> ForkLine? {
    if let known = lineOf[place] { return lines[known] }
    guard let line = try ForkLine(through: place, graph, repository) else { return nil }
    if lines.count == WalkedForks.kept {
      lines.removeAll()
      lineOf.removeAll()
    }
    for place in line.places { lineOf[place] = lines.count }
    lines.append(line)
    return line
  }
}
