import Testing

@Suite struct WritPatternTests {}
