/// Reads XML 1.0 strictly and in one pass: elements, attributes and text in UTF-8.
///
/// There is no document type, so no entity but the five predefined ones and no way to reach another
/// file; nesting is bounded. Comments and processing instructions are passed over.
struct XMLReader {
  enum Event {
    case start(String, [Attribute])
    case end(String)
    case text([UInt8])
  }

  struct Attribute {
    let name: String
    let value: String
  }

  let bytes: [UInt8]
  var position = 0
  private var open: [String] = []
  private var hasRoot = false
  private var pendingEnd: String?

  /// Elements may be nested this deep.
  private static let deepest = 64

  init(_ bytes: [UInt8]) throws(EvidenceError) {
    guard String(validating: bytes, as: UTF8.self) != nil else {
      throw EvidenceError(.syntax, "The XML is not UTF-8.", hint: "convert it to UTF-8")
    }
    self.bytes = bytes
    if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { position = 3 }
    if starts(with: "<?xml") { try declaration() }
  }

  /// The next event, or nil at the end of a whole document.
  mutating func next() throws(EvidenceError) -> Event? {
    if let name = pendingEnd {
      pendingEnd = nil
      return .end(name)
    }
    while position < bytes.count {
      if bytes[position] != UInt8(ascii: "<") {
        if let text = try text() { return .text(text) }
      } else if starts(with: "<!--") {
        try skip(past: "-->", from: 4)
      } else if starts(with: "<![CDATA[") {
        return .text(try characterData())
      } else if starts(with: "<?") {
        try skip(past: "?>", from: 2)
      } else if starts(with: "<!") {
        throw fault("A document type or another declaration is not read", "remove it")
      } else if starts(with: "</") {
        return try endTag()
      } else {
        return try startTag()
      }
    }
    guard open.isEmpty, hasRoot else {
      throw fault(open.last.map { "<\($0)> is not closed" } ?? "There is no element", nil)
    }
    return nil
  }

  /// The line of the next event.
  var line: Int { 1 + bytes[..<min(position, bytes.count)].count { $0 == 0x0A } }

  // MARK: Tags

  private mutating func startTag() throws(EvidenceError) -> Event {
    guard !open.isEmpty || !hasRoot else { throw fault("There is a second root element", nil) }
    position += 1
    let name = try name()
    var attributes: [Attribute] = []
    while true {
      let hadSpace = skipSpace()
      if starts(with: "/>") {
        position += 2
        pendingEnd = name
        break
      }
      if starts(with: ">") {
        position += 1
        open.append(name)
        break
      }
      guard hadSpace else { throw fault("<\(name.shortened)> is malformed", nil) }
      attributes.append(try attribute(after: attributes))
    }
    guard open.count <= Self.deepest else {
      throw fault("Elements are nested more than \(Self.deepest) deep", nil)
    }
    hasRoot = true
    return .start(name, attributes)
  }

  private mutating func attribute(after others: [Attribute]) throws(EvidenceError) -> Attribute {
    let name = try name()
    if others.contains(where: { $0.name.utf8.elementsEqual(name.utf8) }) {
      throw fault("The attribute '\(name.shortened)' stands twice", nil)
    }
    _ = skipSpace()
    guard starts(with: "=") else { throw fault("'\(name.shortened)' has no value", nil) }
    position += 1
    _ = skipSpace()
    guard position < bytes.count, bytes[position] == 0x22 || bytes[position] == 0x27 else {
      throw fault("The value of '\(name.shortened)' has no quotation marks", nil)
    }
    let quote = bytes[position]
    position += 1
    var value: [UInt8] = []
    while position < bytes.count, bytes[position] != quote {
      switch bytes[position] {
      case UInt8(ascii: "<"): throw fault("'<' stands in the value of an attribute", "write &lt;")
      case UInt8(ascii: "&"): value += try reference()
      case 0x09, 0x0A, 0x0D:
        value.append(0x20)
        position += 1
      default: try value.append(character())
      }
    }
    guard position < bytes.count else { throw fault("A quotation mark is not closed", nil) }
    position += 1
    return Attribute(name: name, value: String(decoding: value, as: UTF8.self))
  }

  private mutating func endTag() throws(EvidenceError) -> Event {
    position += 2
    let name = try name()
    _ = skipSpace()
    guard starts(with: ">") else { throw fault("</\(name.shortened)> is malformed", nil) }
    position += 1
    guard let last = open.popLast(), last.utf8.elementsEqual(name.utf8) else {
      throw fault("</\(name.shortened)> closes nothing that is open", nil)
    }
    return .end(name)
  }

  private mutating func name() throws(EvidenceError) -> String {
    let start = position
    while position < bytes.count, Self.isNameByte(bytes[position], isFirst: position == start) {
      position += 1
    }
    guard position > start, position - start <= 200 else { throw fault("A name is missing", nil) }
    return String(decoding: bytes[start..<position], as: UTF8.self)
  }

