#!/bin/sh
# Writes a fast-import stream of COUNT applies on top of a repository's main: history.sh DIR COUNT
set -eu
dir=$1 count=$2
start=$(git -C "$dir" rev-parse main)
awk -v count="$count" -v start="$start" 'BEGIN {
  zeros = "00000000000000000000000000000000"
  for (i = 1; i <= count; i++) {
    id = sprintf("01hzz%021d", i)
    sub(/^01hzz/, "01hzz", id)
    record = sprintf("{\"version\":1,\"id\":\"%s\",\"intent\":\"apply\",\"time\":\"2024-06-01T00:00:00Z\",\"actor\":\"Bench <bench@example.org>\",\"approvalRef\":\"CHG-%d\",\"rationale\":\"generated\",\"reviewBy\":\"2099-01-01\",\"branch\":\"refs/heads/main\",\"base\":\"%s00000000\",\"planDigest\":\"sha256:%s%032x\",\"requestDigest\":\"sha256:%s%032x\",\"changes\":[],\"files\":[],\"evidence\":[],\"overrides\":[],\"limits\":[],\"tool\":\"writ 0.1.0\"}\n", id, i, zeros, zeros, i, zeros, i)
    policy = sprintf("{\n  \"pct\": 5,\n  \"round\": %d,\n  \"name\": \"p%d\"\n}\n", i, i % 10)
    message = sprintf("svc/p%d: round %d\n\nActor: Bench <bench@example.org>\nApproval-Ref: CHG-%d\nRationale: generated\nReview-By: 2099-01-01\nWrit-Intent: apply\nWrit-Record: evidence/%s/record.json sha256:%s%s\n", i % 10, i, i, id, zeros, zeros)
    printf "commit refs/heads/main\ncommitter Bench <bench@example.org> %d +0000\ndata %d\n%s\n", 1700000000 + i, length(message), message
    if (i == 1) printf "from %s\n", start
    printf "D evidence\nM 100644 inline policies/svc/p%d.json\ndata %d\n%s\n", i % 10, length(policy), policy
    printf "M 100644 inline evidence/%s/record.json\ndata %d\n%s\n", id, length(record), record
  }
}'
