internal import CLibgit2
internal import Glibc

/// The times by which git knows that a file has not changed since the index was written.
enum IndexTimes {
  /// Lets `native` say that the file is as `status` shows it.
  static func fill(_ native: inout git_index_entry, from status: stat) {
    native.ctime.seconds = Int32(truncatingIfNeeded: status.st_ctim.tv_sec)
    native.ctime.nanoseconds = UInt32(truncatingIfNeeded: status.st_ctim.tv_nsec)
    native.mtime.seconds = Int32(truncatingIfNeeded: status.st_mtim.tv_sec)
    native.mtime.nanoseconds = UInt32(truncatingIfNeeded: status.st_mtim.tv_nsec)
    native.dev = UInt32(truncatingIfNeeded: status.st_dev)
    native.ino = UInt32(truncatingIfNeeded: status.st_ino)
    native.uid = status.st_uid
    native.gid = status.st_gid
    native.file_size = UInt32(truncatingIfNeeded: status.st_size)
  }

  /// A file that is not older than the index may have changed after git looked at it without a
  /// change of its times.
  ///
  /// git compares such files while the index keeps its own time, which it loses when the index is
  /// written anew; so the size is set to zero, which makes git compare them (see "racy git" in
  /// git's documentation).
  static func doubtRecent(in index: OpaquePointer, since written: timespec) {
    let seconds = Int32(truncatingIfNeeded: written.tv_sec)
    let nanoseconds = UInt32(truncatingIfNeeded: written.tv_nsec)
    for position in 0..<git_index_entrycount(index) {
      guard let entry = git_index_get_byindex(index, position) else { continue }
      let time = entry.pointee.mtime
      let isOlder =
        time.seconds < seconds || (time.seconds == seconds && time.nanoseconds < nanoseconds)
      if isOlder || entry.pointee.file_size == 0 { continue }
      // The entries are the index's own memory, which nothing else holds yet.
      UnsafeMutablePointer(mutating: entry).pointee.file_size = 0
    }
  }
}
