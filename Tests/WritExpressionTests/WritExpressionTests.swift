import Testing

@Suite struct WritExpressionTests {}
