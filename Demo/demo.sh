#!/bin/sh
# Shows the main job on a real policy history, and says what each step did.
# WRIT names the binary; the repository is left in demo-repository/ for looking around.
set -eu
cd "$(dirname "$0")/.."
writ_binary=${WRIT:-.build/release/writ}
case $writ_binary in /*) ;; *) writ_binary=$PWD/$writ_binary ;; esac
source=../shared/data/histories/feature-rollouts.bundle
[ -f "$source" ] || source=Demo/excerpt.bundle
target=$PWD/demo-repository
tools=$target.bin
policy=overrides/android-override
feature=/features/nativeInputOmnibar/features/nativeInputSearchOnly
step=$feature/rollout/steps/2/percent

# The hooks find writ on the PATH, as they would after an installation.
rm -rf "$target" "$tools"
mkdir -p "$tools"
ln -s "$writ_binary" "$tools/writ"
trap 'rm -rf "$tools"' EXIT
PATH=$tools:$PATH
export PATH
# The demo's own identity, so that no setting of the machine is needed or used.
GIT_CONFIG_GLOBAL=/dev/null GIT_CONFIG_NOSYSTEM=1
GIT_AUTHOR_NAME='Release Manager' GIT_AUTHOR_EMAIL='release@example.org'
GIT_COMMITTER_NAME=$GIT_AUTHOR_NAME GIT_COMMITTER_EMAIL=$GIT_AUTHOR_EMAIL
export GIT_CONFIG_GLOBAL GIT_CONFIG_NOSYSTEM GIT_AUTHOR_NAME GIT_AUTHOR_EMAIL
export GIT_COMMITTER_NAME GIT_COMMITTER_EMAIL
review=$(date -u -d '+30 days' +%Y-%m-%d)

number=0
say() { number=$((number + 1)); printf '\n\033[1m%s. %s\033[0m\n' "$number" "$*"; }
run() { printf '\033[36m$ %s\033[0m\n' "$*"; "$@"; }
refused() {
  printf '\033[36m$ %s\033[0m\n' "$*"
  if "$@" 2>&1; then echo "The demo expected a refusal." >&2; exit 1; else
    printf '  (exit status %s)\n' "$?"
  fi
}

git clone -q "$source" "$target" 2>/dev/null
cd "$target"
git remote remove origin
git config advice.detachedHead false

say "A real policy history: $(git rev-list --count HEAD) commits of feature rollouts, made by hand, PR by PR."
run git log --oneline -3

say 'Adopt it: one commit adds the rules, the hooks are installed, nothing is rewritten.'
run writ init --template rollouts

say 'Plan a change: raise one rollout step, and see what the rules say of it.'
run writ plan --set "$policy#$step=60"

say 'A step from 50 to 100 is refused: one step may go up by 25 points.'
refused writ apply --set "$policy#$step=100" --approval-ref CHG-1041 \
  --rationale 'Ship it to everyone' --review-by "$review"

say 'Without approval, rationale and review date nothing happens either.'
refused writ apply --set "$policy#$step=60"

say 'Apply it with evidence, approval and pull request.'
printf '{"experiment": "nativeInputSearchOnly", "runs": 4000, "crash_free": 0.9987}\n' > ../demo-evidence.json
run writ apply --set "$policy#$step=60" --evidence canary.json=../demo-evidence.json \
  --pr 5810 --approval-ref CHG-1042 --rationale 'Crash-free rate held at 50 %' --review-by "$review"
rm ../demo-evidence.json
applied=$(git log -1 --format='%(trailers:key=Writ-Checkpoint,valueonly)' | sed 's,checkpoint/,,;/^$/d')

say 'Git shows a change of one line beside the record and the evidence.'
run git diff --stat HEAD~1 HEAD -- policies
run git log -1 --format='%(trailers)'

say 'Provenance: who, on whose approval, on which evidence?'
run writ show "$applied"

say 'Back to the checkpoint: a new commit, and the policies are identical, by tree id.'
run writ rollback --to "checkpoint/$applied" --approval-ref INC-77 \
  --rationale 'Crashes on one vendor' --review-by "$review"
before=$(git rev-parse "checkpoint/$applied^{commit}:policies")
after=$(git rev-parse HEAD:policies)
printf '  policies/ at the checkpoint  %s\n  policies/ now                %s\n' "$before" "$after"
[ "$before" = "$after" ]

say 'What was rolled back does not come back silently.'
refused writ apply --set "$policy#$step=60" --approval-ref CHG-1043 \
  --rationale 'Try again' --review-by "$review"

say 'A commit by hand without governance metadata is refused by the hook.'
sed -i '0,/"percent": 50/s//"percent": 51/' "policies/$policy.json"
refused git commit -q -a -m 'Quick fix'
git checkout -q -- .

say 'The history, old commits and new, with pull requests.'
run writ log -n 5

say 'Git agrees: the repository is sound.'
run git fsck --strict --no-dangling
run git status --short
printf '\nLook around in %s\n' "demo-repository/"
