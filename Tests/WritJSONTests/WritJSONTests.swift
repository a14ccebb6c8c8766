import Testing

@Suite struct WritJSONTests {}
