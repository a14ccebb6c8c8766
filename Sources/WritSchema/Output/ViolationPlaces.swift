import WritJSON

/// Finds the lines and columns of violations in one walk over a document.
struct ViolationPlaces {
  /// A tree of pointers, so that only containers on the way to a violation are looked into.
  private final class Branch {
    var children: [ByteString: Branch] = [:]
    var offset: Int?
  }

  private let root = Branch()
  private let bytes: [UInt8]
  /// The offset of the first byte of each line.
  private let lines: [Int]

  init(of violations: [SchemaViolation], in document: JSONDocument) {
    let source = document.bytes
    bytes = source
    lines = [0] + source.indices.filter { source[$0] == 0x0A }.map { $0 + 1 }
    add(violations)
    locate(in: document)
  }

  private func add(_ violations: [SchemaViolation]) {
    for violation in violations {
      var branch = root
      for token in violation.instance.tokens {
        let key = ByteString(token)
        let next = branch.children[key] ?? Branch()
        branch.children[key] = next
        branch = next
      }
      add(violation.causes)
    }
  }

  private func locate(in document: JSONDocument) {
    var pending = [(node: document.root, branch: root, offset: document.root.byteRange.lowerBound)]
    while let (node, branch, offset) = pending.popLast() {
      branch.offset = offset
      guard !branch.children.isEmpty else { continue }
      for member in node.members {
        guard let child = branch.children[ByteString(member.key)] else { continue }
        // The place of a member is that of its name.
        pending.append((member.value, child, member.keyNode.byteRange.lowerBound))
      }
      for (index, element) in node.elements.enumerated() {
        guard let child = branch.children[ByteString(String(index))] else { continue }
        pending.append((element, child, element.byteRange.lowerBound))
      }
    }
  }

  /// The violations with their places filled in.
  func placing(_ violations: [SchemaViolation]) -> [SchemaViolation] {
    violations.map { violation in
      var placed = violation
      placed.causes = placing(violation.causes)
      if let offset = offset(of: violation.instance) {
        let line = lineIndex(of: offset)
        placed.line = line + 1
        placed.column = bytes[lines[line]..<offset].count { $0 & 0xC0 != 0x80 } + 1
      }
      return placed
    }
  }

  private func offset(of pointer: JSONPointer) -> Int? {
    var branch = root
    for token in pointer.tokens {
      guard let next = branch.children[ByteString(token)] else { return nil }
      branch = next
    }
    return branch.offset
  }

  private func lineIndex(of offset: Int) -> Int {
    var low = 0
    var high = lines.count
    while high - low > 1 {
      let middle = (low + high) / 2
      if lines[middle] <= offset { low = middle } else { high = middle }
    }
    return low
  }
}
