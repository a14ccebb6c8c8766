internal import CLibgit2
internal import CWritShim

/// The one place that starts libgit2 and reads its errors.
public enum Libgit2 {
  /// Starts libgit2 once for this process; everything that touches it goes through here first.
  static func start() { _ = started }

  private static let started: Bool = {
    // Without it every later call would be a crash.
    precondition(git_libgit2_init() > 0, "libgit2 could not be started.")
    acceptHarmlessExtensions()
    // `ObjectDatabase` holds everything it hands out against its id, three times as fast.
    _ = writ_libgit2_set_strict_hash(0)
    boundMemory()
    ConfigurationFiles.hideReplaced()
    return true
  }()

  /// A walk of a long history would keep up to 256 MB of trees that nobody asks for again, and map
  /// whole packs.
  private static func boundMemory() {
    _ = writ_libgit2_set_cache_size(24 << 20)
    _ = writ_libgit2_set_window(16 << 20, 96 << 20)
  }

  /// `worktreeConfig` only adds a configuration file (`git sparse-checkout` sets it),
  /// `preciousObjects` only forbids removing objects, which writ never does, and `objectFormat` may
  /// name SHA-1; libgit2 1.5 would refuse them.
  ///
  /// `RepositoryFormat` judges the values, those of `partialClone` and `refStorage` too, so that a
  /// refusal says what is wrong.
  private static func acceptHarmlessExtensions() {
    let names: [StaticString] = [
      "worktreeconfig", "preciousobjects", "objectformat", "partialclone", "refstorage",
    ]
    var pointers = names.map { name -> UnsafePointer<CChar>? in
      UnsafeRawPointer(name.utf8Start).assumingMemoryBound(to: CChar.self)
    }
    _ = writ_libgit2_set_extensions(&pointers, pointers.count)
  }

  /// Looks for the configuration of the machine and of the user in `folder` alone from now on, in
  /// the whole process: for hermetic use, such as tests.
  public static func isolateConfiguration(in folder: String) throws(GitError) {
    start()
    let levels = [
      GIT_CONFIG_LEVEL_PROGRAMDATA, GIT_CONFIG_LEVEL_SYSTEM, GIT_CONFIG_LEVEL_XDG,
      GIT_CONFIG_LEVEL_GLOBAL,
    ]
    for level in levels {
      try check(
        writ_libgit2_set_search_path(level.rawValue, folder), "Cannot isolate the configuration")
    }
  }

  /// Runs `body`, which reads a long history once, without keeping objects in memory: libgit2's cache
  /// becomes slow when it is full.
  public static func readingOnce<Result>(_ body: () throws -> Result) rethrows -> Result {
    start()
    _ = writ_libgit2_set_caching(0)
    defer { _ = writ_libgit2_set_caching(1) }
    return try body()
  }

  /// Refuses a name that C would read only in part.
  static func refuseNUL(_ text: String) throws(GitError) {
    guard text.utf8.contains(0) else { return }
    let shown = text.split(separator: "\0", omittingEmptySubsequences: false)
    throw GitError(.invalid, "'\(shown.joined(separator: "\\0"))' contains a NUL character.")
  }
}

extension Libgit2 {
  /// Runs one call and gives its status.
  ///
  /// The text of an earlier failure is dropped first, as a call that fails without a text of its
  /// own would be blamed for it.
  static func call(_ body: () -> Int32) -> Int32 {
    git_error_clear()
    return body()
  }

  /// Runs one call and throws what libgit2 reported when its status is negative.
  @discardableResult
  static func check(
    _ call: @autoclosure () -> Int32, _ attempted: @autoclosure () -> String
  ) throws(GitError) -> Int32 {
    try judge(Libgit2.call(call), attempted())
  }

  /// Throws what libgit2 reported when the `status` of the call just made is negative.
  @discardableResult
  static func judge(
    _ status: Int32, _ attempted: @autoclosure () -> String
  ) throws(GitError) -> Int32 {
    guard status < 0 else { return status }
    throw error(status, attempted())
  }

  /// Runs one call that makes a handle, which the caller owns.
  static func make(
    _ attempted: @autoclosure () -> String, _ body: (inout OpaquePointer?) -> Int32
  ) throws(GitError) -> OpaquePointer {
    var pointer: OpaquePointer?
    let status = call { body(&pointer) }
    guard status >= 0, let pointer else { throw error(status, attempted()) }
    return pointer
  }

  /// Whether the call that just failed did so because of an object.
  static var isAboutObjects: Bool {
    git_error_last()?.pointee.klass == Int32(GIT_ERROR_ODB.rawValue)
  }

  /// The error of the C call that just returned `status`; read in the same frame, as the text is
  /// kept per thread and overwritten by the next call.
  static func error(_ status: Int32, _ attempted: @autoclosure () -> String) -> GitError {
    var detail = "error \(status)"
    var category: Int32 = 0
    if let last = git_error_last() {
      category = last.pointee.klass
      if let text = last.pointee.message { detail = String(cString: text) }
    }
    return Libgit2Failure(status: status, category: category, detail: detail).error(attempted())
  }
}
