#!/bin/sh
# Measures what the server's hook takes to judge a push, beside `git log -p` over the same commits in
# the same quarantine: the objects of the push lie in a pack apart, as in a real one. WRIT names the
# release binary, BENCH_ROUNDS how often each command runs (default 9).
#
#   sh Benchmarks/push.sh [COUNT [applies|by-hand]]   so many policy commits (default 1,000)
set -eu
here=$(cd "$(dirname "$0")" && pwd)
rounds=${BENCH_ROUNDS:-9}
count=${1:-1000}
products=writ-benchmark-compare
. "$here/common.sh"
compare=$tools/writ-benchmark-compare
printf '{"runs": 4000, "crash_free": 0.9987}\n' > "$work/evidence.json"
metadata='--approval-ref CHG-1 --rationale measured --review-by '$(date -u -d '+60 days' +%Y-%m-%d)

# A bare repository under the rules of the default template, with 100 policies.
base() {
  git init -q "$work/seed"
  (
    cd "$work/seed"
    mkdir -p policies/rollout
    i=0
    while [ $i -lt 100 ]; do
      printf '{\n  "canary_pct": 5,\n  "kill_switch": false,\n  "thresholds": { "min_sample": 30 }\n}\n' > policies/rollout/p$i.json
      i=$((i + 1))
    done
    git add . && git commit -q -m 'Add policies'
    "$writ" init > "$work/out"
    cp "$here/../policies/default/governance/rules.json" governance/rules.json
    mkdir -p governance/schemas
    cp "$here"/../policies/default/governance/schemas/* governance/schemas/
    "$writ" apply --governance $metadata > "$work/out" || :
  )
  git clone -q --bare "$work/seed" "$work/server.git"
  git -C "$work/server.git" repack -adq
}

# So many applies, made by writ.
applies() {
  git clone -q --bare "$work/server.git" "$work/client.git"
  git -C "$work/client.git" config writ.fsync false
  i=0
  while [ $i -lt "$count" ]; do
    i=$((i + 1))
    "$writ" -C "$work/client.git" apply --set "rollout/p$((i % 100))#/canary_pct=$((5 + i % 20 + i / 100 % 3))" \
      --evidence "evidence.json=$work/evidence.json" $metadata > "$work/out"
  done
}

# So many commits by hand, with trailers.
by_hand() {
  git clone -q --bare "$work/server.git" "$work/client.git"
  awk -v count="$count" -v start="$(git -C "$work/server.git" rev-parse main)" \
    -v day="$(date -u -d '+60 days' +%Y-%m-%d)" -v now="$(date +%s)" 'BEGIN {
    for (i = 1; i <= count; i++) {
      policy = sprintf("{\n  \"canary_pct\": %d,\n  \"kill_switch\": false,\n  \"thresholds\": { \"min_sample\": %d }\n}\n", 5 + i % 20, 30 + i)
      message = sprintf("rollout/p%d: round %d\n\nActor: Bench <bench@example.org>\nApproval-Ref: CHG-%d\nRationale: measured\nReview-By: %s\n", i % 100, i, i, day)
      printf "commit refs/heads/main\ncommitter Bench <bench@example.org> %d +0000\ndata %d\n%s\n", now, length(message), message
      if (i == 1) printf "from %s\n", start
      printf "M 100644 inline policies/rollout/p%d.json\ndata %d\n%s\n", i % 100, length(policy), policy
    }
  }' | git -C "$work/client.git" fast-import --quiet --force
}

# What the hook sees: the new objects in a pack of their own, beside those of the repository.
quarantine() {
  old=$(git -C "$work/server.git" rev-parse main)
  new=$(git -C "$work/client.git" rev-parse main)
  rm -rf "$work/incoming"
  mkdir -p "$work/incoming/pack"
  printf '%s\n^%s\n' "$new" "$old" | git -C "$work/client.git" pack-objects -q --revs --thin --stdout > "$work/push.pack"
  GIT_OBJECT_DIRECTORY=$work/incoming GIT_ALTERNATE_OBJECT_DIRECTORIES=$work/server.git/objects \
    git -C "$work/server.git" index-pack --stdin --fix-thin < "$work/push.pack" > "$work/out"
  echo "$old $new refs/heads/main" > "$work/lines"
  printf '#!/bin/sh\nexec "$@" < %s\n' "$work/lines" > "$work/with-lines"
  chmod +x "$work/with-lines"
}

measure() {
  quarantine
  echo "== a push of $count $1"
  (
    export GIT_OBJECT_DIRECTORY="$work/incoming" GIT_ALTERNATE_OBJECT_DIRECTORIES="$work/server.git/objects"
    export GIT_DIR="$work/server.git" GIT_QUARANTINE_PATH="$work/incoming"
    # Both say what they find, and both are started by the same small script.
    "$writ" hook pre-receive < "$work/lines"
    "$compare" "$rounds" \
      "pre-receive=$work/with-lines $writ hook pre-receive" \
      "git log -p=$work/with-lines git log -p --no-color $old..$new"
    if command -v python3 > /dev/null; then
      python3 - "$writ" "$work/lines" "$old..$new" <<'END'
import os, sys
commands = {"pre-receive": [sys.argv[1], "hook", "pre-receive"], "git log -p": ["git", "log", "-p", "--no-color", sys.argv[3]]}
for name, command in commands.items():
    child = os.fork()
    if child == 0:
        os.dup2(os.open(sys.argv[2], os.O_RDONLY), 0)
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
        os.execvp(command[0], command)
    # Of this child alone, whatever ran before.
    status, usage = os.wait4(child, 0)[1:]
    assert status == 0, name
    print("%s: at most %d MB" % (name, usage.ru_maxrss // 1024))
END
    fi
  )
  if [ -n "${BENCH_KEEP:-}" ]; then rm -rf "$BENCH_KEEP-$2"; cp -a "$work" "$BENCH_KEEP-$2"; fi
  rm -rf "$work/client.git"
}

base
case ${2:-all} in
  all | applies) applies && measure 'applies' applies ;;
esac
case ${2:-all} in
  all | by-hand) by_hand && measure 'commits by hand' by-hand ;;
esac
