import WritTesting

extension JSONSession {
  /// Every command, in an order in which each finds what it needs.
  static let steps: [Step] = [
    Step(command: "log", words: ["log"], status: 64),
    Step(command: "init", words: ["init"]),
    Step(command: "init", words: ["init"]),
    Step(command: "plan", words: ["plan"]),
    Step(
      command: "plan", words: ["plan", "--set", "rollout/planner#/canary_pct=99", "--set", "a#={}"]),
    Step(command: "plan", words: ["plan", "--set", "rollout/planner#/canary_pct=0.0"]),
    Step(command: "apply", words: ["apply", "--set", "rollout/planner#/canary_pct=5", "META"]),
    Step(command: "apply", words: ["apply", "--set", "rollout/planner#/canary_pct=5", "META"]),
    Step(command: "apply", words: ["apply", "--set", "rollout/planner#/canary_pct=99"], status: 3),
    Step(command: "apply", words: ["apply", "--nonsense"], status: 64),
    Step(
      command: "plan",
      words: ["plan", "--set", "rollout/planner#/canary_pct=7", "--out", ".git/plan"]),
    Step(
      command: "approve",
      words: ["approve", ".git/plan", "--key", ".git/key", "--note", "n", "--out", ".git/approval"]),
    Step(command: "approve", words: ["approve", "none"], status: 64),
    Step(
      command: "apply",
      words: ["apply", "--set", "rollout/planner#/canary_pct=6", "--dry-run", "META"]),
    Step(
      command: "apply",
      words: ["apply", "--set", "rollout/planner#/canary_pct=6", "--propose", "--pr", "7", "META"]),
    Step(
      command: "apply", words: ["apply", "--set", "a#={\"b\":1}", "--key", "k", "META"]),
    Step(
      command: "apply", words: ["apply", "--set", "a#={\"b\":1}", "--key", "k", "META"]),
    Step(command: "checkpoint create", words: ["checkpoint", "create", "x", "-m", "text"]),
    Step(command: "checkpoint create", words: ["checkpoint", "create", "y"]),
    Step(command: "checkpoint list", words: ["checkpoint", "list"]),
    Step(command: "checkpoint create", words: ["checkpoint", "create", "y"], status: 3),
    Step(command: "apply", words: ["apply", "--set", "a#/b=2", "META"]),
    Step(command: "checkpoint show", words: ["checkpoint", "show", "x"]),
    Step(command: "checkpoint diff", words: ["checkpoint", "diff", "x", "y"]),
    Step(command: "checkpoint diff", words: ["checkpoint", "diff", "x"]),
    Step(command: "rollback", words: ["rollback", "--undo", "HEAD", "--dry-run", "META"]),
    Step(command: "rollback", words: ["rollback", "--undo", "HEAD", "META"]),
    Step(command: "rollback", words: ["rollback", "--undo", "HEAD~2", "META"]),
    Step(command: "rollback", words: ["rollback", "--undo", "HEAD~4", "META"]),
    Step(command: "rollback", words: ["rollback", "--to", "x"], status: 3),
    Step(command: "apply", words: ["apply", "--set", "a#={\"b\":2}", "META"], status: 4),
    Step(command: "plan", words: ["plan", "--set", "a#={\"b\":1}"]),
    Step(command: "log", words: ["log"]),
    Step(command: "due", words: ["due"]),
    Step(command: "due", words: ["due", "--as-of", "2199-01-01", "--check"], status: 3),
    Step(command: "due", words: ["due", "--as-of", "x"], status: 64),
    Step(command: "verify", words: ["verify"]),
    Step(command: "show", words: ["show", "HEAD"]),
    Step(command: "show", words: ["show", "HEAD~4"]),
    Step(command: "apply", words: ["apply", "--set", "a#={\"b\":3}", "--pr", "8", "META"]),
    Step(command: "apply", words: ["apply", "--set", "a#={\"b\":4}", "--pr", "9", "META"]),
    Step(command: "trace", words: ["trace", "a#/b"]),
    Step(command: "trace", words: ["trace", "rollout/planner"]),
    Step(command: "trace", words: ["trace", "a#/c"], status: 64),
    Step(command: "blame", words: ["blame", "a"]),
    Step(command: "blame", words: ["blame", "rollout/planner", "HEAD~1"]),
    Step(command: "blame", words: ["blame", "b"], status: 64),
    Step(command: "pr", words: ["pr", "7"]),
    Step(command: "pr", words: ["pr", "8"]),
    Step(command: "pr", words: ["pr", "99"], status: 64),
    Step(command: "report", words: ["report"]),
    Step(command: "bisect", words: ["bisect", "a#/b", "--when", "value > 1"]),
    Step(command: "bisect", words: ["bisect", "a#/b", "--when", "value == 3"]),
    Step(command: "bisect", words: ["bisect", "a#/b", "--when", "value >"], status: 64),
    Step(command: "validate", words: ["validate"]),
    Step(command: "validate", words: ["validate", "message"], status: 3),
    Step(command: "validate", words: ["validate", "none"], status: 64),
    Step(command: "rules explain", words: ["rules", "explain", "rollout/planner"]),
    Step(command: "rules explain", words: ["rules", "explain", "@governance/rules"]),
    Step(command: "rules check", words: ["rules", "check"]),
    Step(command: "rules check", words: ["rules", "check", "broken"], status: 3),
    Step(command: "rules test", words: ["rules", "test"]),
    Step(command: "rules test", words: ["rules", "test", "failing"], status: 3),
    Step(command: "rules test", words: ["rules", "test", "none"], status: 64),
    Step(
      command: "validate", words: ["validate", "--schema", "schema.json", "ours.json"],
      shape: "validate --schema"),
    Step(
      command: "validate", words: ["validate", "--schema", "schema.json", "base.json"], status: 3,
      shape: "validate --schema"),
    Step(command: "schema check", words: ["schema", "check"]),
    Step(command: "schema check", words: ["schema", "check", "schema.json"]),
    Step(command: "gate list", words: ["gate", "list"]),
    Step(command: "apply", words: ["apply", "--governance", "META"]),
    Step(command: "gate list", words: ["gate", "list"]),
    Step(command: "gate check", words: ["gate", "check"]),
    Step(command: "gate check", words: ["gate", "check", "broken-gate.json"], status: 3),
    Step(
      command: "plan",
      words: ["plan", "--set", "rollout/planner#/canary_pct=8", "--out", "p.json"]),
    Step(
      command: "gate evaluate",
      words: [
        "gate", "evaluate", "g", "--plan", "p.json", "--evidence", "live=live.csv", "--out",
        "decision.json",
      ]),
    Step(
      command: "gate evaluate", words: ["gate", "evaluate", "g", "--plan", "p.json"], status: 4),
    Step(
      command: "gate evaluate", words: ["gate", "evaluate", "h", "--plan", "p.json"], status: 64),
    Step(
      command: "gate verify",
      words: [
        "gate", "verify", "decision.json", "--gate", "g", "--plan", "p.json", "--evidence",
        "live=live.csv",
      ]),
    Step(
      command: "gate verify",
      words: ["gate", "verify", "decision.json", "--gate", "g", "--plan", "p.json"], status: 3),
    Step(command: "drift", words: ["drift"], status: 1),
    Step(command: "sync", words: ["sync"], status: 1),
    Step(command: "drift", words: ["drift", "t"], status: 1),
    Step(command: "sync", words: ["sync", "none"], status: 64),
    Step(command: "evidence import", words: ["evidence", "import", "live.csv"]),
    Step(command: "evidence import", words: ["evidence", "import", "message"], status: 64),
    Step(
      command: "bench list",
      words: ["bench", "list", "--server-url", "SERVER", "--matrix", "bench/matrix"]),
    Step(
      command: "bench sync",
      words: [
        "bench", "sync", "--server-url", "SERVER", "--matrix", "bench/matrix",
        "--include-optional",
      ]),
    Step(
      command: "bench benchmark",
      words: [
        "bench", "benchmark", "--server-url", "SERVER", "--prompts", "bench/prompts", "--models",
        "a:1b", "--output", "bench/live.out",
      ]),
    Step(
      command: "bench benchmark",
      words: ["bench", "benchmark", "--server-url", "SERVER", "--prompts", "live.csv"], status: 64),
    Step(
      command: "bench legacy-benchmark",
      words: [
        "bench", "legacy-benchmark", "--server-url", "SERVER", "--legacy-roots", "bench/old",
        "--models", "a:1b", "--output", "bench/legacy.out",
      ]),
    Step(
      command: "bench profile-gate",
      words: [
        "bench", "profile-gate", "--live-report", "bench/live.out", "--policy", "bench/promotion",
        "--output", "bench/gate.out",
      ]),
    Step(
      command: "apply",
      words: [
        "apply", "--set",
        #"profiles#={"active":{"model_profile":"balanced","runtime_model_profile":"balanced","ingestion_model_profile":"balanced","legacy_ingestion_model_profile":"balanced"},"models":{}}"#,
        "META",
      ]),
    Step(
      command: "bench dev-cycle",
      words: [
        "bench", "dev-cycle", "--defer-benchmarks", "--existing-live-report", "bench/live.out",
        "--policy", "bench/promotion", "--apply-dry-run", "--output-dir", "bench/out",
        "--checkpoint-output", "bench/checkpoint.out", "META",
      ]),
    Step(
      command: "bench approval-manifest",
      words: [
        "bench", "approval-manifest", "--checkpoint", "bench/checkpoint.out", "--decision",
        "approved", "--approved-by", "a", "--output", "bench/manifest.out",
      ]),
    Step(
      command: "bench apply-checkpoint",
      words: [
        "bench", "apply-checkpoint", "--checkpoint", "bench/checkpoint.out",
        "--approval-manifest", "bench/manifest.out", "META",
      ]),
    Step(
      command: "bench rollback-policy",
      words: [
        "bench", "rollback-policy", "--checkpoint", "bench/checkpoint.out", "--output",
        "bench/back.out", "META",
      ]),
    Step(
      command: "bench sota-verdict",
      words: [
        "bench", "sota-verdict", "--candidate", "bench/live.out", "--output", "bench/verdict.out",
      ], status: 2),
    Step(
      command: "bench sota-verdict",
      words: ["bench", "sota-verdict", "--verify", "bench/verdict.out"], status: 2,
      shape: "bench sota-verdict --verify"),
    Step(command: "bench show", words: ["bench", "show", "bench/live.out"]),
    Step(command: "merge", words: ["merge", "base.json", "ours.json", "theirs.json"]),
    Step(
      command: "merge", words: ["merge", "--strict", "base.json", "ours.json", "theirs.json"],
      status: 5),
    Step(command: "diff", words: ["diff", "HEAD~3", "HEAD"]),
    Step(command: "diff", words: ["diff", "--no-index", "base.json", "theirs.json"]),
    Step(command: "driver install", words: ["driver", "install"]),
    Step(command: "doctor", words: ["doctor"]),
    Step(command: "hook install", words: ["hook", "install"]),
    Step(command: "hook pre-commit", words: ["hook", "pre-commit"]),
    Step(command: "hook commit-msg", words: ["hook", "commit-msg", "message"]),
    Step(command: "hook pre-applypatch", words: ["hook", "pre-applypatch"], status: 64),
    Step(
      command: "hook pre-applypatch", words: ["hook", "pre-applypatch"],
      file: (".git/rebase-apply/final-commit", "x\n")),
    Step(command: "hook pre-receive", words: ["hook", "pre-receive"]),
    Step(
      command: "hook pre-receive", words: ["hook", "pre-receive"], status: 3,
      input: "HEAD \(zeros) refs/heads/main\n"),
    Step(command: "hook pre-receive", words: ["hook", "pre-receive"], status: 64, input: "x\n"),
    Step(command: "hook pre-push", words: ["hook", "pre-push", "origin", "here"]),
    Step(
      command: "hook pre-push", words: ["hook", "pre-push", "origin", "here"], status: 3,
      input: "(delete) \(zeros) refs/heads/main HEAD\n"),
    Step(
      command: "hook update", words: ["hook", "update", "refs/heads/main", "HEAD", zeros],
      status: 3),
  ]
}
