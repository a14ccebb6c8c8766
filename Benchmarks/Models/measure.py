"""Measures `writ bench dev-cycle` against a server on the loopback interface.

    python3 Benchmarks/Models/measure.py WRIT SERVER

Two models, three profiles, 20 live and 24 legacy cases. Told are the wall time, the part of it that is
not spent waiting for the server's answers, the processor time of writ, and its greatest memory.
"""
import glob
import json
import os
import resource
import subprocess
import sys
import tempfile
import time

PACE = 10  # milliseconds for a piece of an answer

writ, server = (os.path.abspath(path) for path in sys.argv[1:3])
with tempfile.TemporaryDirectory() as work:
    os.chdir(work)
    text = "gateway pipeline drains orders of the shop before they are replaced in turn. " * 4
    for root in ("shop", "wiki"):
        os.mkdir(root)
        for number in range(12):
            with open(f"{root}/file{number}.md", "w") as file:
                file.write(f"number {number} of {root}: {text}\n")
    with open("prompts.jsonl", "w") as file:
        for number in range(20):
            prompt = f"Repeat: the answer of prompt {number} is " + "order of locks " * 12
            json.dump({"id": f"p{number}", "prompt": prompt, "required_substrings": ["order"]}, file)
            file.write("\n")
    gate = {"candidates": ["good:7b", "fine:3b"]}
    names = ("low_latency", "balanced", "high_reasoning")
    with open("promotion.json", "w") as file:
        json.dump({"profiles": {name: gate for name in names}}, file)
    child = subprocess.Popen(
        [server, str(PACE), "good:7b", "fine:3b"], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
        text=True)
    url = child.stdout.readline().strip()
    start = time.perf_counter()
    subprocess.run(
        [writ, "bench", "dev-cycle", "--server-url", url, "--prompts", "prompts.jsonl",
         "--legacy-roots", "shop,wiki", "--policy", "promotion.json", "--models",
         "good:7b,fine:3b", "--output-dir", "out"],
        check=True, stdout=subprocess.DEVNULL)
    wall = time.perf_counter() - start
    # The server has not been waited for yet, so this is writ alone.
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    child.stdin.close()
    child.wait()
    runs = waited = 0
    for path in glob.glob("out/cycle_l*.json"):
        with open(path) as file:
            for model in json.load(file)["models"].values():
                runs += len(model["runs"])
                waited += sum(run["wall_seconds"] for run in model["runs"])
    cpu = used.ru_utime + used.ru_stime
    print(f"{runs} runs, wall {wall:.2f} s, not waiting {100 * (wall - waited) / wall:.2f} %, "
          f"processor {cpu:.2f} s ({100 * cpu / wall:.2f} %), {used.ru_maxrss / 1024:.0f} MB")
