"""An independent walk of a repository: every change of every value, by place.

It shares nothing with writ: the commits come from `git log --raw`, the contents from `git cat-file`, JSON is
read by Python, strictly. `compare` holds what `writ trace` and `writ blame` say against it.

    walk.py compare WRIT REPOSITORY [SAMPLE [SEED]]
"""
import json
import random
import re
import subprocess
import sys
from datetime import datetime
from decimal import Decimal

HEADER = b"\x01"
ABSENT = None


def git(repository, *words, data=None):
    run = subprocess.run(["git", "-C", repository, *words], input=data, capture_output=True)
    if run.returncode != 0:
        sys.exit(f"git {words}: {run.stderr.decode()}")
    return run.stdout


class NotStrict(Exception):
    pass


def pairs(members):
    result = {}
    for key, value in members:
        if key in result:
            raise NotStrict("a key twice")
        check_text(key)
        result[key] = value
    return result


def check_text(text):
    if any(0xD800 <= ord(letter) <= 0xDFFF for letter in text):
        raise NotStrict("a lone surrogate")


def refuse(word):
    raise NotStrict(word)


def canonical(value):
    """A form in which equal values are equal, and a number is no boolean."""
    if isinstance(value, bool):
        return ("b", value)
    if value is None:
        return ("0",)
    if isinstance(value, str):
        check_text(value)
        return ("s", value)
    if isinstance(value, Decimal):
        return ("n", value)
    if isinstance(value, list):
        return ("a", tuple(canonical(each) for each in value))
    return ("o", frozenset((key, canonical(each)) for key, each in value.items()))


def number(text):
    return Decimal(text)


def read(text):
    """The value of a text, or None where it is not strict JSON."""
    try:
        return (
            json.loads(
                text.decode("utf-8"),
                object_pairs_hook=pairs,
                parse_constant=refuse,
                parse_int=number,
                parse_float=number,
            ),
        )
    except (ValueError, NotStrict, RecursionError):
        return None


def strict(text):
    found = read(text)
    if found is None:
        return None
    try:
        canonical(found[0])
    except NotStrict:
        return None
    return found


def node(value, tokens):
    """The value at a place, in a tuple; None where there is none."""
    for token in tokens:
        if isinstance(value, dict) and token in value:
            value = value[token]
        elif isinstance(value, list) and re.fullmatch("0|[1-9][0-9]*", token):
            if int(token) >= len(value):
                return ABSENT
            value = value[int(token)]
        else:
            return ABSENT
    return (value,)


def tokens(pointer):
    parts = pointer.split("/")[1:]
    return [part.replace("~1", "/").replace("~0", "~") for part in parts]


def places(value, pointer=""):
    """The pointers of a value and of all values in it."""
    yield pointer
    children = []
    if isinstance(value, dict):
        children = value.items()
    elif isinstance(value, list):
        children = ((str(index), each) for index, each in enumerate(value))
    for key, each in children:
        token = key.replace("~", "~0").replace("/", "~1")
        yield from places(each, f"{pointer}/{token}")


