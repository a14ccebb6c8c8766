public import Foundation

/// Real inputs that lie beside the package; tests that need them are skipped where they are absent.
public enum SharedData {
  /// The folder, whether it is there or not.
  public static let root = URL(
    fileURLWithPath: Places.sharedData ?? Places.packageRoot + "/../shared/data", isDirectory: true
  ).standardizedFileURL

  /// Why a test is skipped.
  public static let missing =
    "the folder ../shared/data is absent (WRIT_SHARED_DATA names another one)"

  /// Whether a file or a folder is there.
  public static func has(_ path: String) -> Bool {
    FileManager.default.fileExists(atPath: root.appendingPathComponent(path).path)
  }

  /// The content of a file.
  public static func bytes(_ path: String) throws -> [UInt8] {
    Array(try Data(contentsOf: root.appendingPathComponent(path)))
  }

  /// The names in a folder, none where it is absent.
  public static func names(_ folder: String) -> [String] {
    do {
      return try FileManager.default.contentsOfDirectory(
        atPath: root.appendingPathComponent(folder).path
      ).sorted()
    } catch {
      return []
    }
  }

  /// The JSON files under a folder, at any depth, by paths relative to it.
  public static func files(under folder: String) -> [String] {
    let start = root.appendingPathComponent(folder).path
    guard let walk = FileManager.default.enumerator(atPath: start) else { return [] }
    return walk.compactMap { $0 as? String }.filter { $0.hasSuffix(".json") }.sorted()
  }
}
