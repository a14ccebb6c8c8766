#!/bin/sh
# A real `git push` to a real server on loopback: push.sh ssh|http|gitolite, in an empty folder.
# Exits with 77 and a message where the server's program is missing. Servers end with the script,
# whatever becomes of it, and by themselves after four minutes.
set -eu
kind=$1
here=$(cd "$(dirname "$0")" && pwd)
work=$(pwd -P)
PATH=$PATH:/usr/sbin:/sbin
export PATH
server=''
made_run=''

say() { echo "== $*"; }
fail() { echo "FAILED: $*" >&2; exit 1; }
skip() { echo "skipped: $*"; exit 77; }
need() { command -v "$1" >/dev/null || skip "$1 is missing; install $2"; }

finish() {
  status=$?
  trap - EXIT INT TERM
  if [ -n "$server" ]; then kill "$server" 2>/dev/null || :; wait "$server" 2>/dev/null || :; fi
  if [ -n "$made_run" ]; then rmdir "$made_run" 2>/dev/null || :; fi
  [ "$status" = 0 ] || [ "$status" = 77 ] || tail -n 40 "$work"/*.log >&2 2>/dev/null || :
  exit "$status"
}
trap finish EXIT
trap 'exit 1' INT TERM

# A port that nobody has; a server that loses the race for it is started on another.
free_port() {
  perl -MIO::Socket::INET -e \
    'print IO::Socket::INET->new(Listen => 1, LocalAddr => "127.0.0.1")->sockport'
}
answers() {
  perl -MIO::Socket::INET -e \
    'exit(IO::Socket::INET->new(PeerAddr => "127.0.0.1", PeerPort => $ARGV[0]) ? 0 : 1)' "$1"
}

# start COMMAND...: runs it with $port set until it answers.
start() {
  for _ in 1 2 3 4 5; do
    port=$(free_port)
    configure
    timeout --foreground --kill-after=5 240 "$@" >"$work/server.log" 2>&1 &
    server=$!
    for _ in $(seq 100); do
      kill -0 "$server" 2>/dev/null || break
      if answers "$port"; then return; fi
      sleep 0.1
    done
    kill "$server" 2>/dev/null || :
    wait "$server" 2>/dev/null || :
    server=''
  done
  fail "the server does not start"
}

# ssh, and what ssh is here.
prepare_ssh() {
  need sshd openssh-server
  need ssh-keygen openssh-client
  sshd=$(command -v sshd)
  mkdir -p ssh
  for name in host writer other; do ssh-keygen -q -t ed25519 -N '' -C "$name" -f "ssh/$name"; done
  chmod 700 ssh
  # As root, sshd wants the folder for its unprivileged half; systems make it when they start one.
  if [ "$(id -u)" = 0 ] && [ ! -d /run/sshd ]; then
    mkdir /run/sshd
    made_run=/run/sshd
  fi
  cat > ssh/client <<END
#!/bin/sh
exec ssh -F none -o BatchMode=yes -o IdentitiesOnly=yes -o StrictHostKeyChecking=accept-new \\
  -o UserKnownHostsFile="$work/ssh/known" -o LogLevel=ERROR -i "\${WRIT_TEST_KEY:-$work/ssh/writer}" "\$@"
END
  chmod +x ssh/client
  export GIT_SSH="$work/ssh/client" GIT_SSH_VARIANT=ssh
}
configure_ssh() {
  cat > ssh/config <<END
ListenAddress 127.0.0.1
Port $port
HostKey $work/ssh/host
PidFile none
AuthorizedKeysFile $authorized
StrictModes no
UsePAM no
PasswordAuthentication no
KbdInteractiveAuthentication no
PermitRootLogin prohibit-password
SetEnv PATH=$PATH HOME=$home GIT_CONFIG_NOSYSTEM=1 LC_ALL=C
END
}

# The three servers: each sets $url and $repository and takes pushes.
serve_ssh() {
  prepare_ssh
  home=$HOME
  authorized=$work/ssh/authorized_keys
  # The command is forced, as a host does it: git's own shell, which knows pushes and fetches.
  for name in writer other; do
    printf 'restrict,command="git-shell -c \\"$SSH_ORIGINAL_COMMAND\\"" %s\n' "$(cat "ssh/$name.pub")"
  done > "$authorized"
  configure() { configure_ssh; }
  start "$sshd" -D -e -f "$work/ssh/config"
  repository=$work/server.git
  make_bare "$repository"
  url=ssh://$(id -un)@127.0.0.1:$port$repository
}
serve_http() {
  need lighttpd lighttpd
  backend=$(git --exec-path)/git-http-backend
  [ -x "$backend" ] || skip "git http-backend is missing"
  mkdir -p http/root
  configure() {
    cat > http/config <<END
server.modules = ("mod_alias", "mod_cgi", "mod_setenv")
server.document-root = "$work/http/root"
server.bind = "127.0.0.1"
server.port = $port
server.errorlog = "$work/http.log"
server.upload-dirs = ("$work/http")
alias.url = ("/git" => "$backend")
\$HTTP["url"] =~ "^/git/" {
  cgi.assign = ("" => "")
  setenv.set-environment = (
    "GIT_PROJECT_ROOT" => "$work", "GIT_HTTP_EXPORT_ALL" => "1", "PATH" => "$PATH",
    "HOME" => "$HOME", "GIT_CONFIG_NOSYSTEM" => "1", "REMOTE_USER" => "writer", "LC_ALL" => "C"
  )
}
END
  }
  start lighttpd -D -f "$work/http/config"
  repository=$work/server.git
  make_bare "$repository"
  url=http://127.0.0.1:$port/git/server.git
}
serve_gitolite() {
  need gitolite gitolite3
  prepare_ssh
  home=$work/gitolite
  authorized=$home/.ssh/authorized_keys
  mkdir -p "$home/local/hooks/common" "$home/local/VREF"
  # Gitolite looks at this branch of its admin repository, and nobody else does here.
  printf '[init]\n\tdefaultBranch = master\n[user]\n\tname = G\n\temail = g@example.org\n' > "$home/.gitconfig"
  ssh-keygen -q -t ed25519 -N '' -C admin -f ssh/admin
  cp "$here/../../../hooks/pre-receive" "$home/local/hooks/common/pre-receive"
  printf '#!/bin/sh\nexec writ hook update "$1" "$2" "$3" >&2\n' > "$home/local/VREF/writ"
  chmod +x "$home/local/hooks/common/pre-receive" "$home/local/VREF/writ"
  (
    export HOME="$home" GIT_CONFIG_GLOBAL="$home/.gitconfig"
    cd "$home"
    gitolite print-default-rc | sed "s|# *LOCAL_CODE .*ENV{HOME}/local.*|LOCAL_CODE => \"\$ENV{HOME}/local\",|" \
      > .gitolite.rc
    gitolite setup -pk "$work/ssh/admin.pub"
  ) > gitolite.log 2>&1 || fail "gitolite cannot be set up"
  configure() { configure_ssh; }
  start "$sshd" -D -e -f "$work/ssh/config"
  base=ssh://$(id -un)@127.0.0.1:$port
  # By its own means: a push to its admin repository, which goes through the hook as well.
  (
    export WRIT_TEST_KEY="$work/ssh/admin"
    git clone -q "$base/gitolite-admin" admin
    cd admin
    cp ../ssh/writer.pub ../ssh/other.pub keydir/
    cat >> conf/gitolite.conf <<'END'

repo server
    RW+ = writer other
repo vref
    RW+ = writer other
    -   VREF/writ = @all
END
    git add -A
    git commit -q -m 'Add a repository'
    git push -q origin HEAD
  )
  rm -f "$home/repositories/vref.git/hooks/pre-receive"
  repository=$home/repositories/server.git
  url=$base/server
}
make_bare() {
  git init -q --bare "$1"
  git -C "$1" config http.receivepack true
  writ -C "$1" hook install >/dev/null
}

# --- what is pushed -------------------------------------------------------------------------------

soon=$(date -u -d '+30 days' +%Y-%m-%d)
export WRIT_APPROVAL_REF=R-1 WRIT_RATIONALE=because WRIT_REVIEW_BY="$soon"
canary() { sed -i "s/\"canary_pct\": [0-9]*/\"canary_pct\": $1/" policies/rollout/planner.json; }
state() { git -C "$1" for-each-ref; }
expect() { grep -q -- "$1" "$2" || { cat "$2" >&2; fail "the terminal does not show: $1"; }; }
is_refused() {
  if git push "$@" >"$work/push.out" 2>&1; then
    cat "$work/push.out" >&2
    fail "accepted: git push $*"
  fi
}

