#!/bin/sh
# Measures the index and the questions that it answers beside git, on COUNT applies (default 100,000) of 1,000
# policies, and blame of a large policy with 800 versions. WRIT names the release binary, BENCH_TOOLS the folder of
# the benchmark programs where they are built already; BENCH_ROUNDS sets how often each question is asked.
#
#   sh Benchmarks/provenance.sh [COUNT]
set -eu
here=$(cd "$(dirname "$0")" && pwd)
rounds=${BENCH_ROUNDS:-11}
count=${1:-100000}
products='writ-benchmark-compare writ-benchmark-history'
. "$here/common.sh"

# Wall time in milliseconds and memory in megabytes of a command, whose output goes nowhere.
once() {
  label=$1
  shift
  python3 - "$label" "$@" <<'EOF'
import resource, subprocess, sys, time
start = time.monotonic()
run = subprocess.run(sys.argv[2:], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
wall = (time.monotonic() - start) * 1000
memory = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
usage = resource.getrusage(resource.RUSAGE_CHILDREN)
processor = (usage.ru_utime + usage.ru_stime) * 1000
print(f"{sys.argv[1]}: {wall:.0f} ms ({processor:.0f} ms of a processor), {memory:.0f} MB" + (f", status {run.returncode}" if run.returncode else ""))
EOF
}

kilobytes() { du -sk "$1" | cut -f1; }

commit() { git -C "$repository" rev-parse "$1"; }

repository=$work/applies.git
git init -q --bare "$repository"
"$tools/writ-benchmark-history" "$count" 1000 2> "$work/tip" |
  git -C "$repository" fast-import --quiet --force
git -C "$repository" update-server-info
packed=$(kilobytes "$repository/objects")
path=$(git -C "$repository" diff-tree -r --no-commit-id --name-only main | grep ^policies/ | head -1)
name=${path#policies/}
name=${name%.json}
change=$(git -C "$repository" log -1 --format=%b main | sed -n 's/^- [^#]*#\([^:]*\): .*-> \(.*\)/\1 \2/p')
pointer=${change% *}
number=$(git -C "$repository" log --format=%B main~$((count / 2)) -n 50 | sed -n 's/^Pull-Request: #//p' | head -1)
key=$(git -C "$repository" log --format=%B main~$((count / 2)) -n 50 | sed -n 's/^Writ-Key: //p' | head -1)

echo "== first index of $count applies, and git log -p of them, in turn"
for round in 1 2 3; do
  rm -rf "$repository/writ"
  once "writ blame $name#$pointer without an index" "$writ" -C "$repository" blame "$name#$pointer" main
  once 'git log -p --no-color' git -C "$repository" log -p --no-color main
done
index=$(kilobytes "$repository/writ")
echo "index $index kB, $((index * 100 / packed)) % of the objects' $packed kB"

echo '== later commits: 200 at once and 20 one by one, less a question without any'
rm -rf "$repository/writ"
"$writ" -C "$repository" blame "$name#$pointer" "$(commit main~221)" > /dev/null
python3 - "$writ" "$repository" "$name" <<'EOF'
import subprocess, sys, time
writ, repository, name = sys.argv[1:]
def ask(revision):
    commit = subprocess.run(["git", "-C", repository, "rev-parse", revision], capture_output=True, text=True)
    start = time.monotonic()
    subprocess.run([writ, "-C", repository, "blame", name, commit.stdout.strip()], stdout=subprocess.DEVNULL, check=True)
    return (time.monotonic() - start) * 1000
# Each question about a new commit beside one about a commit that is known, so that other work of the
# machine meets both.
pairs = [(ask(f"main~{distance}"), ask(f"main~{distance}")) for distance in range(220, 200, -1)]
more = sorted(new - known for new, known in pairs)
least = min(new for new, _ in pairs) - min(known for _, known in pairs)
print(f"one commit: {more[10]:.2f} ms (median of 20), {least:.2f} ms (least against least)")
many = ask("main")
print(f"200 commits: {(many - sorted(ask('main') for _ in range(9))[4]) / 200:.2f} ms each")
EOF

echo "== questions on $count applies"
"$tools/writ-benchmark-compare" "$rounds" \
  "blame=$writ -C $repository blame $name#$pointer" \
  "pr=$writ -C $repository pr $number" \
  "key=$writ -C $repository log --key $key" \
  "trace=$writ -C $repository trace $name#$pointer"
"$tools/writ-benchmark-compare" 1 \
  "git-log-S=git -C $repository log --format=%H -S${change#* } main -- $path" \
  "git-blame=git -C $repository blame main -- $path" \
  "git-log-grep=git -C $repository log --format=%H --grep=$key main"
for question in "blame $name#$pointer" "pr $number" "trace $name#$pointer"; do
  # shellcheck disable=SC2086
  once "writ $question" "$writ" -C "$repository" $question
done

echo '== every value of a policy of a megabyte with 800 versions'
repository=$work/large.git
git init -q --bare "$repository"
python3 "$here/large-policy.py" 800 | git -C "$repository" fast-import --quiet --force
git -C "$repository" repack -q -a -d
for round in 1 2 3; do
  rm -rf "$repository/writ"
  once 'writ blame large, no index' "$writ" -C "$repository" blame large --format json
  once 'git blame' git -C "$repository" blame main -- policies/large.json
done
once 'writ blame large, index' "$writ" -C "$repository" blame large --format json
