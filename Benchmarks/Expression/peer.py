#!/usr/bin/env python3
"""The conditions of main.swift in cel-python: pip install cel-python; python3 peer.py

The percentages are written with a fraction here, because cel-python compares no int with a double.
"""
import statistics
import time

import celpy

OLD = {"name": "planner", "canary_pct": 5.0, "enabled": True, "regions": ["eu", "us"],
       "limits": {"rps": 100, "models": {"a": 1, "b": 2}}}
NEW = {"name": "planner", "canary_pct": 10.0, "enabled": True, "regions": ["eu", "us", "ap"],
       "limits": {"rps": 120, "models": {"a": 1, "b": 2}}}
CONDITIONS = [
    "new.canary_pct - old.canary_pct <= 25.0 && new.canary_pct >= 0.0",
    "old.regions.all(r, r in new.regions)",
    "has(new.limits.rps) && new.limits.rps <= 2 * old.limits.rps",
    "new.name.matches('^[a-z][a-z0-9-]*$') && size(new.name) < 40",
]


def main():
    environment = celpy.Environment()
    bindings = {"new": celpy.json_to_cel(NEW), "old": celpy.json_to_cel(OLD)}
    for condition in CONDITIONS:
        print(condition)
        program = environment.program(environment.compile(condition))
        assert program.evaluate(bindings), condition
        times = []
        for _ in range(9):
            start = time.perf_counter_ns()
            for _ in range(100):
                program.evaluate(bindings)
            times.append((time.perf_counter_ns() - start) / 100)
        print(f"{statistics.median(times):9.0f} ns  evaluate")


if __name__ == "__main__":
    main()
