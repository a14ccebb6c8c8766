internal import CSQLite

/// A thin owner of one SQLite connection: enough for a cache, and no more.
final class Database {
  private let pointer: OpaquePointer

  struct Failure: Error, CustomStringConvertible {
    let code: Int32
    let description: String
  }

  /// Opens or makes the database at `path`.
  ///
  /// Losing power may cost the newest rows, never the database's integrity: write-ahead log,
  /// synchronous NORMAL.
  init(path: String) throws {
    var pointer: OpaquePointer?
    let flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX
    let status = sqlite3_open_v2(path, &pointer, flags, nil)
    guard status == SQLITE_OK, let pointer else {
      sqlite3_close_v2(pointer)
      throw Failure(code: status, description: "Cannot open the index '\(path)'.")
    }
    self.pointer = pointer
    sqlite3_busy_timeout(pointer, 5_000)
    keepLogOnClose()
    try run("PRAGMA journal_mode=WAL")
    try run("PRAGMA synchronous=NORMAL")
  }

  deinit { sqlite3_close_v2(pointer) }

  /// The last process to close would write the log back, sync and delete it, in every short
  /// command; instead it is kept and written back once it has grown.
  private func keepLogOnClose() {
    var keep: Int32 = 1
    sqlite3_file_control(pointer, nil, SQLITE_FCNTL_PERSIST_WAL, &keep)
    writ_sqlite_skip_checkpoint_on_close(pointer)
  }

  /// Runs statements that give no rows to read.
  func run(_ sql: String) throws {
    guard sqlite3_exec(pointer, sql, nil, nil, nil) == SQLITE_OK else { throw failure(sql) }
  }

  /// Runs `body` as one transaction.
  func transaction(_ body: () throws -> Void) throws {
    try run("BEGIN IMMEDIATE")
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
