import Glibc

/// `-C DIR` means what it means to git: the command runs as if it had been started there.
enum WorkingFolder {
  /// Enters the folders of all `-C` options and returns the arguments without them.
  static func enter(_ arguments: [String]) throws -> [String] {
    var rest: [String] = []
    var index = 0
    while index < arguments.count {
      let argument = arguments[index]
      if argument == "--" {
        rest += arguments[index...]
        break
      }
      guard argument == "-C" else {
        rest.append(argument)
        index += 1
        continue
      }
      guard index + 1 < arguments.count else {
        throw UsageError("-C needs a folder.")
      }
      try enter(arguments[index + 1])
      index += 2
    }
    return rest
  }

  private static func enter(_ folder: String) throws {
    guard !folder.isEmpty, chdir(folder) != 0 else { return }
    throw UsageError(
      "Cannot enter the folder '\(folder)': \(String(cString: strerror(errno))).")
  }
}

/// The command line is wrong in a way that the parser cannot see.
struct UsageError: Error {
  let message: String
  let hint: String?

  init(_ message: String, hint: String? = nil) {
    self.message = message
    self.hint = hint
  }
}
