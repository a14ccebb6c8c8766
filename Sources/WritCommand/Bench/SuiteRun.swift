import Synchronization
import WritClient
import WritJSON
import WritPolicy
import WritTrials

/// One suite run on some models; what is measured is kept, whatever happens to the rest.
struct SuiteRun {
  let server: any ModelServer
  let network: Network
  let options: RunOptions
  let cases: [TrialCase]
  let models: [ModelMatrix.Entry]
  let setting: BenchmarkReport.Setting
  let former: FormerRun?
  /// Where the report is written.
  let path: String

  /// How a run of a suite came to its end.
  enum End: Equatable {
    case whole
    case interrupted
    case serverGone(String)
  }

  /// Runs what is missing and writes the report.
  func run() throws -> (report: BenchmarkReport, end: End) {
    let log = SuiteLog(self)
    try log.save()
    for entry in models where log.goesOn {
      let items = missing(entry, log)
      let runner = TrialRunner(
        server, outputLimit: setting.outputLimit, concurrency: options.concurrency,
        retries: options.retries, sleep: Network.sleep)
      try network.wait(
        { await runner.run(items) { log.add($0) } }, started: { Interruption.onRequest($0) })
    }
    return try log.finish()
  }

  private func missing(_ entry: ModelMatrix.Entry, _ log: SuiteLog) -> [TrialRunner.Item] {
    let made = log.runs(of: entry.tag)
    return (0..<setting.repeats).flatMap { index in
      cases.map { TrialRunner.Item(model: entry.tag, item: $0, repeatIndex: index) }
    }.filter { item in !made.contains { item.isDone(by: $0) } }
  }
}

/// What was measured so far, with the report that is written of it.
private final class SuiteLog: Sendable {
  private let run: SuiteRun
  private let progress = Progress("runs")
  private let total: Int
  private let before: Int
  private let places: [[UInt8]: Int]
  private let state: Mutex<State>

  private struct State {
    var records: [RunRecord]
    var savedAt: ContinuousClock.Instant
    /// Runs in a row that did not reach the server, and what was told last.
    var unreached: [String] = []
    var problem: String?
  }

  /// How often what was measured is written while it goes on.
  private static let pause = Duration.seconds(5)
  /// After so many runs in a row that reach nothing, the server is gone.
  private static let patience = 3

  init(_ run: SuiteRun) {
    self.run = run
    let records = run.models.flatMap { entry in
      run.former?.runs(of: entry.tag, run.setting.suite) ?? []
    }
    total = run.models.count * run.cases.count * run.setting.repeats
    before = records.count
    places = Dictionary(
      run.cases.enumerated().map { (Array($1.id.utf8), $0) }, uniquingKeysWith: { $1 })
    state = Mutex(State(records: records, savedAt: ContinuousClock.now))
  }

  /// Whether another model may be begun.
  var goesOn: Bool { !Interruption.isAsked && state.withLock { !isGone($0) } }

  private func isGone(_ state: State) -> Bool { state.unreached.count >= Self.patience }

  func runs(of model: String) -> [RunRecord] {
    state.withLock { $0.records.filter { $0.model.hasSameBytes(as: model) } }
  }

  /// Keeps a record; says whether to go on.
  ///
  /// A run that did not reach the server says nothing about the model and is not kept.
  func add(_ record: RunRecord) -> Bool {
    let (isDue, isGone, count, failed) = state.withLock { state in
      if case .unreachable(let reason) = record.outcome {
        state.unreached.append(reason)
      } else {
        state.unreached = []
        state.records.append(record)
      }
      let isDue = ContinuousClock.now - state.savedAt >= Self.pause
      if isDue { state.savedAt = ContinuousClock.now }
      let failed = state.records.count { $0.measured == nil }
      return (isDue, self.isGone(state), state.records.count, failed)
    }
    progress.tell(
      record.model.oneLine, count, of: total, before: before,
      note: failed > 0 ? ", \(failed) failed" : "")
    if isDue { saveOrTell() }
    return !isGone && !Interruption.isAsked
  }

  /// A disk that is full in the middle of a run is told at its end, when it still is.
  private func saveOrTell() {
    do { try save() } catch { state.withLock { $0.problem = "\(error)" } }
  }

  func save() throws { try BenchPlaces.write(report(nil).json, to: run.path) }

  func finish() throws -> (report: BenchmarkReport, end: SuiteRun.End) {
    progress.end()
    let (count, unreached) = state.withLock { ($0.records.count, $0.unreached) }
    let isWhole = count >= total
    let report = report(isWhole ? Clock.now() : nil)
    try BenchPlaces.write(report.json, to: run.path, durable: true)
    if isWhole { return (report, .whole) }
    if Interruption.isAsked { return (report, .interrupted) }
    return (report, .serverGone(unreached.last ?? "no answer"))
  }

  private func report(_ finishedAt: Instant?) -> BenchmarkReport {
    let records = state.withLock { $0.records }
    return BenchmarkReport(
      setting: run.setting, finishedAt: finishedAt,
      models: run.models.map { entry in
        let own = records.filter { $0.model.hasSameBytes(as: entry.tag) }
        return (entry, own.sorted { order($0) < order($1) })
      })
  }

  /// Runs stand in the order of repeats and cases, in whatever order they ended.
  private func order(_ record: RunRecord) -> Int {
    record.repeatIndex * run.cases.count + (places[Array(record.caseID.utf8)] ?? 0)
  }
}
