import Foundation
import WritJSON

/// Real inputs that lie beside the package; tests that need them are skipped where they are absent.
enum SharedData {
  static let root: URL = {
    if let folder = ProcessInfo.processInfo.environment["WRIT_SHARED_DATA"] {
      return URL(fileURLWithPath: folder, isDirectory: true)
    }
    let package = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    return package.appendingPathComponent("../shared/data", isDirectory: true).standardizedFileURL
  }()

  static let missing = "the folder ../shared/data is absent (WRIT_SHARED_DATA names another one)"

  static func has(_ path: String) -> Bool {
    FileManager.default.fileExists(atPath: root.appendingPathComponent(path).path)
  }

  static func bytes(_ path: String) throws -> [UInt8] {
    Array(try Data(contentsOf: root.appendingPathComponent(path)))
  }

  static func names(_ folder: String) -> [String] {
    do {
      return try FileManager.default.contentsOfDirectory(
        atPath: root.appendingPathComponent(folder).path
      ).sorted()
    } catch {
      return []
    }
  }
}

extension SharedData {
  /// A document under the root.
  static func document(_ path: String) throws -> JSONDocument {
    try JSONDocument(parsing: try bytes(path))
  }

  /// The files under a folder, at any depth, by paths relative to it.
  static func files(under folder: String) -> [String] {
    let start = root.appendingPathComponent(folder).path
    guard let walk = FileManager.default.enumerator(atPath: start) else { return [] }
    return walk.compactMap { $0 as? String }.filter { $0.hasSuffix(".json") }.sorted()
  }
}