say "the server"
"serve_$kind"

say "a first push, and an apply with evidence, are accepted"
writ init repo >/dev/null
cd repo
git remote add origin "$url"
git push -q origin main
head -c 300000 /dev/urandom > ../noise
writ apply --set 'rollout/planner#/canary_pct=5' --evidence noise=../noise >/dev/null
git -c http.postBuffer=65536 push -q origin main
git push -q origin --tags
[ "$(git rev-parse main)" = "$(git -C "$repository" rev-parse main)" ] || fail "main is not there"

say "a bad push is refused, with rule, commit, pointer and mend"
canary 90
git commit -q --no-verify -a -m 'Widen it'
bad=$(git rev-parse HEAD)
before=$(state "$repository")
is_refused origin main
expect '^writ refuses this push:' ../push.out
if grep -q '^remote:' ../push.out; then fail "pre-push let it pass"; fi
is_refused --no-verify origin main
tr -d '\r' < ../push.out > ../seen
expect '^remote: writ refuses this push:' ../seen
expect "^remote:  commit $(echo "$bad" | cut -c1-10)" ../seen
expect "^remote:   - Rule 'metadata' requires approvalRef" ../seen
expect "^remote:     mend: add 'Approval-Ref: ...' to the last paragraph of the message" ../seen
expect '\[policies/rollout/planner.json#/canary_pct\]' ../seen
is_refused --no-verify origin HEAD:refs/heads/topic
is_refused --no-verify origin HEAD:refs/tags/v1
is_refused --no-verify --force origin main:main HEAD:refs/heads/topic
is_refused --no-verify --mirror origin
is_refused --no-verify origin :main

