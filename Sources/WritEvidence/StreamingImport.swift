public import WritPolicy

/// Reads observations from a file piece by piece, in memory that does not grow with the file.
public struct StreamingImport {
  // One of the three; each is changed where it stands, since a copy would copy what it has counted.
  private var table: CSVReader?
  private var objects: NDJSONReader?
  private var samples: LMEvalSamples?

  /// Starts to read a table, or JSON lines.
  public init(_ kind: EvidenceKind) {
    switch kind {
    case .csv: table = CSVReader()
    case .lmEval: samples = LMEvalSamples()
    default: objects = NDJSONReader()
    }
  }

  /// Takes the next bytes.
  public mutating func feed(_ piece: [UInt8]) throws(EvidenceError) {
    try table?.feed(piece)
    try objects?.feed(piece)
    try samples?.feed(piece)
  }

  /// What all the bytes say; the caller adds their digest.
  public mutating func finish() throws(EvidenceError) -> EvidenceSummary {
    if let summary = try table?.finish() { return summary }
    if let summary = try samples?.finish() { return summary }
    if let summary = try objects?.finish() { return summary }
    throw EvidenceError(.empty, "There is nothing to read.")
  }
}
