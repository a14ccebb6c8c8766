import Testing
import WritTesting

/// What is on the disk, and in which order it gets there.
@Suite(.enabled(if: Strace.isUsable)) struct PowerLossTests {
  private func calls(_ bare: Bool, durable: Bool = true) throws -> [SystemCall] {
    let workshop = try Workshop()
    try workshop.populate(bare: bare)
    if !durable { try workshop.git("config", "writ.fsync", "false") }
    return try Strace.calls(
      ["apply", "--set", "rollout/planner#/canary_pct=9", "--evidence", "x=../evidence.json"],
      in: workshop)
  }

  /// The name that the file at a path got in the end: it is written and synced under another.
  private func syncs(_ calls: [SystemCall]) -> [(index: Int, path: String)] {
    calls.enumerated().compactMap { index, call in
      guard call.name == "fsync", let open = call.text.firstIndex(of: "<"),
        let close = call.text.lastIndex(of: ">")
      else { return nil }
      return (index, String(call.text[call.text.index(after: open)..<close]))
    }
  }

  private func words(_ call: SystemCall) -> [String] {
    call.text.split(separator: "\"").enumerated().filter { $0.offset % 2 == 1 }
      .map { String($0.element) }
  }

  @Test(arguments: [false, true])
  func `Objects, checkpoint and journal are on the disk before the branch moves`(
    bare: Bool
  ) throws {
    let calls = try calls(bare)
    let git = bare ? "/repository" : "/repository/.git"
    let moved = try #require(
      calls.firstIndex { $0.name == "rename" && words($0).last == "\(git)/refs/heads/main" })
    let synced = syncs(calls)
    func isSynced(_ path: String, in range: Range<Int>) -> Bool {
      synced.contains { $0.path == path && range.contains($0.index) }
    }
    let objects = calls.enumerated().filter {
      $0.element.name == "link" && words($0.element).last?.contains("/objects/") == true
    }
    #expect(objects.count >= 8)
    for (index, call) in objects {
      let path = try #require(words(call).last)
      #expect(isSynced(path, in: index..<moved), "\(path)")
      #expect(isSynced(Places.parent(path), in: index..<moved), "\(path)")
    }
    for folder in ["refs/tags/checkpoint", "writ/journal"] {
      let index = try #require(
        calls.firstIndex {
          ["link", "rename"].contains($0.name)
            && words($0).last?.hasPrefix("\(git)/\(folder)/") == true
        })
      #expect(isSynced(words(calls[index])[0], in: 0..<index), "\(folder): the file")
      #expect(isSynced("\(git)/\(folder)", in: index..<moved), "\(folder): the name")
    }
    let lock = try #require(
      calls.firstIndex { $0.name == "link" && words($0).last?.hasSuffix("main.lock") == true })
    #expect(isSynced(words(calls[lock])[0], in: 0..<lock))
    #expect(isSynced("\(git)/refs/heads", in: moved..<calls.count))
  }

  @Test func `The index is on the disk before the journal goes`() throws {
    let calls = try calls(false)
    let placed = try #require(
      calls.firstIndex { $0.name == "rename" && words($0).last == "/repository/.git/index" })
    let synced = syncs(calls).contains { $0.path == words(calls[placed])[0] && $0.index < placed }
    #expect(synced)
    let removed = calls.firstIndex { $0.name == "unlink" && $0.text.contains("/writ/journal/") }
    #expect(try #require(removed) > placed)
  }

  @Test func `Nothing is synced where the repository says so`() throws {
    #expect(syncs(try calls(false, durable: false)).isEmpty)
  }
}
