import WritPattern

/// The formats that can be asserted; a format of another name asserts nothing.
enum SchemaFormat: String, Sendable, CaseIterable {
  case dateTime = "date-time"
  case date
  case time
  case duration
  case email
  case internationalEmail = "idn-email"
  case hostname
  case internationalHostname = "idn-hostname"
  case ipv4
  case ipv6
  case uri
  case uriReference = "uri-reference"
  case iri
  case iriReference = "iri-reference"
  case uriTemplate = "uri-template"
  case uuid
  case jsonPointer = "json-pointer"
  case relativeJSONPointer = "relative-json-pointer"
  case regex

  /// Whether a string is of the format.
  func accepts(_ string: String) -> Bool {
    switch self {
    case .dateTime: DateTimeFormat.isDateTime(string)
    case .date: DateTimeFormat.isDate(string)
    case .time: DateTimeFormat.isTime(string)
    case .duration: DurationFormat.accepts(string)
    case .email: EmailFormat.accepts(string, international: false)
    case .internationalEmail: EmailFormat.accepts(string, international: true)
    case .hostname: HostnameFormat.accepts(string)
    case .internationalHostname: HostnameFormat.acceptsInternational(string)
    case .ipv4: AddressFormat.isIPv4(Array(string.utf8)[...])
    case .ipv6: AddressFormat.isIPv6(Array(string.utf8)[...])
    case .uri: URIFormat(international: false).isURI(string)
    case .uriReference: URIFormat(international: false).isReference(string)
    case .iri: URIFormat(international: true).isURI(string)
    case .iriReference: URIFormat(international: true).isReference(string)
    case .uriTemplate: URITemplateFormat.accepts(string)
    case .uuid: UUIDFormat.accepts(string)
    case .jsonPointer: PointerFormat.isPointer(string)
    case .relativeJSONPointer: PointerFormat.isRelativePointer(string)
    case .regex: Pattern.isWellFormed(string, syntax: .ecma262)
    }
  }

  /// The document that defines the format, and an example where the name says little.
  var source: String {
    switch self {
    case .dateTime: "RFC 3339, such as 2026-11-21T09:30:00Z"
    case .date: "RFC 3339, such as 2026-11-21"
    case .time: "RFC 3339, such as 09:30:00Z"
    case .duration: "RFC 3339, such as P1DT12H"
    case .email: "RFC 5321"
    case .internationalEmail: "RFC 6531"
    case .hostname: "RFC 1123"
    case .internationalHostname: "RFC 5890"
    case .ipv4: "RFC 2673, such as 192.0.2.1"
    case .ipv6: "RFC 4291, such as 2001:db8::1"
    case .uri, .uriReference: "RFC 3986"
    case .iri, .iriReference: "RFC 3987"
    case .uriTemplate: "RFC 6570"
    case .uuid: "RFC 4122"
    case .jsonPointer: "RFC 6901"
    case .relativeJSONPointer: "Relative JSON Pointers"
    case .regex: "ECMA-262"
    }
  }
}
