import WritJSON

/// Finds the lines and columns of violations in one walk over a document and one over its bytes.
struct ViolationPlaces {
  /// A tree of pointers, so that only containers on the way to a violation are looked into.
  private final class Branch {
    var children: [ByteString: Branch] = [:]
    var offset = 0
    var line = 0
    var column = 0
  }

  private let root = Branch()

  init(of violations: [SchemaViolation], in document: JSONDocument) {
    add(violations)
    count(locate(in: document), in: document.bytes)
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

  /// Finds the offset of every branch.
  private func locate(in document: JSONDocument) -> [Branch] {
    var located: [Branch] = []
    var pending = [(node: document.root, branch: root, offset: document.root.byteRange.lowerBound)]
    while let (node, branch, offset) = pending.popLast() {
      branch.offset = offset
      located.append(branch)
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
    return located
  }

  /// Counts the line and column of every branch, from the front.
  private func count(_ branches: [Branch], in bytes: [UInt8]) {
    var line = 1
    var column = 1
    var place = 0
    for branch in branches.sorted(by: { $0.offset < $1.offset }) {
      while place < branch.offset {
        if bytes[place] == 0x0A {
          line += 1
          column = 1
        } else if bytes[place] & 0xC0 != 0x80 {
          column += 1
        }
        place += 1
      }
      branch.line = line
      branch.column = column
    }
  }

  /// The violations with their places filled in.
  func placing(_ violations: [SchemaViolation]) -> [SchemaViolation] {
    violations.map { violation in
      var placed = violation
      placed.causes = placing(violation.causes)
      if let branch = branch(at: violation.instance), branch.line > 0 {
        placed.line = branch.line
        placed.column = branch.column
      }
      return placed
    }
  }

  private func branch(at pointer: JSONPointer) -> Branch? {
    var branch = root
    for token in pointer.tokens {
      guard let next = branch.children[ByteString(token)] else { return nil }
      branch = next
    }
    return branch
  }
}
