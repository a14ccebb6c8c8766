import Foundation

/// Commands on files, folders and variables.
enum ScriptFiles {
  static func perform(
    _ command: ScriptCommand, _ arguments: ScriptArguments, on run: inout ScriptRun
  ) throws {
    if command == .exists { return try exists(arguments, on: run) }
    try arguments.notNegated()
    switch command {
    case .env: try env(arguments.atLeast(1), on: &run)
    case .cd: try cd(arguments.exactly(1)[0], on: &run)
    case .mkdir: try mkdir(arguments.atLeast(1), on: run)
    case .cp: try copy(arguments.atLeast(2), on: run)
    case .rm: try remove(arguments.atLeast(1), on: run)
    default: try skip(arguments.words)
    }
  }

  private static func exists(_ arguments: ScriptArguments, on run: ScriptRun) throws {
    for name in try arguments.atLeast(1) {
      let isThere = Files.exists(run.resolve(name))
      if isThere == arguments.isNegated {
        throw ScriptError(isThere ? "\(name) exists" : "there is no \(name)")
      }
    }
  }

  private static func env(_ words: [String], on run: inout ScriptRun) throws {
    for word in words {
      guard let equals = word.firstIndex(of: "="), equals != word.startIndex else {
        throw ScriptError("`\(word)` sets no variable")
      }
      run.variables[String(word[..<equals])] = String(word[word.index(after: equals)...])
    }
  }

  private static func cd(_ name: String, on run: inout ScriptRun) throws {
    let path = (run.resolve(name) as NSString).standardizingPath
    var isFolder: ObjCBool = false
    guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder), isFolder.boolValue
    else { throw ScriptError("there is no folder \(name)") }
    run.directory = path
  }

  private static func mkdir(_ names: [String], on run: ScriptRun) throws {
    for name in names {
      try FileManager.default.createDirectory(
        atPath: run.resolve(name), withIntermediateDirectories: true)
    }
  }

  /// Copies files and outputs to a file or into a folder.
  private static func copy(_ words: [String], on run: ScriptRun) throws {
    guard let target = words.last.map(run.resolve) else { return }
    var isFolder: ObjCBool = false
    let isThere = FileManager.default.fileExists(atPath: target, isDirectory: &isFolder)
    if words.count > 2, !(isThere && isFolder.boolValue) {
      throw ScriptError("\(target) is no folder")
    }
    for name in words.dropLast() {
      let last = (name as NSString).lastPathComponent
      try Files.write(isFolder.boolValue ? target + "/" + last : target, run.contents(name))
    }
  }

  private static func remove(_ names: [String], on run: ScriptRun) throws {
    for name in names where Files.exists(run.resolve(name)) {
      try FileManager.default.removeItem(atPath: run.resolve(name))
    }
  }

  /// `skip REASON...`, `skip unless data`, `writ`, `root` or `user`.
  private static func skip(_ words: [String]) throws {
    guard words.first == "unless" else {
      throw ScriptSkip(reason: words.joined(separator: " "))
    }
    switch words.dropFirst().joined(separator: " ") {
    case "data":
      if Places.sharedData == nil { throw ScriptSkip(reason: "the shared data is absent") }
    case "root":
      if getuid() != 0 { throw ScriptSkip(reason: "only root can do this") }
    case "user":
      if getuid() == 0 { throw ScriptSkip(reason: "root may do everything") }
    case "writ":
      if Places.program == nil { throw ScriptSkip(reason: "writ has not been built") }
    default: throw ScriptError("skip unless takes data, writ, root or user")
    }
  }
}
