"""Reads documents as Python's own reader does, in a strict form, and tells where writ disagrees.

Each line of standard input has writ's verdict (0 or 1), the text and, where it was taken, writ's
canonical form of it, both in base64. Printed are the numbers of the lines that disagree, and why.
"""

import base64
import json
import sys

sys.setrecursionlimit(10_000)


def number(text):
    """A number as sign, digits and exponent, so that none is too large or too exact."""
    mantissa, _, exponent = text.lower().partition("e")
    whole, _, fraction = mantissa.lstrip("-").partition(".")
    digits = (whole + fraction).lstrip("0")
    scale = int(exponent or "0") - len(fraction)
    scale += len(digits) - len(digits.rstrip("0"))
    digits = digits.rstrip("0")
    return ("number", text.startswith("-"), digits, scale) if digits else ("number", 0)


def members(pairs):
    found = dict(pairs)
    if len(found) < len(pairs):
        raise ValueError("a key twice")
    return found


def refused(word):
    raise ValueError(word + " is no JSON")


def check(value):
    if isinstance(value, str):
        value.encode("utf-8")  # Half of a surrogate pair cannot be encoded.
    elif isinstance(value, list):
        for element in value:
            check(element)
    elif isinstance(value, dict):
        for key, inner in value.items():
            check(key)
            check(inner)


def read(text):
    value = json.loads(
        text.decode("utf-8"),
        object_pairs_hook=members,
        parse_constant=refused,
        parse_float=number,
        parse_int=number,
    )
    check(value)
    return value


count = 0
for place, line in enumerate(sys.stdin):
    verdict, text, canonical = (line.rstrip("\n") + "  ").split(" ")[:3]
    text = base64.b64decode(text)
    count += 1
    try:
        value = read(text)
    except ValueError as error:
        if verdict == "1":
            print(place, "is refused here:", error)
        continue
    if verdict == "0":
        print(place, "is taken here")
    elif read(base64.b64decode(canonical)) != value:
        print(place, "has another value here")
print("read", count)