say "nothing changed on the server"
[ "$before" = "$(state "$repository")" ] || fail "references changed"
if git -C "$repository" cat-file -e "$bad" 2>/dev/null; then fail "the refused commit stayed"; fi
git -C "$repository" fsck --strict >"$work/fsck.out" 2>&1 || fail "fsck"
git reset -q --hard origin/main

if [ "$kind" = gitolite ]; then
  say "a VREF does what update would"
  git remote add vref "$base/vref"
  git push -q vref main
  before=$(state "$home/repositories/vref.git")
  canary 90
  git commit -q --no-verify -a -m 'Widen it'
  is_refused --no-verify vref main
  expect "Rule 'metadata' requires approvalRef" ../push.out
  [ "$before" = "$(state "$home/repositories/vref.git")" ] || fail "references changed"
  git reset -q --hard origin/main
fi

say "of two pushers at once one wins"
# Both are held in the hook until the other is there.
cat > "$repository/hooks/pre-receive.before-writ" <<'END'
#!/bin/sh
[ -d racing ] || exit 0
: > "racing/$$"
for _ in $(seq 100); do
  [ "$(ls racing | wc -l)" -lt 2 ] || exit 0
  sleep 0.1
done
exit 1
END
chmod +x "$repository/hooks/pre-receive.before-writ"
cd "$work"
WRIT_TEST_KEY=$work/ssh/other git clone -q "$url" second
writ -C repo apply --set 'rollout/planner#/canary_pct=6' >/dev/null
writ -C second apply --set 'limits/resources#/light/max_plans=9' >/dev/null
mkdir "$repository/racing"
git -C repo push --no-verify origin main >one.out 2>&1 & one=$!
WRIT_TEST_KEY=$work/ssh/other git -C second push --no-verify origin main >two.out 2>&1 & two=$!
won=0
if wait "$one"; then won=1 winner=repo loser=second; fi
if wait "$two"; then
  [ "$won" = 0 ] || fail "both pushes were accepted"
  won=1 winner=second loser=repo
fi
[ "$won" = 1 ] || { cat one.out two.out >&2; fail "both pushes were refused"; }
rm -r "$repository/racing"
[ "$(git -C "$winner" rev-parse main)" = "$(git -C "$repository" rev-parse main)" ] || fail "tip"
say "the other one merges and pushes again"
git -C "$loser" fetch -q
git -C "$loser" merge -q --no-edit origin/main
git -C "$loser" push -q origin main
git -C "$repository" fsck --strict >"$work/fsck.out" 2>&1 || fail "fsck"
git clone -q --bare --branch main "$repository" audit.git
git -C audit.git fetch -q "$work/repo" 'refs/tags/*:refs/tags/*'
git -C audit.git fetch -q "$work/second" 'refs/tags/*:refs/tags/*'
writ -C audit.git verify >"$work/verify.out" 2>&1 || { cat verify.out >&2; fail "verify"; }
say done
