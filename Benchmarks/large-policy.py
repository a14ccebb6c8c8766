"""Writes versions of one policy of about a megabyte for `git fast-import`: large-policy.py VERSIONS"""
import random
import sys

SERVICES = 2_400
generator = random.Random(1)
values = [[generator.randrange(100), generator.randrange(2_000), True] for _ in range(SERVICES)]
order = list(range(SERVICES))


def text():
    parts = []
    for number in order:
        percent, limit, on = values[number]
        parts.append(
            f'    {{\n      "id": "service-{number:05}",\n      "enabled": {str(on).lower()},\n'
            f'      "rollout": {{"percent": {percent}, "cohort": "cohort-{number % 17}"}},\n'
            f'      "limits": {{"latency_ms": {limit}, "region": "region-{number % 7}",'
            f' "owner": "team-{number % 31}@example.org"}},\n'
            f'      "notes": "{"n" * 160}"\n    }}'
        )
    return '{\n  "version": 1,\n  "services": [\n' + ",\n".join(parts) + "\n  ]\n}\n"


for version in range(int(sys.argv[1])):
    for _ in range(12):
        number = generator.randrange(SERVICES)
        values[number][0] = generator.randrange(100)
        values[number][1] = generator.randrange(2_000)
    if version % 50 == 49:
        order.insert(generator.randrange(SERVICES), order.pop(generator.randrange(SERVICES)))
    message = f"Change {version} (#{version + 1})\n".encode()
    content = text().encode()
    sys.stdout.buffer.write(
        b"commit refs/heads/main\ncommitter Bench <bench@example.org> %d +0000\ndata %d\n%s"
        % (1_600_000_000 + version * 3_600, len(message), message)
        + b"M 100644 inline policies/large.json\ndata %d\n%s\n" % (len(content), content)
    )
