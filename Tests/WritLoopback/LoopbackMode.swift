/// How a model of the loopback server behaves: what stands before the colon of its name.
public enum LoopbackMode: String, Sendable, CaseIterable {
  // Answers.

  /// Does what the prompt asks.
  case good
  /// Answers, but with nothing that was asked for.
  case weak
  /// Does what the prompt asks, after a while.
  case slow
  /// Answers with nothing.
  case silent

  // Ways of telling that real servers have.

  /// Lines end with CR and LF.
  case crlf
  /// Comments, blank lines, further fields and events without choices.
  case chatty
  /// One byte at a time, so that characters are cut in two.
  case bytewise
  /// Nothing is told about tokens.
  case uncounted
  /// Tokens and times stand in `timings`.
  case timings
  /// Thinks aloud first.
  case thinking
  /// The answer comes in one document.
  case whole
  /// Ends without `[DONE]`.
  case undone
  /// As llama.cpp's server tells it: a first piece of nothing but the role, thinking aloud, an end by
  /// the limit of tokens, then an event without choices that has the usage and `timings`.
  case llama

  // Failures that pass.

  /// The first request of each prompt gets 429.
  case busy
  /// The first request of each prompt gets 503.
  case flaky

  // Failures.

  /// Every request gets 500.
  case failing
  /// A page in place of an answer.
  case html
  /// A line that is no JSON.
  case malformed
  /// A number that is none.
  case nan
  /// Counts and times below zero.
  case negative
  /// The connection ends in the middle.
  case truncated
  /// The answer ends without saying that it is done.
  case unfinished
  /// An error in the middle.
  case broken
  /// No end.
  case endless
  /// Silence after the first piece.
  case stall
  /// llama.cpp's word that the prompt has more tokens than the context.
  case overlong
  /// llama.cpp's server is ended in the middle: a comment is the last thing that it says.
  case ended
  /// A failure that repeats the key.
  case leaking

  /// The mode of a model.
  init(model: String) {
    let name = model.split(separator: ":").first.map(String.init) ?? model
    self = LoopbackMode(rawValue: name) ?? .good
  }
}
