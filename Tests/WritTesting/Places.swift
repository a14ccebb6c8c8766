import Foundation

/// Where tests find things: the package, the data shared between projects, the built program.
public enum Places {
  /// The top folder of the package, found from where this file was compiled.
  public static var packageRoot: String {
    parent(parent(parent(#filePath)))
  }

  /// The folder of shared data, or nil when it is absent; `WRIT_SHARED_DATA` names another one.
  public static var sharedData: String? {
    let named = ProcessInfo.processInfo.environment["WRIT_SHARED_DATA"]
    let folder = named ?? parent(packageRoot) + "/shared/data"
    return FileManager.default.fileExists(atPath: folder + "/README.md") ? folder : nil
  }

  /// The built program `writ`, which stands beside the test bundle; `WRIT_BINARY` names another.
  public static var program: String? {
    if let named = ProcessInfo.processInfo.environment["WRIT_BINARY"] { return named }
    let bundle = Bundle.main.executablePath.map(parent)
    let folders = [bundle, packageRoot + "/.build/debug"].compactMap { $0 }
    return folders.map { $0 + "/writ" }.first {
      FileManager.default.isExecutableFile(atPath: $0)
    }
  }

  /// The path without its last part.
  public static func parent(_ path: String) -> String {
    (path as NSString).deletingLastPathComponent
  }
}
