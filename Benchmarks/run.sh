#!/bin/sh
# Measures writ beside git. WRIT names the release binary. Everything is made in a temporary
# folder; BENCH_ROUNDS sets how often each command runs (default 25).
#
#   sh Benchmarks/run.sh            apply and hooks
#   sh Benchmarks/run.sh history    the cost of an apply after 100,000 others (minutes)
set -eu
here=$(cd "$(dirname "$0")" && pwd)
rounds=${BENCH_ROUNDS:-25}
products=writ-benchmark-compare
. "$here/common.sh"
compare=$tools/writ-benchmark-compare
printf '{"runs": 4000, "crash_free": 0.9987}\n' > "$work/evidence.json"
metadata='--approval-ref CHG-1 --rationale measured --review-by 2099-01-01'

# A repository with so many policies; hooks are left out, as git would run them and writ does not.
repository() {
  folder=$1 count=$2
  rm -rf "$folder"
  mkdir -p "$folder/policies/svc"
  git init -q "$folder"
  i=0
  while [ $i -lt "$count" ]; do
    printf '{\n  "pct": 5,\n  "round": 0,\n  "name": "p%s"\n}\n' $i > "$folder/policies/svc/p$i.json"
    i=$((i + 1))
  done
  git -C "$folder" add . && git -C "$folder" commit -q -m 'Add policies'
  "$writ" -C "$folder" init --template minimal > "$work/out"
  rm -f "$folder"/.git/hooks/*
}

# The same by ordinary git commands. The text of a record is in the environment, and each gets its
# number, as no two records are alike.
cat > "$work/git-apply" <<'EOF'
#!/bin/sh
cd "$1" || exit 1
git tag -a -m "Checkpoint before $2" "checkpoint/$2"
rm -r evidence
mkdir -p "evidence/$2"
printf '{\n  "pct": 5,\n  "round": %s,\n  "name": "p1"\n}\n' "$2" > policies/svc/p1.json
printf '%s %s\n' "$2" "$RECORD" > "evidence/$2/record.json"
cp "$3/evidence.json" "evidence/$2/"
git add policies/svc/p1.json evidence
git commit -q -F "$3/message"
EOF
chmod +x "$work/git-apply"

apply() {
  label=$1 count=$2 durable=$3
  repository "$work/a" "$count"
  repository "$work/b" "$count"
  RECORD=$(cat "$work"/b/evidence/*/record.json)
  export RECORD
  git -C "$work/b" log -1 --format=%B > "$work/message"
  git -C "$work/a" config writ.fsync "$durable"
  [ "$durable" = true ] && git -C "$work/b" config core.fsync all
  echo "== apply, $label"
  "$compare" "$rounds" \
    "writ=$writ -C $work/a apply --set svc/p1#/round={n} --evidence evidence.json=$work/evidence.json $metadata" \
    "git=$work/git-apply $work/b {n} $work"
}

bare() {
  repository "$work/a" 10
  git clone -q --bare "$work/a" "$work/bare"
  git -C "$work/bare" config writ.fsync false
  cp "$work"/a/evidence/*/record.json "$work/record.json"
  git init -q --bare "$work/import"
  git -C "$work/a" fast-export main > "$work/stream"
  git -C "$work/import" fast-import --quiet < "$work/stream"
  cat > "$work/import-apply" <<'EOF'
#!/bin/sh
cd "$1" || exit 1
record=$(wc -c < "$3/record.json") evidence=$(wc -c < "$3/evidence.json")
{
  printf 'commit refs/heads/main\ncommitter Bench <bench@example.org> 1700000000 +0000\ndata 9\nmeasured\n\n'
  printf 'from refs/heads/main^0\nD evidence\n'
  printf 'M 100644 inline policies/svc/p1.json\ndata 6\n[%04d]\n' "$2"
  printf 'M 100644 inline evidence/%s/record.json\ndata %s\n' "$2" "$record"; cat "$3/record.json"
  printf '\nM 100644 inline evidence/%s/evidence.json\ndata %s\n' "$2" "$evidence"; cat "$3/evidence.json"
  printf '\ntag checkpoint/%s\nfrom refs/heads/main^\ntagger Bench <bench@example.org> 1700000000 +0000\ndata 11\ncheckpoint\n\n' "$2"
} | git fast-import --quiet
EOF
  chmod +x "$work/import-apply"
  echo '== apply, bare repository, without fsync, beside one git fast-import of the same'
  "$compare" "$rounds" \
    "writ=$writ -C $work/bare apply --set svc/p1#/round={n} --evidence evidence.json=$work/evidence.json $metadata" \
    "fast-import=$work/import-apply $work/import {n} $work"
}

hooks() {
  repository "$work/a" 10
  cd "$work/a"
  sed -i 's/"pct": 5/"pct": 6/' policies/svc/p1.json
  git add policies
  printf 'svc/p1: pct 5 -> 6\n\nMeasured.\n\nActor: Bench <bench@example.org>\nApproval-Ref: CHG-1\nRationale: measured\nReview-By: 2099-01-01\n' > "$work/message"
  echo '== hook commit-msg, a good message of a commit that changes a policy'
  set -- "writ=$writ hook commit-msg $work/message"
  if command -v gitlint > /dev/null; then set -- "$@" "gitlint=gitlint --msg-filename $work/message --ignore all"; fi
  "$compare" "$rounds" "$@"
  git commit -q -F "$work/message"
  echo 'notes' > notes.txt
  git add notes.txt
  echo '== hook commit-msg, a commit that touches no policy'
  "$compare" "$rounds" "writ=$writ hook commit-msg $work/message"
  cd "$here"
}

# A history of so many applies, made by git fast-import, then cloned and gone through once.
history() {
  for count in 10 100000; do
    repository "$work/h$count" 10
    "$here/history.sh" "$work/h$count" $count | git -C "$work/h$count" fast-import --quiet --force
    git -C "$work/h$count" reset -q --hard main
    git -C "$work/h$count" config writ.fsync false
    "$writ" -C "$work/h$count" apply --set svc/p1#/round=-1 $metadata > "$work/out"
  done
  echo '== apply after 100,000 and after 10 others'
  "$compare" "$rounds" \
    "hundred-thousand=$writ -C $work/h100000 apply --set svc/p1#/round={n} $metadata" \
    "ten=$writ -C $work/h10 apply --set svc/p1#/round={n} $metadata"
}

case ${1:-all} in
  history) history ;;
  *)
    apply '10 policies, without fsync' 10 false
    apply '10 policies, with fsync' 10 true
    apply '10,000 policies, without fsync' 10000 false
    bare
    hooks
    ;;
esac
