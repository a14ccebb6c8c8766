/// A set of Unicode general categories.
struct GeneralCategories: OptionSet, Sendable {
  let rawValue: UInt32

  static let surrogate = GeneralCategories(.surrogate)

  init(rawValue: UInt32) { self.rawValue = rawValue }

  private init(_ category: Unicode.GeneralCategory) {
    self.init(rawValue: 1 << Self.bit(category))
  }

  /// Whether the category of a scalar is in the set.
  func contains(of scalar: Unicode.Scalar) -> Bool {
    rawValue >> Self.bit(scalar.properties.generalCategory) & 1 != 0
  }

  /// The set of a short or long name, exactly as PropertyValueAliases.txt spells it.
  static func named(_ name: String) -> GeneralCategories? {
    for (names, set) in single where names.contains(name) { return set }
    for (names, initial) in grouped where names.contains(name) {
      return GeneralCategories(single.filter { $0.0[0].hasPrefix(initial) }.map(\.1))
    }
    guard name == "LC" || name == "Cased_Letter" else { return nil }
    return GeneralCategories(single.filter { ["Lu", "Ll", "Lt"].contains($0.0[0]) }.map(\.1))
  }

  private static let grouped: [([String], String)] = [
    (["L", "Letter"], "L"), (["M", "Mark", "Combining_Mark"], "M"), (["N", "Number"], "N"),
    (["P", "Punctuation", "punct"], "P"), (["S", "Symbol"], "S"), (["Z", "Separator"], "Z"),
    (["C", "Other"], "C"),
  ]

  private static let single: [([String], GeneralCategories)] = [
    (["Lu", "Uppercase_Letter"], .init(.uppercaseLetter)),
    (["Ll", "Lowercase_Letter"], .init(.lowercaseLetter)),
    (["Lt", "Titlecase_Letter"], .init(.titlecaseLetter)),
    (["Lm", "Modifier_Letter"], .init(.modifierLetter)),
    (["Lo", "Other_Letter"], .init(.otherLetter)),
    (["Mn", "Nonspacing_Mark"], .init(.nonspacingMark)),
    (["Mc", "Spacing_Mark"], .init(.spacingMark)),
    (["Me", "Enclosing_Mark"], .init(.enclosingMark)),
    (["Nd", "Decimal_Number", "digit"], .init(.decimalNumber)),
    (["Nl", "Letter_Number"], .init(.letterNumber)),
    (["No", "Other_Number"], .init(.otherNumber)),
    (["Pc", "Connector_Punctuation"], .init(.connectorPunctuation)),
    (["Pd", "Dash_Punctuation"], .init(.dashPunctuation)),
    (["Ps", "Open_Punctuation"], .init(.openPunctuation)),
    (["Pe", "Close_Punctuation"], .init(.closePunctuation)),
    (["Pi", "Initial_Punctuation"], .init(.initialPunctuation)),
    (["Pf", "Final_Punctuation"], .init(.finalPunctuation)),
    (["Po", "Other_Punctuation"], .init(.otherPunctuation)),
    (["Sm", "Math_Symbol"], .init(.mathSymbol)),
    (["Sc", "Currency_Symbol"], .init(.currencySymbol)),
    (["Sk", "Modifier_Symbol"], .init(.modifierSymbol)),
    (["So", "Other_Symbol"], .init(.otherSymbol)),
    (["Zs", "Space_Separator"], .init(.spaceSeparator)),
    (["Zl", "Line_Separator"], .init(.lineSeparator)),
    (["Zp", "Paragraph_Separator"], .init(.paragraphSeparator)),
    (["Cc", "Control", "cntrl"], .init(.control)), (["Cf", "Format"], .init(.format)),
    (["Cs", "Surrogate"], .init(.surrogate)), (["Co", "Private_Use"], .init(.privateUse)),
    (["Cn", "Unassigned"], .init(.unassigned)),
  ]

  private static func bit(_ category: Unicode.GeneralCategory) -> UInt32 {
    switch category {
    case .uppercaseLetter: 0
    case .lowercaseLetter: 1
    case .titlecaseLetter: 2
    case .modifierLetter: 3
    case .otherLetter: 4
    case .nonspacingMark: 5
    case .spacingMark: 6
    case .enclosingMark: 7
    case .decimalNumber: 8
    case .letterNumber: 9
    case .otherNumber: 10
    case .connectorPunctuation: 11
    case .dashPunctuation: 12
    case .openPunctuation: 13
    case .closePunctuation: 14
    case .initialPunctuation: 15
    case .finalPunctuation: 16
    case .otherPunctuation: 17
    case .mathSymbol: 18
    case .currencySymbol: 19
    case .modifierSymbol: 20
    case .otherSymbol: 21
    case .spaceSeparator: 22
    case .lineSeparator: 23
    case .paragraphSeparator: 24
    case .control: 25
    case .format: 26
    case .surrogate: 27
    case .privateUse: 28
    case .unassigned: 29
    @unknown default: 30
    }
  }
}
