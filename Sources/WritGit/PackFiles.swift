/// The packs of a repository as they lie there, for who reads a long history: opened once for all
/// threads, and read without the locks and caches of libgit2.
///
/// What is not in them, or cannot be read there, libgit2 is asked for. Whatever comes from here is
/// held against its id.
public final class PackFiles: Sendable {
  let packs: [PackFile]

  /// Opens the packs of some object folders.
  init(folders: [String]) {
    packs = folders.flatMap { PackFiles.opened("\($0)/pack") }
  }

  /// Opens the packs in a folder.
  ///
  /// A repack that runs meanwhile takes packs away that were listed: the folder is listed anew then,
  /// once, as git does; what is not here after that, libgit2 is asked for.
  private static func opened(_ folder: String) -> [PackFile] {
    let names = names(in: folder)
    let packs = names.compactMap { PackFile(index: "\(folder)/\($0)") }
    let later = PackFiles.names(in: folder)
    if later == names { return packs }
    return later.compactMap { PackFile(index: "\(folder)/\($0)") }
  }

  /// A folder that cannot be listed has no packs here.
  private static func names(in folder: String) -> [String] {
    do throws(GitError) {
      return try FileSystem.names(in: folder).filter { $0.hasSuffix(".idx") }
    } catch {
      return []
    }
  }
}

/// How much of what was read from packs is kept.
public enum PackMemory: Sendable {
  /// What the audit of a whole history needs, some 20 MB for each thread.
  case much
  /// What a hook may take, some 3 MB for each thread.
  case little
}

extension Repository {
  /// The packs of the repository, and in a hook those of the push and of what it goes to.
  public func packFiles() -> PackFiles {
    PackFiles(folders: [objectFolder] + otherObjectFolders)
  }
}

extension ObjectDatabase {
  /// Looks for objects in these packs first.
  ///
  /// They are held against their ids as all objects are.
  public func read(from files: PackFiles, keeping memory: PackMemory) {
    packs = PackReader(files, memory)
  }
}
