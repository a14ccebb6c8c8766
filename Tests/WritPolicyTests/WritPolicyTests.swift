import Testing

@Suite struct WritPolicyTests {}
