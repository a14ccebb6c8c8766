internal import CSQLite

/// A thin owner of one SQLite connection: enough for a cache, and no more.
final class Database {
  private let pointer: OpaquePointer

  struct Failure: Error, CustomStringConvertible {
    let code: Int32
    let description: String

    /// Whether the file is not what was written, so that nothing in it can be trusted.
    var isDamage: Bool {
      [SQLITE_CORRUPT, SQLITE_NOTADB, SQLITE_FORMAT, SQLITE_ERROR, SQLITE_SCHEMA].contains(
        code & 0xFF)
    }

    static func damaged(_ description: String) -> Failure {
      Failure(code: SQLITE_CORRUPT, description: description)
    }
  }

  /// How a database is opened.
  enum Mode {
    /// One writes while nobody reads; the file is made if need be.
    case exclusiveWrites
    /// Readers and a writer are never in each other's way; the file is made if need be.
    case writeAhead
    /// Nothing is written, not even the files of locks beside it.
    case untouched
  }

  /// Opens or makes the database at `path`.
  ///
  /// A kill leaves it whole. Nothing is synced, as a cache is not worth the wait: a loss of power
  /// may damage it, which its reader must be able to see.
  init(path: String, _ mode: Mode = .exclusiveWrites) throws {
    var pointer: OpaquePointer?
    let access =
      mode == .untouched
      ? SQLITE_OPEN_READONLY | SQLITE_OPEN_URI : SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE
    let name = mode == .untouched ? Database.immutable(path) : path
    let status = sqlite3_open_v2(name, &pointer, access | SQLITE_OPEN_NOMUTEX, nil)
    guard status == SQLITE_OK, let pointer else {
      sqlite3_close_v2(pointer)
      throw Failure(code: status, description: "Cannot open the index '\(path)'.")
    }
    self.pointer = pointer
    sqlite3_busy_timeout(pointer, 2_000)
    if mode == .untouched { return }
    try run("PRAGMA journal_mode=\(mode == .writeAhead ? "WAL" : "TRUNCATE")")
    try run("PRAGMA synchronous=OFF")
  }

  /// The name under which SQLite reads a file and makes no other beside it.
  private static func immutable(_ path: String) -> String {
    let escaped = path.utf8.map { byte -> String in
      let isPlain = byte >= 0x80 || !"%?#".utf8.contains(byte)
      return isPlain ? "" : "%" + String(byte, radix: 16)
    }
    var bytes = Array("file:".utf8)
    for (byte, escape) in zip(path.utf8, escaped) {
      bytes += escape.isEmpty ? [byte] : Array(escape.utf8)
    }
    return String(decoding: bytes + Array("?immutable=1".utf8), as: UTF8.self)
  }

  deinit { sqlite3_close_v2(pointer) }

  /// Runs statements that give no rows to read.
  func run(_ sql: String) throws {
    guard sqlite3_exec(pointer, sql, nil, nil, nil) == SQLITE_OK else { throw failure(sql) }
  }

  /// Runs `body` as one transaction, which sees one state of the database.
  func transaction(writing: Bool = true, _ body: () throws -> Void) throws {
    try run(writing ? "BEGIN IMMEDIATE" : "BEGIN")
    do {
      try body()
      try run("COMMIT")
    } catch {
      sqlite3_exec(pointer, "ROLLBACK", nil, nil, nil)
      throw error
    }
  }

  func prepare(_ sql: String) throws -> Statement {
    var statement: OpaquePointer?
    guard sqlite3_prepare_v2(pointer, sql, -1, &statement, nil) == SQLITE_OK, let statement else {
      throw failure(sql)
    }
    return Statement(statement, of: self)
  }

  fileprivate func failure(_ attempted: String) -> Failure {
    Failure(
      code: sqlite3_errcode(pointer),
      description:
        "The index failed on '\(attempted)': \(String(cString: sqlite3_errmsg(pointer))).")
  }

  /// A prepared statement; run it as often as needed.
  final class Statement {
    private let pointer: OpaquePointer
    private let database: Database

    fileprivate init(_ pointer: OpaquePointer, of database: Database) {
      self.pointer = pointer
      self.database = database
    }

    deinit { sqlite3_finalize(pointer) }

    enum Value {
      case integer(Int64)
      case blob([UInt8])
    }

    /// Binds the values and runs the statement, calling `row` for each row.
    func run(_ values: [Value], row: (Row) -> Void = { _ in }) throws {
      defer {
        sqlite3_reset(pointer)
        sqlite3_clear_bindings(pointer)
      }
      for (index, value) in values.enumerated() { bind(value, at: Int32(index + 1)) }
      while true {
        switch sqlite3_step(pointer) {
        case SQLITE_ROW: row(Row(pointer: pointer))
        case SQLITE_DONE: return
        default: throw database.failure("step")
        }
      }
    }

    private func bind(_ value: Value, at index: Int32) {
      switch value {
      case .integer(let number): sqlite3_bind_int64(pointer, index, number)
      case .blob(let bytes):
        sqlite3_bind_blob(pointer, index, bytes, Int32(bytes.count), writ_sqlite_transient())
      }
    }
  }

  /// One row of a result; valid inside the callback that gets it.
  struct Row {
    fileprivate let pointer: OpaquePointer

    func integer(_ column: Int32) -> Int64 { sqlite3_column_int64(pointer, column) }

    func blob(_ column: Int32) -> [UInt8] {
      let count = Int(sqlite3_column_bytes(pointer, column))
      guard count > 0, let bytes = sqlite3_column_blob(pointer, column) else { return [] }
      return Array(UnsafeRawBufferPointer(start: bytes, count: count))
    }
  }
}
