"""Measures `writ gate evaluate`: 50 checks over 10 files of evidence of 1 MB each, the whole process.

    python3 Benchmarks/gate.py WRIT [ROUNDS]

Four files of llmperf's requests, three tables and three files of JSON lines, as numbers that are the
same in every run of this program; 35 objectives, 10 conditions, 5 comparisons case by case. Told are
the median and the least wall time and the processor time, and beside them what `sha256sum` takes for
the same files: every artifact is bound by its digest.
"""
import json
import os
import random
import resource
import statistics
import subprocess
import sys
import tempfile
import time

SIZE = 1_000_000
KINDS = ["llmperf"] * 4 + ["csv"] * 3 + ["ndjson"] * 3
ENDING = {"llmperf": "json", "csv": "csv", "ndjson": "ndjson"}


def requests(rng):
    """llmperf's results: the requests one by one, as it writes them."""
    found = []
    size = 2
    while size < SIZE:
        latency = rng.gauss(0.9, 0.2)
        found.append({
            "error_code": None, "error_msg": "", "inter_token_latency_s": latency / 150,
            "ttft_s": latency * rng.random() / 3, "end_to_end_latency_s": latency,
            "request_output_throughput_token_per_s": 150 / latency, "number_total_tokens": 700,
            "number_output_tokens": 150, "number_input_tokens": 550})
        size += len(json.dumps(found[-1], indent=4)) + 46
    return json.dumps(found, indent=4)


def rows(rng, kind):
    """Observations, each with a case, two times, a count and whether it went well."""
    lines = ["case,latency_ms,ttft_ms,tokens,ok"] if kind == "csv" else []
    size = 0
    while size < SIZE:
        case, latency, ttft, tokens = (
            f"case-{len(lines)}", rng.uniform(5, 100), rng.uniform(1, 9), rng.randrange(1, 500))
        lines.append(
            f"{case},{latency:.6f},{ttft:.6f},{tokens},true" if kind == "csv" else
            f'{{"case":"{case}","latency_ms":{latency:.6f},"ttft_ms":{ttft:.6f},'
            f'"tokens":{tokens},"ok":true}}')
        size += len(lines[-1]) + 1
    return "\n".join(lines) + "\n"


def gate(names):
    metric = {name: "end_to_end_latency_s.p95" if kind == "llmperf" else "latency_ms.p95"
              for name, kind in zip(names, KINDS)}
    objectives = [
        {"name": f"{name} {step}", "evidence": name, "metric": metric[name],
         "pass": [{"criteria": [f"<{600 + step}"]}]}
        for step in range(4) for name in names][:35]
    checks = [
        {"name": f"{name} runs", "expression":
            f"evidence.{name}.runs.failed == 0 && evidence.{name}.metrics.{metric[name]} < 1000.0"}
        for name in names]
    comparisons = [
        {"name": f"{name} cases", "evidence": name, "baseline": names[9], "allowMissingCases": True}
        for name in names[4:9]]
    return {
        "version": 1,
        "evidence": [{"name": name, "kind": kind} for name, kind in zip(names, KINDS)],
        "objectives": objectives, "checks": checks, "comparisons": comparisons}


def measure(command, rounds):
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    times = []
    for _ in range(rounds):
        start = time.perf_counter()
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
        times.append(1000 * (time.perf_counter() - start))
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return (f"median {statistics.median(times):.1f} ms, least {min(times):.1f} ms, "
            f"processor {1000 * cpu / rounds:.1f} ms")


writ = os.path.abspath(sys.argv[1])
rounds = int(sys.argv[2]) if len(sys.argv) > 2 else 25
for name in ("AUTHOR", "COMMITTER"):
    os.environ[f"GIT_{name}_NAME"] = "Bench"
    os.environ[f"GIT_{name}_EMAIL"] = "bench@example.org"
with tempfile.TemporaryDirectory() as work:
    os.environ["HOME"] = work
    os.environ["GIT_CONFIG_GLOBAL"] = os.path.join(work, "config")
    subprocess.run([writ, "init", os.path.join(work, "repo")], check=True, stdout=subprocess.DEVNULL)
    os.chdir(os.path.join(work, "repo"))
    subprocess.run(
        [writ, "plan", "--set", "rollout/planner#/canary_pct=10", "--out", "../plan.json"],
        check=True, stdout=subprocess.DEVNULL)
    rng = random.Random(7)
    names = [f"e{number}" for number in range(10)]
    files = [f"../{name}.{ENDING[kind]}" for name, kind in zip(names, KINDS)]
    for path, kind in zip(files, KINDS):
        with open(path, "w") as file:
            file.write(requests(rng) if kind == "llmperf" else rows(rng, kind))
    with open("../gate.json", "w") as file:
        json.dump(gate(names), file)
    evidence = [word for name, path in zip(names, files) for word in ("--evidence", f"{name}={path}")]
    print("writ gate evaluate:", measure(
        [writ, "gate", "evaluate", "../gate.json", "--plan", "../plan.json"] + evidence, rounds))
    print("sha256sum:         ", measure(["sha256sum"] + files, rounds))
