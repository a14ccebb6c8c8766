#!/bin/sh
# Runs the tests of WritGit under AddressSanitizer and LeakSanitizer: no object of libgit2 may be
# freed twice, used after it was freed, or never freed.
#
# usage: Tests/leaks.sh [FILTER]      (default: WritGitTests)
#
# What libgit2 1.5.1 itself loses is listed below; all of it is lost in calls that fail, but for
# the regular expression of git_config_foreach_match, lost with each opening of a repository whose
# format version is 1.
set -eu

cd "$(dirname "$0")/.."
filter=${1:-WritGitTests}
build=.build-asan
list=$(mktemp)
trap 'rm -f "$list"' EXIT
cat >"$list" <<'LIST'
leak:git_revwalk_next
leak:git_graph_reachable_from_any
leak:git_config_foreach_match
leak:readBytesFromFile
LIST

swift build --build-tests --sanitize=address --scratch-path "$build"

# libgit2 keeps no frame pointers, so only the slow unwinder finds the names above.
ASAN_OPTIONS="detect_leaks=1:fast_unwind_on_malloc=0:malloc_context_size=24" \
LSAN_OPTIONS="suppressions=$list:print_suppressions=0" \
  swift test --skip-build --disable-xctest --sanitize=address --scratch-path "$build" \
    --filter "$filter"
echo "no leaks in $filter"
