import Testing

@Suite struct WritSchemaTests {}
