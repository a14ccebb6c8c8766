import Glibc
import Writ
import WritGit
import WritJSON

/// Files that the command line names.
enum Input {
  /// More than this is read of no file that must be in memory whole.
  static let limit = 256 << 20

  /// The content of a file, or of standard input for `-`.
  static func bytes(_ path: String, limit: Int = limit) throws -> [UInt8] {
    if path == "-" {
      return try FileSystem.readAll(STDIN_FILENO, "standard input", limit: limit)
    }
    do {
      guard let bytes = try FileSystem.read(path, limit: limit) else {
        throw UsageError("There is no file '\(path)'.")
      }
      return bytes
    } catch let error as GitError where error.code == .invalid {
      throw UsageError(error.message, hint: error.hint)
    }
  }

  /// The file itself, or the `.json` files below a folder.
  static func documents(_ path: String) throws -> [String] {
    guard FileSystem.isFolder(path) else { return [path] }
    return try FileSystem.files(below: path).filter { $0.hasSuffix(".json") }
  }

  /// The value of the JSON document in a file.
  static func json(_ path: String) throws -> JSONValue { try document(path).value }

  /// The JSON document in a file.
  static func document(_ path: String) throws -> JSONDocument {
    let bytes = try bytes(path)
    do throws(JSONError) {
      return try JSONDocument(parsing: bytes)
    } catch {
      let place = error.line.map { ":\($0):\(error.column ?? 1)" } ?? ""
      throw UsageError("\(path)\(place): \(error.message)", hint: error.hint)
    }
  }
}

/// The environment of the process.
enum Environment {
  /// The value of a variable, or nil when it is not set or empty.
  static func value(_ name: String) -> String? {
    guard let text = getenv(name), text.pointee != 0 else { return nil }
    return String(cString: text)
  }
}
