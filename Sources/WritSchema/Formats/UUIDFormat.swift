/// Universally unique identifiers in their string form (RFC 4122, section 3).
enum UUIDFormat {
  static func accepts(_ text: String) -> Bool {
    let groups = text.utf8.split(separator: UInt8(ascii: "-"), omittingEmptySubsequences: false)
    return groups.map(\.count) == [8, 4, 4, 4, 12]
      && groups.allSatisfy { $0.allSatisfy { ASCII.hexValue($0) != nil } }
  }
}
