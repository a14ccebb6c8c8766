/// The settings that were given with the call of git that runs a hook: `git -c` and its like hand
/// them on in the environment, in which no library looks for them.
struct CallSettings {
  private let parameters: String
  private let count: Int
  private let value: (String) -> String?

  /// So many are read at most.
  private static let limit = 1_000

  /// - Parameter variable: the value of a variable of the environment.
  init(_ variable: @escaping (String) -> String?) {
    parameters = variable("GIT_CONFIG_PARAMETERS") ?? ""
    let count = variable("GIT_CONFIG_COUNT").flatMap { Int($0) } ?? 0
    self.count = min(max(count, 0), CallSettings.limit)
    value = variable
  }

  /// The value that a setting was given last, or nil.
  ///
  /// Of what is not well-formed nothing is known; git goes no further there itself.
  func string(_ name: String) -> String? {
    var found: String?
    for number in 0..<count where value("GIT_CONFIG_KEY_\(number)")?.lowercased() == name {
      // An empty one is told as none.
      found = value("GIT_CONFIG_VALUE_\(number)") ?? ""
    }
    for (key, value) in quoted where key.lowercased() == name { found = value }
    return found
  }

  /// Name and value as the variable of `git -c` has them: `'name'='value'`, and in older versions of
  /// git `'name=value'`.
  private var quoted: [(name: String, value: String)] {
    var result: [(name: String, value: String)] = []
    var rest = Array(parameters.utf8)[...]
    while let name = CallSettings.word(&rest) {
      if rest.first == UInt8(ascii: "=") {
        rest.removeFirst()
        if let value = CallSettings.word(&rest) { result.append((name, value)) }
      } else if let equals = name.utf8.firstIndex(of: UInt8(ascii: "=")) {
        let value = name.utf8[name.utf8.index(after: equals)...]
        result.append((String(name[..<equals]), String(decoding: value, as: UTF8.self)))
      }
      rest = rest.drop { $0 == UInt8(ascii: " ") }
    }
    return result
  }

  /// Reads a word as git quotes it for a shell: in `'`, with `\'` and `\!` outside of them.
  private static func word(_ rest: inout ArraySlice<UInt8>) -> String? {
    guard rest.first == UInt8(ascii: "'") else { return nil }
    var bytes: [UInt8] = []
    while rest.first == UInt8(ascii: "'") {
      rest.removeFirst()
      guard let end = rest.firstIndex(of: UInt8(ascii: "'")) else { return nil }
      bytes += rest[..<end]
      rest = rest[(end + 1)...]
      let quoted = rest.prefix(3)
      guard quoted.count == 3, quoted.first == UInt8(ascii: "\\"),
        quoted.last == UInt8(ascii: "'")
      else { break }
      bytes.append(quoted[quoted.startIndex + 1])
      rest.removeFirst(2)
    }
    return String(decoding: bytes, as: UTF8.self)
  }
}
