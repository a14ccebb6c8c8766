/// Runs cases on a server, some at a time, and hands on what was measured.
public struct TrialRunner: Sendable {
  /// One run that is to be made.
  public struct Item: Sendable {
    /// The model.
    public let model: String
    /// The case.
    public let item: TrialCase
    /// Which repeat it is, from 0.
    public let repeatIndex: Int

    /// Makes an item from its parts.
    public init(model: String, item: TrialCase, repeatIndex: Int) {
      self.model = model
      self.item = item
      self.repeatIndex = repeatIndex
    }

    /// Whether a record is of this run.
    public func isDone(by record: RunRecord) -> Bool {
      repeatIndex == record.repeatIndex && model.utf8.elementsEqual(record.model.utf8)
        && item.id.utf8.elementsEqual(record.caseID.utf8)
    }
  }

  private let server: any ModelServer
  private let outputLimit: Int
  private let concurrency: Int
  private let retries: Int
  private let sleep: @Sendable (Double) async -> Void

  /// Takes a server.
  ///
  /// - Parameters:
  ///   - outputLimit: how many tokens an answer may have.
  ///   - concurrency: how many runs are made at a time.
  ///   - retries: how often a run is tried again after a failure that may pass.
  ///   - sleep: waits so many seconds, or until the task is cancelled.
  public init(
    _ server: any ModelServer, outputLimit: Int, concurrency: Int, retries: Int,
    sleep: @escaping @Sendable (Double) async -> Void
  ) {
    self.server = server
    self.outputLimit = outputLimit
    self.concurrency = max(1, concurrency)
    self.retries = max(0, retries)
    self.sleep = sleep
  }

  /// Runs all items and hands each record on as it comes.
  ///
  /// When the task is cancelled, runs under way are broken off and not recorded, and no further one
  /// is begun.
  ///
  /// - Parameter done: says whether to go on; when not, the rest is broken off as well.
  public func run(_ items: [Item], _ done: (RunRecord) -> Bool) async {
    await withTaskGroup(of: RunRecord?.self) { group in
      var next = items.makeIterator()
      var goesOn = true
      func start() {
        guard goesOn, !Task.isCancelled, let item = next.next() else { return }
        group.addTask { await record(item) }
      }
      for _ in 0..<concurrency { start() }
      while let record = await group.next() {
        if goesOn, let record, !done(record) {
          goesOn = false
          group.cancelAll()
        }
        start()
      }
    }
  }

  /// The record of one run; nil when it was broken off.
  private func record(_ item: Item) async -> RunRecord? {
    let request = GenerationRequest(
      model: item.model, prompt: item.item.prompt, outputLimit: outputLimit)
    var attempt = 1
    while true {
      do throws(ServerFailure) {
        let answer = try await server.generate(request)
        return make(item, attempt, .measured(TrialRunner.measured(answer, item.item)))
      } catch {
        if error.kind == .cancelled || Task.isCancelled { return nil }
        guard error.isTransient, attempt <= retries else {
          return make(
            item, attempt,
            error.kind == .unreachable ? .unreachable(error.message) : .failed(error.message))
        }
        await sleep(TrialRunner.pause(before: attempt, error.retryAfter))
        if Task.isCancelled { return nil }
        attempt += 1
      }
    }
  }

  private func make(_ item: Item, _ attempts: Int, _ outcome: RunRecord.Outcome) -> RunRecord {
    RunRecord(
      model: item.model, item: item.item, repeatIndex: item.repeatIndex, attempts: attempts,
      outcome: outcome)
  }

  /// Twice as long each time, and at least as long as the server asks, but never over a minute.
  static func pause(before attempt: Int, _ asked: Double?) -> Double {
    let own = min(8, 0.25 * Double(1 << min(attempt, 8)))
    return min(60, max(own, asked ?? 0))
  }

  static func measured(_ answer: Generation, _ item: TrialCase) -> RunRecord.Measured {
    var found = RunRecord.Measured(wall: answer.wall)
    let score = AnswerScore(answer.text, for: item)
    found.firstToken = answer.pieces.first
    if let first = answer.pieces.first, let last = answer.pieces.last, answer.pieces.count > 1 {
      found.interToken = (last - first) / Double(answer.pieces.count - 1)
    }
    found.totalAPI = answer.totalAPI
    found.promptTokens = answer.promptTokens
    // A server that does not count sends about one token in a piece.
    found.outputTokens = answer.outputTokens ?? answer.pieces.count
    found.isCounted = answer.outputTokens != nil
    let seconds = answer.evaluation > 0 ? answer.evaluation : answer.wall
    found.tokensPerSecond =
      found.outputTokens > 0 && seconds > 0 ? Double(found.outputTokens) / seconds : 0
    found.doneReason = answer.doneReason
    found.responseCharacters = answer.text.unicodeScalars.count
    found.preview = String(
      String.UnicodeScalarView(answer.text.unicodeScalars.prefix(RunRecord.previewLength)))
    found.score = score.value
    found.checks = score.json
    return found
  }
}
