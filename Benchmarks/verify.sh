#!/bin/sh
# Measures `writ verify` of a long history from nothing, on two threads and on one, beside
# `git log --format='%(trailers:only,unfold)' --name-only`, and again when nothing is new. WRIT names the
# release binary, BENCH_ROUNDS how often each command runs (default 3).
#
#   sh Benchmarks/verify.sh [COMMITS [POLICIES]]   a history of so many (default 100,000 and 1,000)
set -eu
here=$(cd "$(dirname "$0")" && pwd)
rounds=${BENCH_ROUNDS:-3}
products='writ-benchmark-compare writ-benchmark-history'
. "$here/common.sh"
history=$work/history.git
git init -q --bare "$history"
"$tools/writ-benchmark-history" "${1:-100000}" "${2:-1000}" | git -C "$history" fast-import --quiet
git -C "$history" symbolic-ref HEAD refs/heads/main
du -sh "$history"

# Without what an earlier run found.
cat > "$work/cold" <<END
#!/bin/sh
rm -rf "$history/writ"
exec "$writ" verify -C "$history" "\$@"
END
chmod +x "$work/cold"
"$tools/writ-benchmark-compare" "$rounds" \
  "verify, two threads=$work/cold --threads 2" \
  "verify, one thread=$work/cold --threads 1" \
  "git log=git -C $history log --format=%(trailers:only,unfold) --name-only"
"$work/cold" > "$work/out"
"$tools/writ-benchmark-compare" 15 "verify, nothing new=$writ verify -C $history"
if command -v python3 > /dev/null; then
  python3 - "$work/cold" <<'END'
import os, sys
for threads in ["1", "2"]:
    child = os.fork()
    if child == 0:
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
        os.execv(sys.argv[1], [sys.argv[1], "--threads", threads])
    print("verify, %s threads: at most %d MB" % (threads, os.wait4(child, 0)[2].ru_maxrss // 1024))
END
fi
