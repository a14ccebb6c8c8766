"""Writes a strange history for `git fast-import`: histories.py SEED [COMMITS]

Merges of two and more parents, criss-cross merges, further roots, dates in any order, files that go and come
back, that become folders, links or no JSON, values that change their kind, keys of every kind.
"""
import json
import random
import sys

KEYS = ["a", "b", "state", "x/y", "til~de", "", "0", "01", "-", "\u00e9", "e\u0301", "\U0001f600", "sp ace", "~1",
        'qu"ote', "back\\slash"]  # fmt: skip
NAMES = ["a", "b", "c", "deep/er/d", "deep/e", "\u00e9", "e\u0301", "sp ace", "f", "f.json/g", "h"]
SCALARS = [0, 1, -1, True, False, None, "", "x", "\u00e9", "e\u0301", "1", "true", 9007199254740992, 9007199254740993,
           0.5, 1e300]  # fmt: skip
BROKEN = ["", "{", '{"a": 1, "a": 2}', '{"a": 1, // no\n"b": 2}', '{"a": [1,]}', '{"a": "\\ud800"}', "[NaN]",
          "\ufeff{}", '{"a": 01}', "{} {}", '{"a": "\x01"}']  # fmt: skip
SPELLINGS = {0: ["0", "-0", "0.0", "0e5"], 1: ["1", "1.0", "10e-1", "1E0"], 0.5: ["0.5", "5e-1", "0.50"]}