class Walk:
    """The versions of every policy along the first parents of HEAD."""

    def __init__(self, repository):
        self.repository = repository
        self.commits = []
        self.versions = {}
        self.texts = {}
        raw = git(
            repository, "log", "--diff-merges=first-parent", "--first-parent", "--root", "--reverse",
            "--raw", "-z", "--no-renames", "--no-abbrev", "--format=%x01%H %ct %P%x02%s", "HEAD",
        )  # fmt: skip
        self.read_log(raw.split(b"\0"))
        wanted = {blob for each in self.versions.values() for _, blob in each if blob}
        self.read_blobs(sorted(wanted))

    def read_log(self, words):
        index = 0
        while index < len(words):
            word = words[index].lstrip(b"\n")
            index += 1
            if word.startswith(HEADER):
                head, subject = word[1:].split(b"\x02", 1)
                name, time, *parents = head.decode().split(" ")
                parents = [each for each in parents if each]
                self.commits.append((name, int(time), parents, subject.decode("utf-8", "replace")))
            elif word.startswith(b":"):
                _, mode, _, blob, _ = word.decode().split(" ")
                path = words[index]
                index += 1
                if path.startswith(b"policies/") and path.endswith(b".json"):
                    name = path[len(b"policies/") : -len(b".json")].decode()
                    entry = blob if mode in ("100644", "100755") else "" if set(mode) != {"0"} else None
                    self.versions.setdefault(name, []).append((len(self.commits) - 1, entry))

    def read_blobs(self, blobs):
        data = git(
            self.repository, "cat-file", "--batch", data=("\n".join(blobs) + "\n").encode()
        )
        at = 0
        for blob in blobs:
            end = data.index(b"\n", at)
            size = int(data[at:end].split(b" ")[2])
            self.texts[blob] = data[end + 1 : end + 1 + size]
            at = end + 2 + size

    def states(self, name):
        """For each version: the commit's index, and ('doc', value), 'unreadable' or 'gone'."""
        for index, blob in self.versions[name]:
            if blob is None:
                yield index, "gone", None
                continue
            found = strict(self.texts[blob]) if blob else None
            yield (index, "doc", found[0]) if found else (index, "unreadable", None)

    def changes(self, name, pointer, states=None):
        """Every change of a place: (commit's index, before, after), in tuples or None."""
        way = tokens(pointer)
        current = ABSENT
        result = []
        for index, state, value in states or self.states(name):
            if state == "unreadable":
                continue
            now = node(value, way) if state == "doc" else ABSENT
            if same(now, current):
                continue
            result.append((index, current, now))
            current = now
        return result


def same(left, right):
    if left is ABSENT or right is ABSENT:
        return left is right
    return canonical(left[0]) == canonical(right[0])


PULL_REQUEST = re.compile(r"\(#([0-9]{1,15})\)$|^Merge pull request #([0-9]{1,15})")


def told(change, key):
    return (change[key],) if key in change else ABSENT


