// Made by policies/embed.sh out of policies/ and hooks/. Do not edit.

extension Template {
  static let files: [(template: String, path: String, text: String)] = [
    (
      "hooks", "commit-msg",
      #"""
      #!/bin/sh
      # Installed by writ. Runs the hook that was here before, then asks writ; any failure refuses.
      if [ -x "$0.before-writ" ]; then "$0.before-writ" "$@" || exit $?; fi
      command -v writ >/dev/null && exec writ hook commit-msg "$@"
      echo "writ is not on the PATH, so this cannot be decided: install it, or remove $0" >&2; exit 1

      """#
    ),
    (
      "hooks", "pre-commit",
      #"""
      #!/bin/sh
      # Installed by writ. Runs the hook that was here before, then asks writ; any failure refuses.
      if [ -x "$0.before-writ" ]; then "$0.before-writ" "$@" || exit $?; fi
      command -v writ >/dev/null && exec writ hook pre-commit "$@"
      echo "writ is not on the PATH, so this cannot be decided: install it, or remove $0" >&2; exit 1

      """#
    ),
    (
      "hooks", "pre-receive",
      #"""
      #!/bin/sh
      # Installed by writ. Runs the hook that was here before, then asks writ; any failure refuses.
      input=$(cat)
      if [ -x "$0.before-writ" ]; then printf '%s\n' "$input" | "$0.before-writ" "$@" || exit $?; fi
      if command -v writ >/dev/null; then printf '%s\n' "$input" | writ hook pre-receive "$@"; exit; fi
      echo "writ is not on the PATH, so this cannot be decided: install it, or remove $0" >&2; exit 1

      """#
    ),
    (
      "hooks", "prepare-commit-msg",
      #"""
      #!/bin/sh
      # Installed by writ. Runs the hook that was here before, then asks writ; any failure refuses.
      if [ -x "$0.before-writ" ]; then "$0.before-writ" "$@" || exit $?; fi
      command -v writ >/dev/null && exec writ hook prepare-commit-msg "$@"
      echo "writ is not on the PATH, so this cannot be decided: install it, or remove $0" >&2; exit 1

      """#
    ),
    (
      "default", "governance/rules.json",
      #"""
      {
        "version": 1,
        "description": "Who must say what for which change. The rules of the parent commit judge a change.",
        "protected": ["refs/heads/main"],
        "checkpoints": { "keep": 1000 },
        "evidence": { "maxBytes": 67108864 },
        "rules": [
          {
            "name": "metadata",
            "description": "Every change says who, on whose approval, why, and when to look at it again.",
            "paths": ["policies/**", "governance/**"],
            "require": ["actor", "approvalRef", "rationale", "reviewBy"],
            "reviewWithinDays": 365
          },
          {
            "name": "rollout-steps",
            "description": "A rollout widens by at most 25 points in one step.",
            "paths": ["policies/rollout/**"],
            "limits": [
              { "pointer": "/canary_pct", "min": 0, "max": 100, "maxIncrease": 25 }
            ]
          },
          {
            "name": "resource-limits",
            "description": "A limit is raised by at most 30 seconds or 1,024 MB in one step.",
            "paths": ["policies/limits/**"],
            "limits": [
              { "pointer": "/*/max_wall_time_ms", "min": 1, "max": 600000, "maxIncrease": 30000 },
              { "pointer": "/*/max_memory_mb", "min": 1, "max": 65536, "maxIncrease": 1024 }
            ]
          }
        ]
      }

      """#
    ),
    (
      "default", "governance/schemas/rollout.json",
      #"""
      {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Rollout of a canary",
        "type": "object",
        "required": ["canary_pct", "kill_switch"],
        "properties": {
          "canary_pct": { "type": "number", "minimum": 0, "maximum": 100 },
          "kill_switch": { "type": "boolean" },
          "thresholds": {
            "type": "object",
            "properties": {
              "max_quality_drop": { "type": "number", "minimum": 0 },
              "max_latency_p95_ms": { "type": "number", "minimum": 0 },
              "max_cost_cents": { "type": "number", "minimum": 0 },
              "min_sample": { "type": "integer", "minimum": 1 }
            },
            "additionalProperties": false
          }
        },
        "additionalProperties": false
      }

      """#
    ),
    (
      "default", "policies/limits/resources.json",
      #"""
      {
        "light": {
          "max_wall_time_ms": 5000,
          "max_plans": 1,
          "max_solutions_per_plan": 1,
          "max_verification_paths": 2,
          "max_memory_mb": 256,
          "max_shell_runtime_ms": 10000
        },
        "standard": {
          "max_wall_time_ms": 30000,
          "max_plans": 3,
          "max_solutions_per_plan": 2,
          "max_verification_paths": 4,
          "max_memory_mb": 1024,
          "max_shell_runtime_ms": 60000
        },
        "deep_search": {
          "max_wall_time_ms": 300000,
          "max_plans": 10,
          "max_solutions_per_plan": 5,
          "max_verification_paths": 8,
          "max_memory_mb": 4096,
          "max_shell_runtime_ms": 300000
        }
      }

      """#
    ),
    (
      "default", "policies/rollout/planner.json",
      #"""
      {
        "canary_pct": 0,
        "kill_switch": false,
        "thresholds": {
          "max_quality_drop": 5.0,
          "max_latency_p95_ms": 1600,
          "max_cost_cents": 3.0,
          "min_sample": 30
        }
      }

      """#
    ),
    (
      "minimal", "governance/rules.json",
      #"""
      {
        "version": 1,
        "protected": ["refs/heads/main"],
        "rules": [
          {
            "name": "metadata",
            "paths": ["policies/**", "governance/**"],
            "require": ["actor", "approvalRef", "rationale", "reviewBy"]
          }
        ]
      }

      """#
    ),
    (
      "models", "governance/rules.json",
      #"""
      {
        "version": 1,
        "description": "Which model serves which profile. The rules of the parent commit judge a change.",
        "protected": ["refs/heads/main"],
        "rules": [
          {
            "name": "metadata",
            "description": "Every change says who, on whose approval, why, and when to look at it again.",
            "paths": ["policies/**", "governance/**"],
            "require": ["actor", "approvalRef", "rationale", "reviewBy"],
            "reviewWithinDays": 365
          }
        ]
      }

      """#
    ),
    (
      "models", "governance/schemas/profiles.json",
      #"""
      {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Which profile is active where, and which model serves it",
        "type": "object",
        "required": ["active", "models"],
        "properties": {
          "active": {
            "type": "object",
            "required": [
              "model_profile",
              "runtime_model_profile",
              "ingestion_model_profile",
              "legacy_ingestion_model_profile"
            ],
            "additionalProperties": { "$ref": "#/$defs/profile" }
          },
          "models": {
            "type": "object",
            "propertyNames": { "$ref": "#/$defs/profile" },
            "additionalProperties": { "type": "string", "minLength": 1 }
          },
          "source": { "type": "string" },
          "vram_budget_gb": { "type": "number", "exclusiveMinimum": 0 }
        },
        "additionalProperties": false,
        "$defs": {
          "profile": { "enum": ["low_latency", "balanced", "high_reasoning"] }
        }
      }

      """#
    ),
    (
      "models", "policies/profiles.json",
      #"""
      {
        "active": {
          "model_profile": "balanced",
          "runtime_model_profile": "low_latency",
          "ingestion_model_profile": "balanced",
          "legacy_ingestion_model_profile": "balanced"
        },
        "models": {
          "low_latency": "llama3.2:3b",
          "balanced": "qwen2.5:7b",
          "high_reasoning": "qwen2.5:14b"
        },
        "vram_budget_gb": 16
      }

      """#
    ),
    (
      "rollouts", "governance/rules.json",
      #"""
      {
        "version": 1,
        "description": "Feature rollouts by percentage. The rules of the parent commit judge a change.",
        "protected": ["refs/heads/main"],
        "rules": [
          {
            "name": "metadata",
            "description": "Every change says who, on whose approval, why, and when to look at it again.",
            "paths": ["policies/**", "governance/**"],
            "require": ["actor", "approvalRef", "rationale", "reviewBy"],
            "reviewWithinDays": 365
          },
          {
            "name": "rollout-steps",
            "description": "A step of a rollout is raised by at most 25 points at a time.",
            "paths": ["policies/**"],
            "limits": [
              { "pointer": "/**/rollout/steps/*/percent", "min": 0, "max": 100, "maxIncrease": 25 }
            ]
          }
        ]
      }

      """#
    ),
    (
      "rollouts", "governance/schemas/feature.json",
      #"""
      {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "A feature and its rollout",
        "type": "object",
        "required": ["state"],
        "properties": {
          "state": { "enum": ["enabled", "disabled", "internal"] },
          "rollout": {
            "type": "object",
            "required": ["steps"],
            "properties": {
              "steps": {
                "type": "array",
                "items": {
                  "type": "object",
                  "required": ["percent"],
                  "properties": { "percent": { "type": "number", "minimum": 0, "maximum": 100 } }
                }
              }
            }
          }
        }
      }

      """#
    ),
    (
      "rollouts", "policies/features/search.json",
      #"""
      {
        "state": "enabled",
        "rollout": {
          "steps": [
            { "percent": 5 }
          ]
        }
      }

      """#
    ),
  ]
}
