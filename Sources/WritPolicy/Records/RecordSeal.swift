internal import WritJSON

extension Record {
  /// The record with the digest of all the rest in it.
  ///
  /// After a squash that lost the trailers nothing else in the commit tells of an edit. Whoever
  /// edits a record on purpose can make the digest anew: approvals, signatures and the applies that
  /// follow hold against that.
  public func sealed() throws(PolicyError) -> Record {
    var copy = self
    copy.seal = nil
    do throws(JSONError) {
      copy.seal = try Digest(of: copy.json)
    } catch {
      throw PolicyError(.form, "The record has no canonical form: \(error.message)")
    }
    return copy
  }

  /// Whether the record is as it was made, as far as it tells.
  public func isIntact() throws(PolicyError) -> Bool {
    guard let seal else { return true }
    return try sealed().seal == seal
  }
}
