/// A server that runs models.
public protocol ModelServer: Sendable {
  /// Where it is, without anything secret.
  var url: String { get }
  /// What it says that it is.
  func version() async throws(ServerFailure) -> String
  /// The models that it has.
  func models() async throws(ServerFailure) -> [InstalledModel]
  /// Lets a model answer.
  func generate(_ request: GenerationRequest) async throws(ServerFailure) -> Generation
}

extension ModelServer {
  /// Asks what the server is and which models it has, and waits while it says that it is not ready.
  ///
  /// - Parameters:
  ///   - patience: how long it may take to get ready, in seconds.
  ///   - sleep: waits so many seconds, or until the task is cancelled.
  ///   - waiting: is told once why it is waited for.
  public func introduction(
    patience: Double, sleep: @Sendable (Double) async -> Void,
    waiting: @Sendable (ServerFailure) -> Void = { _ in }
  ) async throws(ServerFailure) -> (version: String, models: [InstalledModel]) {
    var waited = 0.0
    while true {
      do throws(ServerFailure) {
        return (try await version(), try await models())
      } catch {
        guard error.kind == .status(503), waited < patience, !Task.isCancelled else { throw error }
        if waited == 0 { waiting(error) }
        let pause = min(max(0.25, error.retryAfter ?? 0), 5, patience)
        await sleep(pause)
        waited += pause
      }
    }
  }
}

/// A model that a server has.
public struct InstalledModel: Sendable, Equatable {
  /// The name by which it is asked for.
  public let name: String
  /// Other names by which it may be asked for.
  public let aliases: [String]
  /// How many bytes it has; nil when the server does not say.
  public let size: Int?
  /// When it was changed, as the server says.
  public let modified: String?

  /// Makes a model from its parts.
  public init(
    name: String, aliases: [String] = [], size: Int? = nil, modified: String? = nil
  ) {
    self.name = name
    self.aliases = aliases
    self.size = size
    self.modified = modified
  }
}

/// What a model is to answer.
public struct GenerationRequest: Sendable {
  /// The model.
  public var model: String
  /// What it is given.
  public var prompt: String
  /// How many tokens the answer may have.
  public var outputLimit: Int

  /// Makes a request; the temperature is 0, so that an answer can be had again.
  public init(model: String, prompt: String, outputLimit: Int) {
    self.model = model
    self.prompt = prompt
    self.outputLimit = outputLimit
  }
}

/// An answer with the times at which its pieces came.
public struct Generation: Sendable {
  /// The answer.
  public var text = ""
  /// From the request to the end, in seconds.
  public var wall = 0.0
  /// From the request to each piece with text, in seconds.
  public var pieces: [Double] = []
  /// What the server says that it took, in seconds.
  public var totalAPI = 0.0
  /// What the server says that the answer alone took, in seconds; 0 when it says nothing.
  public var evaluation = 0.0
  /// Tokens of the prompt, as the server counts.
  public var promptTokens = 0
  /// Tokens of the answer, as the server counts; nil when it says nothing.
  public var outputTokens: Int?
  /// Why the answer ended, as the server says.
  public var doneReason: String?

  /// Starts without an answer.
  public init() {}
}

/// Why a server gave no answer.
public struct ServerFailure: Error, Sendable, Equatable, CustomStringConvertible {
  /// What kind of failure it is.
  public enum Kind: Sendable, Equatable {
    /// Nothing could be reached.
    case unreachable
    /// It took too long.
    case timeout
    /// The connection could not be made safe.
    case tls
    /// An HTTP status that is no success.
    case status(Int)
    /// What came is not what the protocol says.
    case malformed
    /// The connection ended before the answer did.
    case truncated
    /// More came than is read.
    case tooLarge
    /// It was broken off here.
    case cancelled
  }

  /// What kind of failure it is.
  public let kind: Kind
  /// A full sentence, without anything secret.
  public let message: String
  /// How long the server asks to wait, in seconds.
  public let retryAfter: Double?

  /// Makes a failure from its parts.
  public init(_ kind: Kind, _ message: String, retryAfter: Double? = nil) {
    self.kind = kind
    self.message = message
    self.retryAfter = retryAfter
  }

  /// The sentence.
  public var description: String { message }

  /// Whether the same request may succeed a little later.
  public var isTransient: Bool {
    switch kind {
    case .unreachable: true
    case .status(let code): code == 429 || code == 500 || (502...504).contains(code)
    default: false
    }
  }
}
