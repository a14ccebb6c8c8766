#!/usr/bin/env python3
"""Measures what the server's hook takes for pushes that were made to be costly.

    python3 Benchmarks/costly-push.py .build/release/writ [CASE...]

Each case is a push of a few KB to a few MB onto a bare repository under the rules of the default
template. The new objects lie in a quarantine of their own, as in a real push. Told are the size of
the pack, the exit code of the hook, its wall time, its greatest memory, and its first words.
"""
import datetime
import json
import os
import random
import shutil
import subprocess
import sys
import tempfile
import time

here = os.path.dirname(os.path.abspath(__file__))
writ = os.path.abspath(sys.argv[1])
work = tempfile.mkdtemp(prefix="costly-push.")
server = os.path.join(work, "server.git")
client = os.path.join(work, "client.git")
environment = {
    **{k: v for k, v in os.environ.items() if not k.startswith(("GIT_", "WRIT_"))},
    "HOME": work, "GIT_CONFIG_NOSYSTEM": "1", "GIT_AUTHOR_NAME": "Bench",
    "GIT_AUTHOR_EMAIL": "bench@example.org", "GIT_COMMITTER_NAME": "Bench",
    "GIT_COMMITTER_EMAIL": "bench@example.org", "LC_ALL": "C.UTF-8",
}
day = (datetime.datetime.now(datetime.timezone.utc) + datetime.timedelta(days=60)).strftime("%Y-%m-%d")
trailers = "Actor: Bench <bench@example.org>\nApproval-Ref: CHG-1\nRationale: measured\nReview-By: %s\n" % day
now = int(time.time())


def run(*command, data=None, cwd=work, **more):
    return subprocess.run(
        command, input=data, cwd=cwd, env={**environment, **more}, check=True, stdout=subprocess.PIPE
    ).stdout


def git(*arguments, data=None):
    return run("git", "-C", client, *arguments, data=data).decode().strip()


def object_of(kind, data):
    return git("hash-object", "-w", "-t", kind, "--literally", "--stdin", data=data)


def tree(entries):
    """A tree of (mode, name, id), in the order given."""
    return object_of(
        "tree", b"".join(b"%s %s\0" % (mode.encode(), name.encode()) + bytes.fromhex(id) for mode, name, id in entries))


def commit(tree_id, parents, message="costly\n\n" + trailers, at=None):
    at = at or now
    text = "tree %s\n%sauthor Bench <bench@example.org> %d +0000\ncommitter Bench <bench@example.org> %d +0000\n\n%s" % (
        tree_id, "".join("parent %s\n" % parent for parent in parents), at, at, message)
    return object_of("commit", text.encode())


def with_folder(base, name, folder):
    """The tree of a commit with another folder at its top."""
    lines = [line for line in git("ls-tree", base).splitlines() if line.split("\t")[1] != name]
    lines.append("040000 tree %s\t%s" % (folder, name))
    return git("mktree", data=("\n".join(lines) + "\n").encode())


def fast_import(text):
    git("fast-import", "--quiet", "--force", data=text)


def names_one_blob(paths, blob):
    """A commit of which each path has the same blob."""
    message = ("costly\n\n" + trailers).encode()
    parts = [b"blob\nmark :1\ndata %d\n%s\n" % (len(blob), blob),
             b"commit refs/heads/main\ncommitter Bench <bench@example.org> %d +0000\ndata %d\n%s\nfrom %s\n"
             % (now, len(message), message, old.encode())]
    parts += [b"M 100644 :1 %s\n" % path.encode() for path in paths]
    fast_import(b"".join(parts))
    return git("rev-parse", "main")


def bomb(folder, blob_at_the_end=True):
    """Ten folders in each of ten levels, all the same."""
    current = tree([("100644", "x.json", object_of("blob", b"{}\n"))] if blob_at_the_end else [])
    for _ in range(10):
        current = tree([("40000", "f%d" % place, current) for place in range(10)])
    return commit(with_folder(old, folder, current), [old])


def zeros(count):
    return b"[" + b",".join([b"0"] * count) + b"]\n"


