"""Writes a history in which it is known who made each value, and holds `writ blame` against it.

    values.py write SEED TRUTH [COMMITS] | git fast-import
    values.py compare WRIT REPOSITORY TRUTH

The writer keeps, for each value, the commit that made it. Layout, order of members and elements, elements in
front, renamed files and parts that move between documents make no value; a merge makes what it brings, and the
commit of its side is the origin. Every value is another one, so that nothing can be taken for something else.
"""
import copy
import json
import random
import subprocess
import sys


class Leaf:
    """A scalar, and the number of the commit that made it."""

    def __init__(self, value, maker):
        self.value = value
        self.maker = maker
        self.origin = None
        self.before = None

    def made(self, value, maker):
        self.before = self.value
        self.value = value
        self.maker = maker
        self.origin = None


class Writer:
    def __init__(self, seed):
        self.random = random.Random(seed)
        self.commit = 0
        self.count = 0
        self.docs = {}
        self.lines = []

    def fresh(self):
        self.count += 1
        roll = self.random.randrange(3)
        return [self.count, f"value {self.count}", self.count + 0.5][roll]

    def leaf(self):
        return Leaf(self.fresh(), self.commit)

    def name(self, start):
        self.count += 1
        return f"{start}{self.count}"

    def hosts(self):
        return [self.host() for _ in range(self.random.randint(2, 5))]

    def host(self):
        return {"id": Leaf(self.name("host"), self.commit), "weight": self.leaf(), "zone": self.leaf()}

    def part(self):
        return {self.name("key"): self.leaf() for _ in range(self.random.randint(3, 6))}

    def document(self):
        return {
            "settings": self.part(), "hosts": self.hosts(), "tags": [self.leaf() for _ in range(4)],
            self.name("part"): self.part(),
        }  # fmt: skip

    # One thing that a commit does to one document.

    def leaves(self, value):
        if isinstance(value, Leaf):
            return [value]
        inner = value.values() if isinstance(value, dict) else value
        return [leaf for each in inner for leaf in self.leaves(each)]

    def scalars(self, doc):
        """The values that can change and their element is still known."""
        known = {id(host["id"]) for host in doc["hosts"]}
        return [leaf for leaf in self.leaves(doc) if id(leaf) not in known]

    def set_value(self, doc):
        leaf = self.random.choice([each for each in self.scalars(doc) if each not in doc["tags"]])
        leaf.made(self.fresh(), self.commit)

    def set_back(self, doc):
        """A value that it had before is made anew."""
        changed = [each for each in self.scalars(doc) if each.before is not None and each not in doc["tags"]]
        if changed:
            leaf = self.random.choice(changed)
            leaf.made(leaf.before, self.commit)

    def add_member(self, doc):
        doc["settings"][self.name("key")] = self.leaf()

    def remove_member(self, doc):
        if len(doc["settings"]) > 3:
            del doc["settings"][self.random.choice(list(doc["settings"]))]

    def add_host(self, doc):
        doc["hosts"].insert(self.random.randint(0, len(doc["hosts"])), self.host())

    def remove_host(self, doc):
        if len(doc["hosts"]) > 2:
            doc["hosts"].pop(self.random.randrange(len(doc["hosts"])))

    def reorder_hosts(self, doc):
        self.random.shuffle(doc["hosts"])

    def move_and_change(self, doc):
        self.random.shuffle(doc["hosts"])
        self.random.choice(doc["hosts"])["weight"].made(self.fresh(), self.commit)

    def add_tag(self, doc):
        doc["tags"].insert(self.random.randint(0, len(doc["tags"])), self.leaf())

    def remove_tag(self, doc):
        if len(doc["tags"]) > 2:
            doc["tags"].pop(self.random.randrange(len(doc["tags"])))

    def reformat(self, doc):
        for key in list(doc):
            value = doc.pop(key)
            if isinstance(value, dict):
                members = list(value.items())
                self.random.shuffle(members)
                value = dict(members)
            doc[key] = value

    def change_kind(self, doc):
        doc[self.name("grown")] = {"in": self.leaf()}

    STEPS = [set_value, set_value, set_value, set_back, add_member, remove_member, add_host, remove_host,
             reorder_hosts, move_and_change, add_tag, remove_tag, reformat, change_kind]  # fmt: skip

    def parts(self, doc):
        return [key for key in doc if key.startswith("part")]

    def step(self, moves=True):
        """What one commit does."""
        roll = self.random.random() if moves else 1
        names = list(self.docs)
        name = self.random.choice(names)
        if roll < 0.06 and len(names) < 9:
            self.docs[self.name("doc")] = self.document()
        elif roll < 0.12:
            self.docs[self.name("deep/doc")] = self.docs.pop(name)
        elif roll < 0.18:
            doc = self.docs[self.name("doc")] = self.docs.pop(name)
            self.set_value(doc)
        elif roll < 0.28 and len(names) > 1 and self.parts(self.docs[name]):
            key = self.random.choice(self.parts(self.docs[name]))
            target = self.docs[self.random.choice([each for each in names if each != name])]
            new = key if self.random.random() < 0.5 else self.name("part")
            target[new] = self.docs[name].pop(key)
        elif roll < 0.33 and self.parts(self.docs[name]):
            key = self.random.choice(self.parts(self.docs[name]))
            self.docs[name][self.name("part")] = self.docs[name].pop(key)
        else:
            self.random.choice(self.STEPS)(self, self.docs[name])

    # Writing.

    def text(self, value, layout):
        if isinstance(value, Leaf):
            return json.dumps(value.value)
        if isinstance(value, dict):
            inner = [f'"{key}": {self.text(each, layout)}' for key, each in value.items()]
            return "{" + f",{layout}".join(inner) + "}"
        return "[" + f",{layout}".join(self.text(each, layout) for each in value) + "]"

    def record(self, parents):
        self.lines.append(
            b"commit refs/heads/main\nmark :%d\n" % self.commit
            + b"committer A <a@example.org> %d +0000\n" % (1_600_000_000 + 60 * self.commit)
            + b"data <<end\ncommit %d\nend\n" % self.commit
        )
        for place, parent in enumerate(parents):
            self.lines.append(b"%s :%d\n" % (b"merge" if place else b"from", parent))
        self.lines.append(b"deleteall\n")
        for name, doc in self.docs.items():
            layout = self.random.choice(["", " ", "\n", "\n    "])
            data = self.text(doc, layout).encode()
            self.lines.append(b"M 100644 inline policies/%s.json\ndata %d\n" % (name.encode(), len(data)))
            self.lines.append(data + b"\n")

    def next(self, parents):
        self.commit += 1
        self.step()
        self.record(parents)
        return self.commit

    def merge(self, tip):
        """A side that changes some documents beside a main line that changes others, brought in."""
        names = self.random.sample(list(self.docs), max(1, len(self.docs) // 2))
        own = {name: self.docs[name] for name in names}
        rest = {name: doc for name, doc in self.docs.items() if name not in names}
        before = copy.deepcopy(own)
        known = [each for doc in own.values() for each in self.leaves(doc)]
        states = {id(each): (each.value, each.maker, each.origin) for each in known}
        first = self.commit + 1
        side, own = self.line(tip, own, rest, self.random.randint(1, 4))
        last = self.commit
        tip, rest = self.line(tip, rest, before, self.random.randint(0, 2))
        self.commit += 1
        self.docs = {**rest, **own}
        for doc in own.values():
            for leaf in self.leaves(doc):
                state = states.get(id(leaf))
                if state and state[0] == leaf.value:
                    # Where the side came back to what was there, the merge changes nothing.
                    _, leaf.maker, leaf.origin = state
                elif first <= leaf.maker <= last:
                    leaf.origin, leaf.maker = leaf.maker, self.commit
        self.record([tip, side])
        return self.commit

    def line(self, tip, docs, others, count):
        """Commits that change some documents while others stay.

        A move stands alone: what was moved and changed in one step of the main line was made there.
        """
        for _ in range(count):
            self.commit += 1
            self.docs = docs
            self.step(moves=count == 1)
            docs = self.docs
            self.docs = {**docs, **others}
            self.record([tip])
            tip = self.commit
        return tip, docs

    def truth(self):
        found = {}
        for name, doc in self.docs.items():
            for pointer, leaf in self.places(doc, ""):
                found[f"{name}#{pointer}"] = [leaf.maker, leaf.origin, leaf.value]
        return found

    def places(self, value, pointer):
        if isinstance(value, Leaf):
            yield pointer, value
            return
        children = value.items() if isinstance(value, dict) else enumerate(value)
        for key, each in children:
            yield from self.places(each, f"{pointer}/{key}")

    def write(self, path, commits):
        self.commit = 1
        self.docs = {self.name("doc"): self.document() for _ in range(4)}
        self.record([])
        tip = 1
        while self.commit < commits:
            if self.random.random() < 0.12 and len(self.docs) > 2:
                tip = self.merge(tip)
            else:
                tip = self.next([tip])
        with open(path, "w") as file:
            json.dump(self.truth(), file)
        sys.stdout.buffer.write(b"".join(self.lines))


def compare(writ, repository, path):
    with open(path) as file:
        truth = json.load(file)
    subjects = {}
    log = subprocess.run(
        ["git", "-C", repository, "log", "--format=%H %s", "HEAD"], capture_output=True, text=True
    )
    for line in log.stdout.splitlines():
        name, _, number = line.split(" ")
        subjects[name] = int(number)
    problems = []
    checked = 0
    for name in sorted({each.split("#")[0] for each in truth}):
        run = subprocess.run(
            [writ, "blame", name, "--format", "json"], cwd=repository, capture_output=True, text=True
        )
        answer = json.loads(run.stdout)
        if run.returncode:
            problems.append(f"{name}: {answer}")
            continue
        wanted = {each for each in truth if each.split("#")[0] == name}
        for value in answer["values"]:
            place = f"{name}#{value['pointer']}"
            wanted.discard(place)
            checked += 1
            found = [subjects[value["commit"]], subjects.get(value.get("origin"))]
            if found != truth[place][:2]:
                problems.append(f"{place} = {truth[place][2]}: {found}, not {truth[place][:2]} {value}")
        if wanted:
            problems.append(f"{name}: nothing is said of {wanted}")
    for problem in problems[:20]:
        print(problem[:600])
    print(f"checked {checked}, {len(problems)} problems")
    sys.exit(1 if problems or not checked else 0)


if sys.argv[1] == "write":
    Writer(int(sys.argv[2])).write(sys.argv[3], int(sys.argv[4]) if len(sys.argv) > 4 else 120)
elif sys.argv[1] == "compare":
    compare(*sys.argv[2:])
else:
    sys.exit(__doc__)
