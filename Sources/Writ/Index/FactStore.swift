import WritGit

/// The cache of facts in the git directory: an SQLite database that is built from the commits
/// alone and rebuilt whenever it is missing, damaged or made by another version.
final class FactStore {
  private let database: Database

  /// Changing what a fact is, or how it is digested, needs a new number.
  private static let version: Int64 = 1

  init(path: String) throws {
    database = try Database(path: path)
    var found: Int64 = 0
    try database.prepare("PRAGMA user_version").run([]) { found = $0.integer(0) }
    if found != FactStore.version { try makeTables() }
  }

  private func makeTables() throws {
    try database.transaction {
      try database.run("DROP TABLE IF EXISTS fact")
      try database.run("DROP TABLE IF EXISTS tip")
      try database.run(
        "CREATE TABLE fact(seq INTEGER PRIMARY KEY, kind INTEGER, digest BLOB, commit_id BLOB)")
      try database.run("CREATE INDEX fact_digest ON fact(kind, digest)")
      try database.run("CREATE TABLE tip(commit_id BLOB PRIMARY KEY, seq INTEGER) WITHOUT ROWID")
      try database.run("PRAGMA user_version=\(FactStore.version)")
    }
  }

  /// The commits whose whole history is in the store, newest first.
  func tips() throws -> [ObjectID] {
    var result: [ObjectID] = []
    try database.prepare("SELECT commit_id FROM tip ORDER BY seq DESC").run([]) { row in
      if let id = ObjectID(bytes: row.blob(0)) { result.append(id) }
    }
    return result
  }

  /// Adds the facts of commits, oldest first, after which the history of `tip` is complete.
  func add(_ facts: [(commit: ObjectID, facts: [Fact])], completing tip: ObjectID) throws {
    try database.transaction {
      let insert = try database.prepare(
        "INSERT INTO fact(kind, digest, commit_id) VALUES(?, ?, ?)")
      for (commit, facts) in facts {
        for fact in facts {
          try insert.run([.integer(fact.kind.rawValue), .blob(fact.digest), .blob(commit.bytes)])
        }
      }
      try database.prepare(
        "INSERT OR REPLACE INTO tip SELECT ?, 1 + coalesce(max(seq), 0) FROM tip"
      ).run([.blob(tip.bytes)])
      try database.run(
        "DELETE FROM tip WHERE seq <= (SELECT max(seq) FROM tip) - \(FactStore.tipsKept)")
    }
  }

  /// Enough for the branches that are in use at one time; a forgotten one is walked again.
  private static let tipsKept = 32

  /// The commits that state one of the facts, with the fact's kind, newest first.
  func commits(stating facts: [Fact]) throws -> [(kind: Fact.Kind, commit: ObjectID)] {
    var result: [(Int64, Fact.Kind, ObjectID)] = []
    let select = try database.prepare(
      "SELECT seq, kind, commit_id FROM fact WHERE kind = ? AND digest = ?")
    for fact in facts {
      try select.run([.integer(fact.kind.rawValue), .blob(fact.digest)]) { row in
        guard let kind = Fact.Kind(rawValue: row.integer(1)), let id = ObjectID(bytes: row.blob(2))
        else { return }
        result.append((row.integer(0), kind, id))
      }
    }
    return result.sorted { $0.0 > $1.0 }.map { ($0.1, $0.2) }
  }
}
