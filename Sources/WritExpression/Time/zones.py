#!/usr/bin/env python3
"""Writes ZoneData.swift from the TZif files of the Python package `tzdata` (pip install tzdata).

A line is one set of rules: the names that share it, the POSIX rule for the time after the last
transition, and the transitions in base64, separated by `|`. The transitions are a sequence of LEB128
numbers: how many offsets there are, the offsets (zigzag seconds), the index of the first one, the
unit of time in seconds, and for each transition the time since the one before (the first: zigzag,
since 1970) in units and the index of the offset from then on.
"""
import base64
import math
import struct
import sys
from importlib import resources

import tzdata


def read(data):
    assert data[:4] == b"TZif" and data[4:5] >= b"2"

    def counts(offset):
        return struct.unpack(">6l", data[offset + 20 : offset + 44])

    utc, std, leap, time, kind, chars = counts(0)
    at = 44 + time * 5 + kind * 6 + chars + leap * 8 + std + utc
    utc, std, leap, time, kind, chars = counts(at)
    at += 44
    times = struct.unpack(f">{time}q", data[at : at + 8 * time])
    at += 8 * time
    indices = data[at : at + time]
    at += time
    kinds = [struct.unpack(">lBB", data[at + 6 * i : at + 6 * i + 6]) for i in range(kind)]
    at += 6 * kind + chars + leap * 12 + std + utc
    offsets = [kinds[i][0] for i in indices]
    return kinds[0][0], list(zip(times, offsets)), data[at:].strip().decode()


def leb(number):
    out = bytearray()
    while True:
        low, number = number & 127, number >> 7
        out.append(low | (128 if number else 0))
        if not number:
            return bytes(out)


def zigzag(number):
    return leb(number * 2 if number >= 0 else -number * 2 - 1)


def packed(initial, transitions):
    kept, now = [], initial
    for place, (time, offset) in enumerate(transitions):
        # The last one stays even if it changes nothing: the rule takes over there.
        if offset != now or place == len(transitions) - 1:
            kept.append((time, offset))
        now = offset
    offsets = sorted({initial, *(offset for _, offset in kept)})
    unit = math.gcd(*(time for time, _ in kept)) if kept else 1
    out = leb(len(offsets)) + b"".join(zigzag(o) for o in offsets)
    out += leb(offsets.index(initial)) + leb(unit)
    before = None
    for time, offset in kept:
        step = time // unit
        out += zigzag(step) if before is None else leb(step - before)
        out += leb(offsets.index(offset))
        before = step
    return base64.b64encode(out).decode()


def main():
    root = resources.files("tzdata")
    names = root.joinpath("zones").read_text().split()
    groups = {}
    for name in names:
        data = root.joinpath("zoneinfo", *name.split("/")).read_bytes()
        initial, transitions, rule = read(data)
        groups.setdefault((rule, packed(initial, transitions)), []).append(name)
    lines = sorted("|".join((" ".join(sorted(n)), rule, t)) for (rule, t), n in groups.items())
    out = sys.stdout
    out.write("// Written by zones.py from the IANA time zone database, which is in the public domain.\n")
    out.write("// swift-format-ignore-file\n\n")
    out.write("/// The rules of all time zones; zones.py tells the form.\n")
    out.write("enum ZoneData {\n")
    out.write(f'  static let edition = "{tzdata.IANA_VERSION}"\n\n')
    out.write('  static let lines: StaticString = """\n')
    for line in lines:
        for start in range(0, len(line), 94):
            end = "\\" if start + 94 < len(line) else ""
            out.write("    " + line[start : start + 94] + end + "\n")
    out.write('    """\n}\n')


if __name__ == "__main__":
    main()
