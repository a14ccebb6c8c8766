#!/bin/sh
# One commit, or a few, that a case makes on top of a policy repository, and what each of those says
# that judge it: judge.sh prepare, or judge.sh CASE in a copy of what that made.
set -eu
soon=$(date -u -d '+30 days' +%Y-%m-%d)
export WRIT_APPROVAL_REF=R-1 WRIT_RATIONALE=because WRIT_REVIEW_BY="$soon"
top=$(pwd)

if [ "$1" = prepare ]; then
  writ init --bare server.git >/dev/null
  git clone -q server.git repo
  cd repo
  git remote set-url origin ../server.git
  writ hook install >/dev/null
  writ apply --set 'rollout/planner#/canary_pct=5' >/dev/null
  git push -q origin main
  git push -q origin --tags
  exit
fi

# --- what cases use -------------------------------------------------------------------------------

canary() {
  sed "s/\"canary_pct\": [0-9]*/\"canary_pct\": $1/" policies/rollout/planner.json > ../canary.json
  cp ../canary.json policies/rollout/planner.json
}
# A message with trailers: SUBJECT [BODY].
message() {
  printf '%s\n\n' "$1"
  [ $# -lt 2 ] || printf '%s\n\n' "$2"
  printf 'Actor: Ann <ann@example.org>\nApproval-Ref: R-1\nRationale: because\nReview-By: %s\n' "$soon"
}
told() { git add -A; message "$@" | git commit -q -F -; }
proposal() { git for-each-ref --format='%(refname:short)' refs/heads/writ; }

# --- the case, without any hook -------------------------------------------------------------------

sed '1,/^--$/d' "$1" > steps
export top soon
(
  export GIT_CONFIG_COUNT=1 GIT_CONFIG_KEY_0=core.hooksPath GIT_CONFIG_VALUE_0=/dev/null
  cd repo
  . ../steps
) > steps.out 2>&1 || { cat steps.out; echo "the steps failed"; exit 1; }
cd repo
git symbolic-ref -q HEAD | grep -qx refs/heads/main || { echo "not on main"; exit 1; }
[ -z "$(git status --porcelain --untracked-files=no)" ] || { git status; exit 1; }

# --- the verdicts ---------------------------------------------------------------------------------

# One line for each: NAME STATUS; what it said goes to NAME.out.
verdict() {
  name=$1
  shift
  status=0
  "$@" > "../$name.out" 2>&1 || status=$?
  echo "$name $status"
}

# The client's hook for a commit that is there: as if it were about to be made.
staged() {
  for commit in $(git rev-list --reverse --topo-order origin/main..HEAD); do
    set -- $(git log -1 --format=%P "$commit")
    if [ $# = 0 ]; then
      git -C ../staged symbolic-ref HEAD refs/heads/unborn
    else
      git -C ../staged update-ref --no-deref HEAD "$1"
      shift
    fi
    git -C ../staged read-tree "$commit"
    state=$(git -C ../staged rev-parse --absolute-git-dir)
    rm -f "$state/MERGE_HEAD"
    for parent; do echo "$parent" >> "$state/MERGE_HEAD"; done
    git log -1 --format=%B "$commit" > ../staged.message
    writ -C ../staged hook commit-msg ../staged.message || return
  done
}
git worktree add -q --detach --no-checkout ../staged origin/main

verdict commit-msg staged
verdict pre-push git push --dry-run origin main
verdict verify writ verify origin/main..main
verdict pre-receive git push --no-verify origin main
