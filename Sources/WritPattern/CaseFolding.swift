/// Simple case folding (Unicode, CaseFolding.txt, status C and S).
enum CaseFolding {
  /// All scalars that fold to the same scalar, the given one among them.
  static func variants(of scalar: UInt32) -> [UInt32] {
    guard let value = Unicode.Scalar(scalar), scalar != 0x130, scalar != 0x131 else {
      return [scalar]
    }
    let folded = fold(value)
    let upper = single(folded.properties.uppercaseMapping) ?? folded
    let title = single(folded.properties.titlecaseMapping) ?? folded
    var found = [scalar]
    for candidate in [folded.value, upper.value, title.value] + (further[folded.value] ?? [])
    where !found.contains(candidate) {
      found.append(candidate)
    }
    return found
  }

  /// The scalar that stands for all of its case variants.
  private static func fold(_ value: Unicode.Scalar) -> Unicode.Scalar {
    let upper = single(value.properties.uppercaseMapping) ?? value
    return single(upper.properties.lowercaseMapping)
      ?? single(value.properties.lowercaseMapping) ?? value
  }

  /// The only scalar of a mapping; nil where the full mapping is longer than the simple one.
  private static func single(_ mapping: String) -> Unicode.Scalar? {
    let scalars = mapping.unicodeScalars
    guard let first = scalars.first, scalars.count == 1 else { return nil }
    return first
  }

  /// Variants that neither the upper nor the title case mapping of the folded scalar reaches.
  private static let further: [UInt32: [UInt32]] = [
    0x6B: [0x212A], 0x73: [0x17F], 0xE5: [0x212B], 0xDF: [0x1E9E], 0x3B9: [0x345, 0x1FBE],
    0x3B2: [0x3D0], 0x3B5: [0x3F5], 0x3B8: [0x3D1, 0x3F4], 0x3BA: [0x3F0], 0x3BC: [0xB5],
    0x3C0: [0x3D6], 0x3C1: [0x3F1], 0x3C3: [0x3C2], 0x3C6: [0x3D5], 0x3C9: [0x2126],
    0x432: [0x1C80], 0x434: [0x1C81], 0x43E: [0x1C82], 0x441: [0x1C83], 0x442: [0x1C84, 0x1C85],
    0x390: [0x1FD3], 0x1FD3: [0x390], 0x3B0: [0x1FE3], 0x1FE3: [0x3B0], 0xFB05: [0xFB06],
    0xFB06: [0xFB05], 0x44A: [0x1C86], 0x463: [0x1C87], 0xA64B: [0x1C88], 0x1E61: [0x1E9B],
  ]
}
