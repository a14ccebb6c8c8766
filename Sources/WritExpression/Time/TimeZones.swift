/// Where the rules of named time zones come from.
///
/// An evaluation must give the same answer on every machine, so the default is the edition of the
/// IANA time zone database that is built in, not the one of the machine.
public struct TimeZones: Sendable {
  private let find: @Sendable (String) -> TimeZoneRules?

  /// Takes rules from a function, which gives nil for a name that it does not know.
  public init(_ find: @escaping @Sendable (String) -> TimeZoneRules?) {
    self.find = find
  }

  /// The rules of a zone such as `Europe/Paris`, or nil.
  public func rules(_ name: String) -> TimeZoneRules? { find(name) }

  /// The built-in edition of the IANA database, with all its zones and former names.
  public static let embedded = TimeZones { ZoneTable.shared.rules(of: $0) }

  /// The edition of the IANA database that is built in, such as `2025b`.
  public static let embeddedEdition = ZoneData.edition
}