def merges(count):
    """A history of the branch, and so many merges of side lines that began at its start."""
    base_tree = git("rev-parse", "%s^{tree}" % old)
    message = "apply\n"
    parts = []
    mark = 0
    for number in range(count):
        mark += 1
        parts.append("commit refs/heads/side\nmark :%d\ncommitter Bench <bench@example.org> %d +0000\ndata %d\n%s\nfrom %s\nM 100644 inline notes/s%d\ndata 2\nx\n\n"
                     % (mark, now, len(message), message, old, number))
    trunk = old
    for number in range(count):
        mark += 1
        parts.append("commit refs/heads/main\nmark :%d\ncommitter Bench <bench@example.org> %d +0000\ndata %d\n%s\nfrom %s\nmerge :%d\nM 100644 inline notes/s%d\ndata 2\nx\n\n"
                     % (mark, now, len(message), message, trunk, number + 1, number))
        trunk = ":%d" % mark
    fast_import("".join(parts).encode())
    return git("rev-parse", "main")


def late_merges(count):
    """The same, where the branch goes on first, and values of both differ."""
    parts = []
    message = "line\n\n" + trailers
    mark = 0
    for line, names in (("main", "a"), ("side", "b")):
        trunk = old
        for number in range(count):
            mark += 1
            parts.append("commit refs/heads/%s\nmark :%d\ncommitter Bench <bench@example.org> %d +0000\ndata %d\n%s\nfrom %s\nM 100644 inline policies/%s.json\ndata %d\n{\"value\": %d}\n\n"
                         % (line, mark, now + number // 1000, len(message), message, trunk, names, len("{\"value\": %d}\n" % number), number))
            trunk = ":%d" % mark
    trunk = ":%d" % count
    for number in range(count):
        mark += 1
        parts.append("commit refs/heads/main\nmark :%d\ncommitter Bench <bench@example.org> %d +0000\ndata %d\n%s\nfrom %s\nmerge :%d\nM 100644 inline policies/b.json\ndata %d\n{\"value\": %d}\n\n"
                     % (mark, now + 10, len(message), message, trunk, count + number + 1, len("{\"value\": %d}\n" % number), number))
        trunk = ":%d" % mark
    fast_import("".join(parts).encode())
    return git("rev-parse", "main")


def octopus(count):
    base = git("rev-parse", "%s^{tree}" % old)
    parts = []
    message = "side\n\n" + trailers
    for number in range(count):
        text = "{\"value\": %d}\n" % number
        parts.append("commit refs/heads/side\nmark :%d\ncommitter Bench <bench@example.org> %d +0000\ndata %d\n%s\nfrom %s\nM 100644 inline policies/s%d.json\ndata %d\n%s\n"
                     % (number + 1, now, len(message), message, old, number, len(text), text))
    with open(os.path.join(work, "marks"), "w"):
        pass
    git("fast-import", "--quiet", "--force", "--export-marks=" + os.path.join(work, "marks"), data="".join(parts).encode())
    ids = [line.split()[1] for line in open(os.path.join(work, "marks"))]
    all_files = [("100644", "s%d.json" % n, git("rev-parse", "%s:policies/s%d.json" % (ids[0], 0)) if False else None) for n in range(0)]
    blobs = git("cat-file", "--batch-check=%(objectname)", data="".join("%s:policies/s%d.json\n" % (id, n) for n, id in enumerate(ids)).encode()).split()
    # Marks come sorted by number, each commit made its own file.
    order = sorted(("s%d.json" % n, blob) for n, blob in enumerate(blobs))
    rollout = git("rev-parse", "%s:policies/rollout" % old)
    entries = [("100644", name, blob) for name, blob in order] + [("40000", "rollout", rollout)]
    entries.sort(key=lambda entry: entry[1] + ("/" if entry[0] == "40000" else ""))
    return commit(with_folder(old, "policies", tree(entries)), [old] + ids)


def many_references(count):
    parts = []
    message = "side\n\n" + trailers
    for number in range(count):
        text = "{\"value\": %d}\n" % number
        parts.append("commit refs/heads/n/%d\ncommitter Bench <bench@example.org> %d +0000\ndata %d\n%s\nfrom %s\nM 100644 inline policies/s.json\ndata %d\n%s\n"
                     % (number, now, len(message), message, old, len(text), text))
    fast_import("".join(parts).encode())
    lines = git("for-each-ref", "--format=%(objectname) %(refname)", "refs/heads/n/").splitlines()
    return ["%s %s %s" % ("0" * 40, *line.split(" ")) for line in lines]


def applies(count, squash=False):
    """Applies on a branch, squashed into one commit."""
    git("branch", "-f", "proposal", old)
    for number in range(count):
        run(writ, "-C", client, "apply", "--branch", "proposal", "--set", "rollout/p%d#/thresholds/min_sample=%d" % (number % 100, 31 + number),
            "--approval-ref", "CHG-1", "--rationale", "measured", "--review-by", day)
    return commit(git("rev-parse", "proposal^{tree}"), [old], "Squashed\n")


def applied(artifacts):
    """An apply with so many artifacts of one content."""
    files = []
    for number in range(artifacts):
        path = os.path.join(work, "artifact%d" % number)
        if not os.path.exists(path):
            with open(path, "w") as file:
                file.write("0\n" * 100)
        files += ["--evidence", "a%d.txt=%s" % (number, path)]
    run(writ, "-C", client, "apply", "--set", "rollout/p1#/thresholds/min_sample=32", "--approval-ref", "CHG-1",
        "--rationale", "measured", "--review-by", day, *files)
    return git("rev-parse", "main")


def big_message(size):
    lines = "".join("Signed-off-by: Somebody <somebody%d@example.org>\n" % n for n in range(size // 48))
    policies = git("rev-parse", "%s:policies" % old)
    blob = object_of("blob", b"{}\n")
    rollout = git("rev-parse", "%s:policies/rollout" % old)
    changed = tree([("100644", "a.json", blob), ("40000", "rollout", rollout)])
    return commit(with_folder(old, "policies", changed), [old], "costly\n\n" + lines + trailers)


def deep(levels):
    current = tree([("100644", "x.json", object_of("blob", b"{}\n"))])
    for _ in range(levels):
        current = tree([("40000", "d", current)])
    return commit(with_folder(old, "policies", current), [old])


def wide(folder, count, name="%07d.json"):
    blob = object_of("blob", b"{}\n")
    current = tree([("100644", name % number, blob) for number in range(count)])
    return commit(with_folder(old, folder, current), [old])


def objects_of(members, count):
    text = "{" + ",".join('"%d":0' % number for number in range(members)) + "}\n"
    return names_one_blob(["policies/o%d.json" % n for n in range(count)], text.encode())


def versions(*texts):
    """A commit for each version of a document."""
    parent = old
    for text in texts:
        changed = tree([("100644", "a.json", object_of("blob", text)),
                        ("40000", "rollout", git("rev-parse", "%s:policies/rollout" % old))])
        parent = commit(with_folder(old, "policies", changed), [parent])
    return parent


def shuffled(count):
    numbers = list(range(count))
    first = json.dumps(numbers, separators=(",", ":")).encode()
    random.Random(1).shuffle(numbers)
    return versions(first, json.dumps(numbers, separators=(",", ":")).encode())


def alike(count, members):
    """Objects without anything that identifies them, each a little like each other one."""
    def text(step):
        return json.dumps([{"k%d" % n: n * (number % step) for n in range(members)} for number in range(count)],
                          separators=(",", ":")).encode()
    return versions(text(3), text(5))


def inside(levels, count):
    """Many values far inside."""
    return versions(b"[" * levels + zeros(count).strip() + b"]" * levels)


def long_keys(length, count):
    return versions(b'{"' + b"k" * length + b'":' + zeros(count).strip() + b"}")


def nested_alike(levels):
    """Arrays in arrays, of which each level is like the one before it."""
    def text(value):
        inner = value
        for level in range(levels):
            inner = "[%s,%d,{\"a\":%d}]" % (inner, level, level)
        return inner.encode()
    return versions(text("[%s]" % ",".join(["0"] * 20000)), text("[%s]" % ",".join(["1"] * 20000)))


def merged_folder(count):
    """A side line that brings many files into one folder, merged."""
    blob = object_of("blob", b"{}\n")
    rollout = ("40000", "rollout", git("rev-parse", "%s:policies/rollout" % old))
    files = [("100644", "f%07d.json" % number, blob) for number in range(count)]
    side = commit(with_folder(old, "policies", tree(files + [rollout])), [old])
    trunk = commit(with_folder(old, "policies", tree([("100644", "a.json", blob), rollout])), [old])
    both = with_folder(old, "policies", tree([("100644", "a.json", blob)] + files + [rollout]))
    return commit(both, [trunk, side])


def in_many_commits(commits, paths, count):
    """Commits one after the other, each of which is as costly as one may be."""
    parts = []
    for number in range(2):
        blob = b"[" + b",".join([b"%d" % number] * count) + b"]\n"
        parts.append(b"blob\nmark :%d\ndata %d\n%s\n" % (number + 1, len(blob), blob))
    message = ("costly\n\n" + trailers).encode()
    for number in range(commits):
        parts.append(b"commit refs/heads/main\nmark :%d\ncommitter Bench <bench@example.org> %d +0000\ndata %d\n%s\nfrom %s\n"
                     % (number + 10, now, len(message), message, old.encode() if number == 0 else b":%d" % (number + 9)))
        parts += [b"M 100644 :%d policies/z%d.json\n" % (number % 2 + 1, path) for path in range(paths)]
    fast_import(b"".join(parts))
    return git("rev-parse", "main")


def by_hand(count):
    """The usual push, for comparison: commits by hand that change one value each."""
    message = "change\n\n" + trailers
    parts = []
    for number in range(count):
        text = "{\n  \"canary_pct\": %d,\n  \"kill_switch\": false,\n  \"thresholds\": { \"min_sample\": %d }\n}\n" % (5 + number % 20, 30 + number)
        parts.append("commit refs/heads/main\ncommitter Bench <bench@example.org> %d +0000\ndata %d\n%s\n%sM 100644 inline policies/rollout/p%d.json\ndata %d\n%s\n"
                     % (now, len(message), message, "from %s\n" % old if number == 0 else "", number % 100, len(text), text))
    fast_import("".join(parts).encode())
    return git("rev-parse", "main")


cases = {
    "by-hand-1000": lambda: by_hand(1000),
    "zeros-16": lambda: names_one_blob(["policies/z%d.json" % n for n in range(16)], zeros(131072)),
    "zeros-36": lambda: names_one_blob(["policies/z%d.json" % n for n in range(36)], zeros(65536)),
    "zeros-14mb": lambda: names_one_blob(["policies/z.json"], zeros(7 << 20)),
    "zeros-60mb": lambda: names_one_blob(["policies/z.json"], zeros(30 << 20)),
    "objects-20": lambda: objects_of(50000, 20),
    "policies-10000": lambda: objects_of(100, 10000),
    "empty-100000": lambda: names_one_blob(["policies/e/%d.json" % n for n in range(100000)], b"{}\n"),
    "opaque-100000": lambda: names_one_blob(["policies/e/%d.txt" % n for n in range(100000)], b"{}\n"),
    "large-200": lambda: names_one_blob(["policies/l%d.json" % n for n in range(200)], b'{"a": "' + b"x" * (1 << 20) + b'"}\n'),
    "wide-1000000": lambda: wide("policies", 1000000),
    "wide-evidence": lambda: wide("evidence", 1000000),
    "bomb-policies": lambda: bomb("policies"),
    "bomb-evidence": lambda: bomb("evidence"),
    "bomb-empty": lambda: bomb("policies", False),
    "bomb-elsewhere": lambda: bomb("notes"),
    "deep-4000": lambda: deep(4000),
    "artifacts-1000": lambda: applied(1000),
    "squash-200": lambda: applies(200),
    "octopus-2000": lambda: octopus(2000),
    "shuffled-300000": lambda: shuffled(300000),
    "shuffled-1200000": lambda: shuffled(1200000),
    "alike-32": lambda: alike(32, 35000),
    "inside-1000": lambda: inside(1000, 15000),
    "long-keys": lambda: long_keys(1 << 20, 150),
    "nested-alike": lambda: nested_alike(300),
    "merged-100000": lambda: merged_folder(100000),
    "commits-10": lambda: in_many_commits(10, 18, 65000),
    "message-8mb": lambda: big_message(8 << 20),
    "references-10000": lambda: many_references(10000),
    "merges-2000": lambda: merges(2000),
    "late-merges-2000": lambda: late_merges(2000),
    "late-merges-8000": lambda: late_merges(8000),
}


def base():
    seed = os.path.join(work, "seed")
    run("git", "init", "-q", "-b", "main", seed)
    os.makedirs(os.path.join(seed, "policies/rollout"))
    for number in range(100):
        with open(os.path.join(seed, "policies/rollout/p%d.json" % number), "w") as file:
            file.write('{\n  "canary_pct": 5,\n  "kill_switch": false,\n  "thresholds": { "min_sample": 30 }\n}\n')
    run("git", "add", ".", cwd=seed)
    run("git", "commit", "-q", "-m", "Add policies", cwd=seed)
    run(writ, "init", cwd=seed)
    template = os.path.join(here, "../policies/default/governance")
    shutil.copy(os.path.join(template, "rules.json"), os.path.join(seed, "governance/rules.json"))
    shutil.copytree(os.path.join(template, "schemas"), os.path.join(seed, "governance/schemas"), dirs_exist_ok=True)
    subprocess.run(
        [writ, "apply", "--governance", "--approval-ref", "CHG-1", "--rationale", "measured", "--review-by", day],
        cwd=seed, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    run("git", "clone", "-q", "--bare", seed, server)
    run("git", "-C", server, "repack", "-adq")


def measure(name, pushed):
    lines = pushed if isinstance(pushed, list) else ["%s %s refs/heads/main" % (old, pushed)]
    incoming = os.path.join(work, "incoming")
    shutil.rmtree(incoming, ignore_errors=True)
    os.makedirs(os.path.join(incoming, "pack"))
    wanted = "".join(line.split(" ")[1] + "\n" for line in lines) + "^%s\n" % old
    pack = run("git", "-C", client, "pack-objects", "-q", "--revs", "--thin", "--stdout", data=wanted.encode())
    quarantine = {"GIT_OBJECT_DIRECTORY": incoming, "GIT_ALTERNATE_OBJECT_DIRECTORIES": os.path.join(server, "objects")}
    run("git", "-C", server, "index-pack", "--stdin", "--fix-thin", data=pack, **quarantine)
    with open(os.path.join(work, "lines"), "w") as file:
        file.write("\n".join(lines) + "\n")
    start = time.time()
    child = os.fork()
    if child == 0:
        os.dup2(os.open(os.path.join(work, "lines"), os.O_RDONLY), 0)
        out = os.open(os.path.join(work, "told"), os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
        os.dup2(out, 1)
        os.dup2(out, 2)
        limit = os.environ.get("BENCH_SECONDS", "120")
        os.execvpe("timeout", ["timeout", limit, *os.environ.get("BENCH_WRAP", "").split(), writ, "hook", "pre-receive"], {
            **environment, **quarantine, "GIT_DIR": server, "GIT_QUARANTINE_PATH": incoming})
    status, usage = os.wait4(child, 0)[1:]
    told = open(os.path.join(work, "told"), errors="replace").read().strip().splitlines()
    print("%-18s pack %9d bytes  exit %3d  %6.2f s  %5d MB  %s" % (
        name, len(pack), os.waitstatus_to_exitcode(status), time.time() - start, usage.ru_maxrss // 1024,
        told[0][:150] if told else ""), flush=True)
    if os.environ.get("BENCH_TOLD"):
        print("\n".join(told), flush=True)


try:
    base()
    old = run("git", "-C", server, "rev-parse", "main").decode().strip()
    for name in sys.argv[2:] or cases:
        shutil.rmtree(client, ignore_errors=True)
        run("git", "clone", "-q", "--bare", server, client)
        run("git", "-C", client, "config", "writ.fsync", "false")
        measure(name, cases[name]())
finally:
    if not os.environ.get("BENCH_KEEP"):
        shutil.rmtree(work, ignore_errors=True)
