/// Finds out how a document is laid out, so that what is written into it looks like the rest.
struct LayoutDetection {
  private let storage: JSONStorage
  private let bytes: [UInt8]
  private let tape: ContiguousArray<TapeNode>

  init(_ document: JSONDocument) {
    storage = document.storage
    bytes = storage.bytes
    tape = storage.tape
  }

  /// Whether the outermost value takes several lines.
  var isMultiline: Bool { hasLineEnd(Int(tape[0].start)..<Int(tape[0].end)) }

  /// The layout of the whole document; what it does not show keeps its default.
  var layout: JSONLayout {
    var layout = JSONLayout()
    // A line end within a string would be a control character, so each one found is layout.
    if let end = bytes.firstIndex(of: 0x0A), end > 0, bytes[end - 1] == 0x0D {
      layout.newline = [0x0D, 0x0A]
    }
    if let unit = first(unit) { layout.unit = unit }
    if let colon = first(colon) { layout.colon = colon }
    layout.comma = first(comma) ?? Array((layout.colon.last == 0x20 ? ", " : ",").utf8)
    layout.objectPadding = first { padding($0, .object) } ?? []
    layout.arrayPadding = first { padding($0, .array) } ?? []
    layout.keepsScalarArraysOnOneLine = first(scalarArrayOnOneLine) ?? false
    return layout
  }

  /// The white space at the start of the line that holds a byte.
  func indentation(at offset: Int) -> [UInt8] {
    let start = bytes[..<offset].lastIndex(of: 0x0A).map { $0 + 1 } ?? 0
    return Array(bytes[start..<offset].prefix { $0 == 0x20 || $0 == 0x09 })
  }

  func hasLineEnd(_ range: Range<Int>) -> Bool { bytes[range].contains(0x0A) }

  /// The bytes between two offsets, for gaps that should hold white space and a mark only.
  func text(_ from: Int, _ to: Int) -> [UInt8] { Array(bytes[from..<max(from, to)]) }

  /// Asks each container that is not empty, in document order, until one has an answer.
  private func first<T>(_ question: (Int) -> T?) -> T? {
    for index in tape.indices where tape[index].kind.isContainer && tape[index].link > index + 1 {
      if let answer = question(index) { return answer }
    }
    return nil
  }

  private func unit(_ index: Int) -> [UInt8]? {
    let start = Int(tape[index].start)
    let child = Int(tape[index + 1].start)
    guard hasLineEnd(start..<child) else { return nil }
    let outer = indentation(at: start)
    let inner = indentation(at: child)
    return inner.count > outer.count && inner.starts(with: outer)
      ? Array(inner.dropFirst(outer.count)) : nil
  }

  private func colon(_ index: Int) -> [UInt8]? {
    guard tape[index].isObject else { return nil }
    let gap = text(Int(tape[index + 1].end), Int(tape[index + 2].start))
    return gap.contains(0x0A) ? nil : gap
  }

  private func comma(_ index: Int) -> [UInt8]? {
    let offset = tape[index].isObject ? 2 : 1
    let next = tape[index + offset].link
    guard next < tape[index].link else { return nil }
    let gap = text(Int(tape[index + offset].end), Int(tape[next].start))
    return gap.contains(0x0A) ? nil : gap
  }

  private func padding(_ index: Int, _ kind: TapeNode.Kind) -> [UInt8]? {
    let start = Int(tape[index].start)
    guard tape[index].kind == kind, !hasLineEnd(start..<Int(tape[index].end)) else { return nil }
    return text(start + 1, Int(tape[index + 1].start))
  }

  private func scalarArrayOnOneLine(_ index: Int) -> Bool? {
    let node = tape[index]
    guard node.kind == .array, !tape[(index + 1)..<node.link].contains(where: \.kind.isContainer)
    else { return nil }
    return !hasLineEnd(Int(node.start)..<Int(node.end))
  }
}

extension TapeNode.Kind {
  /// Whether nodes of this kind have content of their own on the tape.
  var isContainer: Bool { self == .array || self == .object }
}
