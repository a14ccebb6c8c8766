"""Applies a schema to documents with python-jsonschema: peer.py SCHEMA DOCUMENT...

Prints the median time in microseconds of is_valid and of listing all errors; the schema is read
and the validator made beforehand, as in writ-benchmark-schema.
"""

import json
import statistics
import sys
import time

import jsonschema


def median(runs, body):
    times = []
    for _ in range(runs):
        start = time.perf_counter()
        body()
        times.append((time.perf_counter() - start) * 1e6)
    return statistics.median(times)


with open(sys.argv[1], encoding="utf-8") as file:
    schema = json.load(file)
kind = jsonschema.validators.validator_for(schema, default=jsonschema.Draft202012Validator)
validator = kind(schema)
for path in sys.argv[2:]:
    with open(path, encoding="utf-8") as file:
        value = json.load(file)
    print(f"{path}: {len(list(validator.iter_errors(value)))} errors")
    print(f"  is_valid     {median(7, lambda: validator.is_valid(value)):10.0f} us")
    print(f"  iter_errors  {median(7, lambda: list(validator.iter_errors(value))):10.0f} us")
