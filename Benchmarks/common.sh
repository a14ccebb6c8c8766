# What the benchmarks share. Sourced with `here` set to this folder and `products` to the programs that
# measure; these are built apart, as the release binary is linked with other options, unless
# BENCH_TOOLS names a folder that has them. WRIT names the release binary.
#
# Sets writ, tools, and work: a temporary folder, the home of a user without other settings.
writ=${WRIT:-$here/../.build/release/writ}
tools=${BENCH_TOOLS:-$here/../.build/benchmarks/release}
if [ -z "${BENCH_TOOLS:-}" ]; then
  for product in $products; do
    (cd "$here/.." && swift build -q -c release --scratch-path .build/benchmarks \
      --product "$product" > /dev/null)
  done
fi
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
GIT_CONFIG_NOSYSTEM=1 GIT_CONFIG_GLOBAL=$work/config HOME=$work
GIT_AUTHOR_NAME=Bench GIT_AUTHOR_EMAIL=bench@example.org
GIT_COMMITTER_NAME=Bench GIT_COMMITTER_EMAIL=bench@example.org
export GIT_CONFIG_NOSYSTEM GIT_CONFIG_GLOBAL HOME
export GIT_AUTHOR_NAME GIT_AUTHOR_EMAIL GIT_COMMITTER_NAME GIT_COMMITTER_EMAIL
printf '[init]\n defaultBranch = main\n[gc]\n auto = 0\n[maintenance]\n auto = false\n' > "$work/config"