  private static func isNameByte(_ byte: UInt8, isFirst: Bool) -> Bool {
    switch byte {
    case 0x41...0x5A, 0x61...0x7A, 0x5F, 0x3A, 0x80...0xFF: true
    case 0x30...0x39, 0x2D, 0x2E: !isFirst
    default: false
    }
  }
}

extension XMLReader {
  // MARK: Text

  /// Text between tags; nil for blanks outside of the root.
  private mutating func text() throws(EvidenceError) -> [UInt8]? {
    var text: [UInt8] = []
    while position < bytes.count, bytes[position] != UInt8(ascii: "<") {
      if bytes[position] == UInt8(ascii: "&") {
        text += try reference()
      } else if starts(with: "]]>") {
        throw fault("']]>' stands in text", "write ]]&gt;")
      } else {
        try text.append(character())
      }
    }
    guard open.isEmpty else { return text }
    guard text.allSatisfy({ $0 == 0x20 || $0 == 0x09 || $0 == 0x0A || $0 == 0x0D }) else {
      throw fault("Text stands outside of the root element", nil)
    }
    return nil
  }

  private mutating func character() throws(EvidenceError) -> UInt8 {
    let byte = bytes[position]
    guard byte >= 0x20 || byte == 0x09 || byte == 0x0A || byte == 0x0D else {
      throw fault("A control character stands in the text", "remove it")
    }
    position += 1
    return byte
  }

  private mutating func characterData() throws(EvidenceError) -> [UInt8] {
    guard !open.isEmpty else { throw fault("Text stands outside of the root element", nil) }
    let start = position + 9
    try skip(past: "]]>", from: 9)
    return Array(bytes[start..<(position - 3)])
  }

  /// `&lt;` and its like, and `&#10;` or `&#xA;`.
  private mutating func reference() throws(EvidenceError) -> [UInt8] {
    let end = bytes[position...].prefix(12).firstIndex(of: UInt8(ascii: ";"))
    guard let end else { throw fault("'&' begins nothing", "write &amp;") }
    let name = String(decoding: bytes[(position + 1)..<end], as: UTF8.self)
    let found: [UInt8]?
    switch name {
    case "lt": found = [0x3C]
    case "gt": found = [0x3E]
    case "amp": found = [0x26]
    case "quot": found = [0x22]
    case "apos": found = [0x27]
    default: found = Self.numbered(name)
    }
    guard let found else { throw fault("'&\(name.shortened);' is not known", "write &amp;") }
    position = end + 1
    return found
  }

  private static func numbered(_ name: String) -> [UInt8]? {
    guard name.utf8.first == UInt8(ascii: "#") else { return nil }
    let digits = name.dropFirst()
    let isHex = digits.first == "x"
    let text = isHex ? digits.dropFirst() : digits
    guard text.utf8.first.map({ $0 != UInt8(ascii: "+") && $0 != UInt8(ascii: "-") }) == true,
      let number = UInt32(text, radix: isHex ? 16 : 10), let scalar = Unicode.Scalar(number),
      number >= 0x20 || number == 0x09 || number == 0x0A || number == 0x0D,
      number != 0xFFFE, number != 0xFFFF
    else { return nil }
    return Array(String(Character(scalar)).utf8)
  }

  // MARK: Parts

  private mutating func declaration() throws(EvidenceError) {
    let start = position
    try skip(past: "?>", from: 2)
    // Only the value of an encoding stands in quotation marks and is no version or flag.
    let parts = bytes[start..<position].split { $0 == 0x22 || $0 == 0x27 }
    for (index, part) in parts.enumerated() where index + 1 < parts.count {
      let letters = part.filter { $0 != 0x20 && $0 != UInt8(ascii: "=") }
      let label = String(decoding: letters, as: UTF8.self).lowercased()
      guard label.hasSuffix("encoding") else { continue }
      let name = String(decoding: parts[index + 1], as: UTF8.self).lowercased()
      guard ["utf-8", "utf8", "us-ascii", "ascii"].contains(name) else {
        throw fault("The encoding '\(name.shortened)' is not read", "convert the file to UTF-8")
      }
    }
  }

  private mutating func skip(past end: String, from start: Int) throws(EvidenceError) {
    let mark = Array(end.utf8)
    var index = position + start
    while index + mark.count <= bytes.count {
      if bytes[index] == mark[0], bytes[index..<(index + mark.count)].elementsEqual(mark) {
        position = index + mark.count
        return
      }
      index += 1
    }
    throw fault("'\(end)' is missing", nil)
  }

  /// Passes over blanks; true when there were any.
  private mutating func skipSpace() -> Bool {
    let start = position
    while position < bytes.count, [0x20, 0x09, 0x0A, 0x0D].contains(bytes[position]) {
      position += 1
    }
    return position > start
  }

  private func starts(with text: String) -> Bool {
    bytes[min(position, bytes.count)...].starts(with: text.utf8)
  }

  func fault(_ what: String, _ hint: String?) -> EvidenceError {
    EvidenceError(.syntax, "\(what), so the XML cannot be read.", line: line, hint: hint)
  }
}