class Comparison:
    def __init__(self, writ, repository):
        self.writ = writ
        self.walk = Walk(repository)
        self.problems = []
        self.count = 0

    def ask(self, *words):
        run = subprocess.run(
            [self.writ, *words, "--format", "json"], cwd=self.walk.repository, capture_output=True
        )
        text = run.stdout.decode()
        return run.returncode, json.loads(text, parse_int=number, parse_float=number)

    def problem(self, *parts):
        self.problems.append(" ".join(str(part) for part in parts))

    def check_trace(self, name, pointer, states):
        self.count += 1
        expected = self.walk.changes(name, pointer, states)
        status, answer = self.ask("trace", f"{name}#{pointer}")
        if status != 0:
            return self.problem("trace", name, pointer, answer.get("error"))
        changes = answer["changes"]
        found = [each["commit"] for each in changes]
        wanted = [self.walk.commits[index][0] for index, _, _ in expected]
        if found != wanted:
            return self.problem("trace", name, repr(pointer), "tells", found, "not", wanted)
        for change, (index, before, after) in zip(changes, expected):
            _, time, parents, subject = self.walk.commits[index]
            stamp = datetime.fromisoformat(change["time"].replace("Z", "+00:00")).timestamp()
            if stamp != time:
                self.problem("trace", name, pointer, "time", change["time"], time)
            for key, value in (("from", before), ("to", after)):
                if not same(told(change, key), value):
                    self.problem("trace", name, repr(pointer), key, change, "not", value)
            match = PULL_REQUEST.search(subject)
            number = int(match.group(1) or match.group(2)) if match else None
            if (match or len(parents) < 2) and change["pullRequest"] != number:
                self.problem("trace", name, pointer, "pull request", change, number)

    def check_spans(self, name, spans, states):
        expected = []
        for index, state, _ in states:
            commit = self.walk.commits[index][0]
            if state == "unreadable" and not (expected and expected[-1][1] is None):
                expected.append([commit, None])
            elif state != "unreadable" and expected and expected[-1][1] is None:
                expected[-1][1] = commit
        if spans is None:
            # Of a file that never was JSON there is nothing to trace.
            if any(state == "doc" for _, state, _ in states):
                self.problem("spans", name)
            return
        found = [[each["from"], each["until"]] for each in spans]
        if found != expected:
            self.problem("spans", name, found, expected)

    def check_blame(self, name, states):
        index, state, value = states[-1]
        status, answer = self.ask("blame", name)
        if state != "doc":
            # Nothing to blame: it is no JSON, or it is not there.
            if status not in (3, 64):
                self.problem("blame", name, status)
            return
        if status != 0:
            return self.problem("blame", name, answer)
        leaves = [each for each in places(value) if is_leaf(node(value, tokens(each))[0])]
        values = answer["values"]
        if sorted(each["pointer"] for each in values) != sorted(leaves):
            return self.problem("blame", name, "tells other leaves")
        for each in values:
            self.count += 1
            self.check_value(name, each, node(value, tokens(each["pointer"])), states)

    def check_value(self, name, said, value, states):
        """What must be true of any answer; where nothing moved, it is the last change."""
        pointer = said["pointer"]
        commit = next(
            (i for i, each in enumerate(self.walk.commits) if each[0] == said["commit"]), None
        )
        if commit is None:
            return self.problem("blame", name, pointer, "tells a commit off the first parents")
        made, start = name, pointer
        if "madeAt" in said:
            made, _, start = said["madeAt"].partition("#")
        version = self.version(made, commit, 0)
        if version is None or not same(node(version[0], tokens(start)), value):
            self.problem("blame", name, pointer, said, "was not so in that commit")
        if "madeAt" not in said and not any(each.isdigit() for each in tokens(pointer)):
            last = self.walk.changes(name, pointer, states)[-1]
            if last[0] != commit:
                self.problem("blame", name, pointer, said, "not", self.walk.commits[last[0]][0])
            if not same(told(said, "before"), last[1]):
                self.problem("blame", name, pointer, said, "before is not", last[1])

    def version(self, name, commit, back):
        found = None
        for index, state, value in self.states_of(name):
            if index <= commit - back:
                found = (value,) if state == "doc" else found if state == "unreadable" else None
        return found

    def states_of(self, name):
        if not hasattr(self, "known"):
            self.known = {}
        if name not in self.known:
            self.known[name] = list(self.walk.states(name)) if name in self.walk.versions else []
        return self.known[name]

    def run(self, sample, seed):
        every = []
        for name in sorted(self.walk.versions):
            states = self.states_of(name)
            pointers = {each for _, s, value in states if s == "doc" for each in places(value)}
            every += [(name, each) for each in sorted(pointers) if "\0" not in each]
        if sample and len(every) > sample:
            every = random.Random(seed).sample(every, sample)
        for name, pointer in every:
            self.check_trace(name, pointer, self.states_of(name))
        names = sorted(self.walk.versions)
        if sample and len(names) > 40:
            names = random.Random(seed).sample(names, 40)
        for name in names:
            _, answer = self.ask("trace", name)
            self.check_spans(name, answer.get("unreadable"), self.states_of(name))
            self.check_blame(name, self.states_of(name))


def is_leaf(value):
    return not isinstance(value, (dict, list)) or not value


def main():
    _, action, writ, repository, *rest = sys.argv
    if action != "compare":
        sys.exit(__doc__)
    sys.setrecursionlimit(20_000)
    comparison = Comparison(writ, repository)
    comparison.run(int(rest[0]) if rest else 0, int(rest[1]) if len(rest) > 1 else 1)
    for problem in comparison.problems[:20]:
        print(problem[:1000])
    print(f"checked {comparison.count}, {len(comparison.problems)} problems")
    sys.exit(1 if comparison.problems or not comparison.count else 0)


main()
