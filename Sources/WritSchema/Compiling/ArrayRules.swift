/// What a schema says about arrays.
struct ArrayRules: Sendable {
  /// How many elements must fit a schema.
  struct Contains: Sendable {
    let edge: SchemaEdge
    let minimum: Int
    let maximum: Int?
    /// Whether the elements that fit count as looked at (2020-12, not draft-07).
    let marks: Bool
  }

  var minimumCount: Int?
  var maximumCount: Int?
  var mustDiffer = false
  /// Schemas for the elements at the front, one each.
  var prefix: [SchemaEdge] = []
  /// The schema for all further elements.
  var rest: SchemaEdge?
  var contains: Contains?

  var isEmpty: Bool {
    minimumCount == nil && maximumCount == nil && !mustDiffer && prefix.isEmpty && rest == nil
      && contains == nil
  }
}
