import Foundation

/// A folder that goes away with its owner, unless `WRIT_KEEP=1` asks to keep it.
public final class TemporaryFolder: Sendable {
  /// The absolute path, without symbolic links.
  public let path: String

  /// Makes an empty folder.
  public init(_ name: String = "writ") throws {
    let base = FileManager.default.temporaryDirectory.resolvingSymlinksInPath().path
    path = base + "/\(name)-\(UUID().uuidString.prefix(8).lowercased())"
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
  }

  deinit {
    guard ProcessInfo.processInfo.environment["WRIT_KEEP"] != "1" else {
      print("kept: \(path)")
      return
    }
    TemporaryFolder.remove(path)
  }

  /// Removes a tree, read-only folders included.
  private static func remove(_ path: String) {
    let manager = FileManager.default
    if (try? manager.removeItem(atPath: path)) != nil { return }
    let writable: [FileAttributeKey: Any] = [.posixPermissions: 0o755]
    for case let child as String in manager.enumerator(atPath: path) ?? .init() {
      var isFolder: ObjCBool = false
      let full = path + "/" + child
      if manager.fileExists(atPath: full, isDirectory: &isFolder), isFolder.boolValue {
        try? manager.setAttributes(writable, ofItemAtPath: full)
      }
    }
    try? manager.removeItem(atPath: path)
  }

  /// Writes a file, making the folders above it.
  public func write(_ name: String, _ bytes: some Sequence<UInt8>) throws {
    try Files.write(path + "/" + name, bytes)
  }

  /// Reads a file.
  public func read(_ name: String) throws -> [UInt8] { try Files.read(path + "/" + name) }
}

/// Whole files as bytes.
public enum Files {
  /// Reads a file.
  public static func read(_ path: String) throws -> [UInt8] {
    [UInt8](try Data(contentsOf: URL(fileURLWithPath: path)))
  }

  /// Writes a file, making the folders above it.
  public static func write(_ path: String, _ bytes: some Sequence<UInt8>) throws {
    let url = URL(fileURLWithPath: path)
    try FileManager.default.createDirectory(
      at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
    try SpawnLock.writing { try Data(bytes).write(to: url) }
  }

  /// Whether anything is there, a broken symbolic link included.
  public static func exists(_ path: String) -> Bool {
    (try? FileManager.default.attributesOfItem(atPath: path)) != nil
  }
}
