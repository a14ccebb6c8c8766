"use strict";
// The token lives in this variable and nowhere else; whatever is shown is set as text.
let token = "";
let timer = 0;
// The policy that is drawn: drawing it anew would take back what somebody is choosing.
let drawn = "";
const at = (id) => document.getElementById(id);
const fields = [
  "model_profile", "runtime_model_profile", "ingestion_model_profile",
  "legacy_ingestion_model_profile",
];

function make(name, text, ...inner) {
  const element = document.createElement(name);
  if (text !== undefined && text !== null) element.textContent = text;
  element.append(...inner);
  return element;
}

function tell(text, bad) {
  at("message").textContent = text;
  at("message").classList.toggle("bad", Boolean(bad));
}

async function ask(method, path, body) {
  const answer = await fetch(path, {
    method,
    headers: {
      Authorization: "Bearer " + token,
      ...(body === undefined ? {} : { "Content-Type": "application/json" }),
    },
    body: body === undefined ? undefined : JSON.stringify(body),
  });
  const value = await answer.json().catch(() => ({}));
  if (!answer.ok || value.success === false) {
    const reasons = (value.findings || []).map((finding) => finding.message);
    throw new Error([value.error || "HTTP " + answer.status, ...reasons, value.hint]
      .filter(Boolean).join(" "));
  }
  return value.data;
}

function governance() {
  const told = {};
  for (const [name, value] of new FormData(at("governance"))) {
    if (value.trim()) told[name] = value.trim();
  }
  return told;
}

async function attempt(work, done) {
  try {
    await work();
    await refresh();
    if (done !== undefined) tell(done);
  } catch (error) {
    tell(error.message, true);
  }
}

function button(text, work) {
  const made = make("button", text);
  made.type = "button";
  made.addEventListener("click", work);
  return made;
}

function profiles(policy, models) {
  if (!policy) return "";
  const active = fields.map((field) => field.replace("_model_profile", "") + " " + policy[field]);
  const served = Object.entries(models || {}).map(([profile, model]) => profile + ": " + model);
  return [...active, ...served].join(", ");
}

function showPolicy(data) {
  if (drawn === JSON.stringify(data)) return;
  drawn = JSON.stringify(data);
  const form = at("policy");
  form.replaceChildren();
  for (const field of fields) {
    const select = make("select");
    select.name = field;
    for (const profile of data.supported_profiles) {
      const option = make("option", profile + " (" + (data.models[profile] || "no model") + ")");
      option.value = profile;
      option.selected = data.active[field] === profile;
      select.append(option);
    }
    form.append(make("label", field + " ", select));
  }
  form.append(button("Change", () => {
    const change = { source: "writ_page", governance: governance() };
    for (const [name, value] of new FormData(form)) {
      if (value !== data.active[name]) change[name] = value;
    }
    if (Object.keys(change).length === 2) return tell("Nothing differs from what is in force.", true);
    if (!confirm("Change the profiles in force?")) return undefined;
    return attempt(() => ask("POST", "profiles/model", change), "The profiles are changed.");
  }));
}

function showAlerts(data) {
  at("alerts").replaceChildren(...data.alerts.map((alert) => {
    const item = make("li", alert.code + ": " + alert.count + " in " + data.window_seconds + " s");
    item.className = alert.severity;
    return item;
  }));
}

function showEvents(data) {
  at("events").replaceChildren(...data.events.map((event) => make("tr", null,
    make("td", event.created_at), make("td", event.source),
    make("td", Object.entries(event.updates)
      .map(([name, value]) => name + ": " + value.from + " -> " + value.to).join(", ")),
    make("td", event.id))));
}

function showCheckpoints(data) {
  at("checkpoints").replaceChildren(...data.checkpoints.map((checkpoint) => {
    const act = (verb, done) => () => {
      if (!confirm(verb + " " + checkpoint.run_id + "?")) return undefined;
      const path = "bench/checkpoints/" + checkpoint.run_id;
      if (verb === "Roll back") {
        return attempt(() => ask("POST", path + "/rollback", { governance: governance() }), done);
      }
      return attempt(() => ask("POST", path + "/apply", { governance: governance() }), done);
    };
    return make("tr", null,
      make("td", checkpoint.run_id), make("td", checkpoint.gate_report_passed ? "passed" : "failed"),
      make("td", profiles(checkpoint.previous, checkpoint.previous_models)),
      make("td", profiles(checkpoint.target_policy, checkpoint.recommendation_models)),
      make("td", checkpoint.applied ? "applied" : checkpoint.apply_event ? "dry run" : "written"),
      make("td", null, button("Apply", act("Apply", "The checkpoint is applied.")), " ",
        button("Roll back", act("Roll back", "The profiles before it are back."))));
  }));
}

function showRuns(data) {
  at("runs").replaceChildren(...data.runs.map((run) => make("tr", null,
    make("td", run.run_id), make("td", run.passed ? "passed" : "failed"),
    make("td", Object.entries(run.recommendations)
      .map(([name, entry]) => name + ": " + (entry.model || entry.status)).join(", ")),
    make("td", null, button("Show", () => attempt(async () => {
      showDrawing(await ask("GET", "bench/runs/" + run.run_id));
    }))))));
}

function showDrawing(data) {
  const place = at("drawing");
  place.replaceChildren(make("h3", "Run " + data.run_id));
  for (const report of data.reports) {
    for (const chart of report.drawing.charts) {
      place.append(make("h4", report.report.replaceAll("_", " ") + ": " + chart.title));
      const most = Math.max(0, ...chart.bars.map((bar) => bar.value));
      for (const bar of chart.bars) {
        const meter = make("meter");
        meter.max = most || 1;
        meter.value = Math.max(0, bar.value);
        const row = make("div", null, make("span", bar.name), meter,
          make("span", bar.value.toFixed(3)), make("small", bar.note));
        row.className = "bar";
        place.append(row);
      }
    }
    for (const alert of report.drawing.alerts) place.append(make("p", alert));
  }
}

function showCycle(data) {
  const words = data.running ? "running since " + data.started_at_utc
    : data.exit_status === null ? (data.configured ? "" : "with the options of the repository")
      : "ended with " + data.exit_status + (data.run_id ? ", run " + data.run_id : "");
  at("cycle").textContent = words;
  at("progress").textContent = data.messages.join("\n");
  at("start").disabled = data.running;
  at("stop").disabled = !data.running;
  clearTimeout(timer);
  if (data.running) timer = setTimeout(() => attempt(() => {}), 2000);
}

async function refresh() {
  const [policy, alerts, events, checkpoints, runs, cycle] = await Promise.all([
    "profiles/model", "profiles/model/alerts", "profiles/model/events?limit=25",
    "bench/checkpoints", "bench/runs", "bench/dev-cycle",
  ].map((path) => ask("GET", path)));
  showPolicy(policy);
  showAlerts(alerts);
  showEvents(events);
  showCheckpoints(checkpoints);
  showRuns(runs);
  showCycle(cycle);
  at("main").hidden = false;
}

at("access").addEventListener("submit", (event) => {
  event.preventDefault();
  token = at("token").value.trim();
  at("token").value = "";
  attempt(() => {}, "");
});
at("governance").addEventListener("submit", (event) => event.preventDefault());
at("start").addEventListener("click", () => attempt(
  () => ask("POST", "bench/dev-cycle", { governance: governance() }), "The cycle is started."));
at("stop").addEventListener("click", () => attempt(
  () => ask("DELETE", "bench/dev-cycle"), "The cycle is asked to stop."));