class Maker:
    def __init__(self, seed):
        self.random = random.Random(seed)
        self.lines = []
        self.marks = 0
        # How many first parents each commit has.
        self.depths = {}

    def value(self, depth=0):
        roll = self.random.random()
        if depth > 3 or roll < 0.5:
            return self.random.choice(SCALARS)
        if roll < 0.75:
            count = self.random.randint(0, 4)
            return {self.random.choice(KEYS): self.value(depth + 1) for _ in range(count)}
        if roll < 0.85:
            return [{"id": each, "v": self.value(depth + 2)} for each in self.random.sample("pqrst", 3)]
        return [self.value(depth + 1) for _ in range(self.random.randint(0, 4))]

    def document(self):
        """Mostly an object of some size."""
        if self.random.random() < 0.3:
            return self.value()
        return {key: self.value(1) for key in self.random.sample(KEYS, self.random.randint(3, 8))}

    def text(self, value, indent):
        """Some layout, order and spelling of a value."""
        if isinstance(value, dict):
            members = list(value.items())
            self.random.shuffle(members)
            parts = [
                f"{json.dumps(key, ensure_ascii=self.random.random() < 0.5)}: {self.text(each, indent)}"
                for key, each in members
            ]
            return "{" + f",{indent}".join(parts) + "}"
        if isinstance(value, list):
            return "[" + f",{indent}".join(self.text(each, indent) for each in value) + "]"
        if not isinstance(value, bool) and isinstance(value, (int, float)) and value in SPELLINGS:
            return self.random.choice(SPELLINGS[value])
        return json.dumps(value, ensure_ascii=self.random.random() < 0.5)

    def alter(self, value):
        """A value in which a little is other."""
        roll = self.random.random()
        if isinstance(value, dict) and roll < 0.8:
            result = dict(value)
            if result and self.random.random() < 0.7:
                key = self.random.choice(list(result))
                if self.random.random() < 0.2:
                    moved = result.pop(key)
                    if self.random.random() < 0.5:
                        result[self.random.choice(KEYS)] = moved
                else:
                    result[key] = self.alter(result[key])
            else:
                result[self.random.choice(KEYS)] = self.value(1)
            return result
        if isinstance(value, list) and roll < 0.85:
            result = list(value)
            what = self.random.randrange(5)
            if what == 0 or not result:
                result.insert(self.random.randint(0, len(result)), self.value(2))
            elif what == 1:
                result.pop(self.random.randrange(len(result)))
            elif what == 2:
                self.random.shuffle(result)
            elif what == 3:
                result.append(result[0])
            else:
                place = self.random.randrange(len(result))
                result[place] = self.alter(result[place])
            return result
        return self.value(1)

    # A tree is {name: (mode, text, value)}; the value of what is no JSON is None.

    def entry(self, value):
        mode = "100755" if self.random.random() < 0.05 else "100644"
        layout = self.random.choice(["", " ", "\n", "\n  "])
        return (mode, self.text(value, layout) + self.random.choice(["", "\n"]), value)

    def fits(self, tree, name):
        """Whether a name can stand beside the others: no file is a folder."""
        path = name + ".json"
        others = [each + ".json" for each in tree if each != name]
        return not any(o.startswith(path + "/") or path.startswith(o + "/") for o in others)

    def change(self, tree):
        tree = dict(tree)
        for _ in range(self.random.choice([1, 1, 1, 2, 3])):
            roll = self.random.random()
            names = list(tree)
            if roll < 0.15 or not names:
                self.put(tree, self.random.choice(NAMES), self.entry(self.document()))
                continue
            name = self.random.choice(names)
            mode, text, value = tree[name]
            if roll < 0.22:
                del tree[name]
            elif roll < 0.28:
                tree[name] = ("100644", self.random.choice(BROKEN), value)
            elif roll < 0.30:
                tree[name] = ("120000", "a.json", value)
            elif roll < 0.37:
                self.put(tree, self.random.choice(NAMES), tree.pop(name))
            elif roll < 0.42:
                other = self.random.choice(names)
                tree[name], tree[other] = tree[other], tree[name]
            elif roll < 0.50:
                tree[name] = self.entry(value)
            elif roll < 0.55 and isinstance(value, dict) and value:
                key = self.random.choice(list(value))
                rest = {each: value[each] for each in value if each != key}
                tree[name] = self.entry(rest)
                self.put(tree, self.random.choice(NAMES), self.entry({key: value[key]}))
            else:
                tree[name] = self.entry(self.alter(value))
        return tree

    def put(self, tree, name, entry):
        if not self.fits(tree, name):
            for other in list(tree):
                if not self.fits({other: 0}, name):
                    del tree[other]
        tree[name] = entry

    def merge(self, trees):
        """Each file as one of the parents has it, now and then as none has."""
        tree = {}
        names = sorted({name for each in trees for name in each})
        for name in names:
            found = self.random.choice(trees).get(name)
            if found and self.fits(tree, name):
                tree[name] = found
        return self.change(tree) if self.random.random() < 0.3 else tree

    def write(self, tree, parents, subject):
        self.marks += 1
        self.depths[self.marks] = 1 + (self.depths[parents[0]] if parents else 0)
        time = 1_600_000_000 + self.marks * 60 + self.random.randint(-100_000, 100_000)
        message = subject.encode()
        self.lines.append(
            b"commit refs/heads/main\nmark :%d\n" % self.marks
            + b"author A <a@example.org> %d +0130\n" % (time - 5)
            + b"committer C <c@example.org> %d -0800\n" % time
            + b"data %d\n%s\n" % (len(message), message)
        )
        for place, parent in enumerate(parents):
            self.lines.append(b"%s :%d\n" % (b"merge" if place else b"from", parent))
        if not parents and self.marks > 1:
            # Without this, fast-import goes on from the branch.
            self.lines[-1] = b"reset refs/heads/main\n\n" + self.lines[-1]
        self.lines.append(b"deleteall\n")
        self.lines.append(b"M 100644 inline readme\ndata 2\nx\n\n")
        for name, (mode, text, _) in tree.items():
            data = text.encode()
            path = json.dumps(f"policies/{name}.json", ensure_ascii=False).encode()
            self.lines.append(b"M %s inline %s\ndata %d\n" % (mode.encode(), path, len(data)))
            self.lines.append(data + b"\n")
        return self.marks

    def make(self, count):
        tree = self.change({})
        tips = [(self.write(tree, [], "Root (#1)"), tree)]
        while self.marks < count:
            roll = self.random.random()
            subject = self.random.choice(["Change", f"Change (#{self.marks})", f"(#{self.marks}) no number"])
            if roll < 0.04:
                tree = self.change({})
                tips.append((self.write(tree, [], subject), tree))
            elif roll < 0.22 and len(tips) > 1:
                chosen = self.random.sample(tips, min(len(tips), self.random.choice([2, 2, 2, 3, 4])))
                if self.random.random() < 0.8:
                    chosen.sort(key=lambda each: -self.depths[each[0]])
                tree = self.merge([each for _, each in chosen])
                subject = self.random.choice([subject, f"Merge pull request #{self.marks} from a/b"])
                made = (self.write(tree, [mark for mark, _ in chosen], subject), tree)
                # Both parents may go on: later merges cross.
                tips = [each for each in tips if each not in chosen or self.random.random() < 0.4]
                tips.append(made)
            elif roll < 0.40 and len(tips) < 5:
                mark, tree = self.random.choice(tips)
                tree = self.change(tree)
                tips.append((self.write(tree, [mark], subject), tree))
            else:
                place = self.random.randrange(len(tips))
                mark, tree = tips[place]
                tree = self.change(tree)
                tips[place] = (self.write(tree, [mark], subject), tree)
        tips.sort(key=lambda each: -self.depths[each[0]])
        last = self.merge([each for _, each in tips])
        self.write(last, [mark for mark, _ in tips], "Merge everything")
        sys.stdout.buffer.write(b"".join(self.lines))


Maker(int(sys.argv[1])).make(int(sys.argv[2]) if len(sys.argv) > 2 else 60)
