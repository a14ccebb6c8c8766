import Foundation

/// A script on its way: its folder, variables, and what the last program wrote.
struct ScriptRun {
  /// One of the two outputs of the last program.
  enum Stream: String {
    case stdout
    case stderr
  }

  var archive: Txtar
  /// Whether `UPDATE=1` changed a file of the archive.
  var isChanged = false
  var variables: [String: String]
  /// The folder in which the next program starts.
  var directory: String
  /// What the next program reads.
  var input: [UInt8] = []
  var last: ProcessOutcome?
  /// The servers that run as long as the script does.
  var servers = ScriptServers()
  var lastCommand: String?
  let work: String
  let isUpdating: Bool
  /// Keeps the folder for as long as the script runs.
  private let folder: TemporaryFolder

  init(archive: Txtar, folder: TemporaryFolder, isUpdating: Bool) throws {
    self.isUpdating = isUpdating
    self.archive = archive
    self.folder = folder
    work = folder.path + "/work"
    directory = work
    variables = try HermeticEnvironment.make(home: folder.path + "/home")
    variables["TMPDIR"] = folder.path + "/tmp"
    variables["WORK"] = work
    variables["SOON"] = ScriptRun.day(after: 30)
    variables["PAST"] = ScriptRun.day(after: -2)
    if let program = Places.program { variables["WRIT"] = program }
    if let data = Places.sharedData { variables["DATA"] = data }
    for path in [work, folder.path + "/tmp"] {
      try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    }
    for file in archive.files {
      guard !file.name.hasPrefix("/"), !file.name.split(separator: "/").contains("..") else {
        throw ScriptFailure(description: "The file \(file.name) lies outside of the archive.")
      }
      try Files.write(work + "/" + file.name, file.contents)
    }
  }

  /// The day so many days from now, as `2030-01-31`.
  private static func day(after days: Int) -> String {
    let format = DateFormatter()
    format.locale = Locale(identifier: "en_US_POSIX")
    format.timeZone = TimeZone(identifier: "UTC")
    format.dateFormat = "yyyy-MM-dd"
    return format.string(from: Date(timeIntervalSinceNow: Double(days) * 86_400))
  }

  /// Performs one command.
  mutating func perform(_ line: ScriptLine) throws {
    guard let first = line.words.first, let command = ScriptCommand(rawValue: try expand(first))
    else { throw ScriptError("there is no such command") }
    let arguments = try line.words.dropFirst().enumerated().map {
      try expand($0.element, asPattern: $0.offset == command.patternIndex)
    }
    try command.perform(
      ScriptArguments(line: line, isNegated: line.isNegated, words: arguments), on: &self)
  }

  /// Puts variables in; into a regular expression as ordinary text.
  private func expand(_ word: [ScriptLine.Piece], asPattern: Bool = false) throws -> String {
    try word.map {
      switch $0 {
      case .text(let text): return text
      case .variable(let name):
        guard let value = variables[name] else { throw ScriptError("$\(name) is not set") }
        return asPattern ? NSRegularExpression.escapedPattern(for: value) : value
      }
    }.joined()
  }

  /// An absolute path.
  func resolve(_ name: String) -> String { name.hasPrefix("/") ? name : directory + "/" + name }

  /// What the last program wrote.
  func bytes(of stream: Stream) -> [UInt8] {
    (stream == .stdout ? last?.output : last?.errors) ?? []
  }

  func text(of stream: Stream) -> String { String(decoding: bytes(of: stream), as: UTF8.self) }

  /// The contents of a file, or of an output by the name `stdout` or `stderr`.
  func contents(_ name: String) throws -> [UInt8] {
    if let stream = Stream(rawValue: name) { return bytes(of: stream) }
    guard Files.exists(resolve(name)) else { throw ScriptError("there is no file \(name)") }
    return try Files.read(resolve(name))
  }

  /// Rewrites a file of the archive, and gives whether the archive has it.
  mutating func update(_ name: String, _ contents: [UInt8]) -> Bool {
    let path = (resolve(name) as NSString).standardizingPath
    guard let index = archive.files.firstIndex(where: { work + "/" + $0.name == path }) else {
      return false
    }
    archive.files[index].contents = contents
    isChanged = true
    return true
  }
}
