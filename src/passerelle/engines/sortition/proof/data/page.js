"use strict";
// Checks the public record inside this page, as `passerelle verify-draw` does. No library, no network, no storage.

const bytes = (text) => new TextEncoder().encode(text);

// SHA-256 (FIPS 180-4), because a page opened from a file has no crypto.subtle everywhere.
const ROOTS = (() => {
  const primes = [];
  for (let n = 2; primes.length < 64; n += 1) if (primes.every((p) => n % p)) primes.push(n);
  const bits = (x) => Math.floor((x - Math.floor(x)) * 2 ** 32);
  return { start: primes.slice(0, 8).map((p) => bits(Math.sqrt(p))), rounds: primes.map((p) => bits(Math.cbrt(p))) };
})();

function sha256(message) {
  const size = ((message.length + 72) >> 6) << 6;
  const padded = new Uint8Array(size);
  padded.set(message);
  padded[message.length] = 0x80;
  const view = new DataView(padded.buffer);
  view.setUint32(size - 8, Math.floor(message.length / 2 ** 29));
  view.setUint32(size - 4, message.length << 3);
  const hash = Uint32Array.from(ROOTS.start);
  const w = new Uint32Array(64);
  const turn = (x, n) => (x >>> n) | (x << (32 - n));
  for (let at = 0; at < size; at += 64) {
    for (let i = 0; i < 16; i += 1) w[i] = view.getUint32(at + 4 * i);
    for (let i = 16; i < 64; i += 1) {
      const x = w[i - 15], y = w[i - 2];
      w[i] = w[i - 16] + (turn(x, 7) ^ turn(x, 18) ^ (x >>> 3)) + w[i - 7] + (turn(y, 17) ^ turn(y, 19) ^ (y >>> 10));
    }
    let [a, b, c, d, e, f, g, h] = hash;
    for (let i = 0; i < 64; i += 1) {
      const one = (h + (turn(e, 6) ^ turn(e, 11) ^ turn(e, 25)) + ((e & f) ^ (~e & g)) + ROOTS.rounds[i] + w[i]) | 0;
      const two = ((turn(a, 2) ^ turn(a, 13) ^ turn(a, 22)) + ((a & b) ^ (a & c) ^ (b & c))) | 0;
      h = g; g = f; f = e; e = (d + one) | 0; d = c; c = b; b = a; a = (one + two) | 0;
    }
    [a, b, c, d, e, f, g, h].forEach((value, i) => { hash[i] += value; });
  }
  return new Uint8Array(hash.length * 4).map((_, i) => hash[i >> 2] >>> (24 - 8 * (i & 3)));
}
const hex = (data) => Array.from(data, (byte) => byte.toString(16).padStart(2, "0")).join("");
const digest = (value) => hex(sha256(bytes(canonical(value))));

function canonical(value) {
  if (Array.isArray(value)) return `[${value.map(canonical).join(",")}]`;
  if (value === null || typeof value !== "object") return JSON.stringify(value);
  return `{${Object.keys(value).sort().map((name) => `${JSON.stringify(name)}:${canonical(value[name])}`).join(",")}}`;
}

const without = (object, names) => Object.fromEntries(Object.entries(object).filter(([name]) => !names.includes(name)));
const same = (one, other) => canonical(one) === canonical(other);
const rising = (list) => list.every((text, i) => i === 0 || list[i - 1] < text);
// JavaScript orders text by halves of signs, everybody else by signs.
const ordered = (text) => Array.from(text, (sign) => sign.codePointAt(0).toString(16).padStart(6, "0")).join("");
const codesOf = (panel) => (Array.isArray(panel) ? panel : panel.codes);
const labelOf = (place, many) => String(place).padStart(String(many).length - 1, "0");
const legible = (code) => code.match(/.{3}/g).join("-");

function codeOf(salt, label, signs) {
  const found = sha256(bytes(`passerelle code\n${salt}\n${label}`));
  const rest = Array.from(found.slice(1, 9), (byte) => signs.all[byte % signs.all.length]).join("");
  return signs.first[found[0] % signs.first.length] + rest;
}

// The panels on which this salt has a code, with both.
function placesOf(salt, record, signs) {
  const many = record.panels.length;
  return record.panels
    .map((panel, place) => ({ place, label: labelOf(place, many), code: codeOf(salt, labelOf(place, many), signs) }))
    .filter(({ place, code }) => codesOf(record.panels[place]).includes(code));
}

function personOf(salt, pairs) {
  return hex(sha256(bytes(`passerelle person\n${salt}\n${canonical(pairs)}`)));
}

// Name of a check -> whether it holds.
function verify(record, rows) {
  const many = record.panels.length;
  const codes = record.panels.flatMap(codesOf);
  return {
    check_commitment: digest(without(record, ["commitment", "pick", "drawn", "confirmations"])) === record.commitment,
    check_people: rising(record.people) && record.people.length >= record.size,
    check_panels: [10, 100, 1000].includes(many) && record.panels.every((panel) => panelHolds(record, panel)),
    check_codes: new Set(codes).size === codes.length,
    check_figures: figuresHold(record) && rulesHold(record),
    check_table: same(rows, record.panels.map((panel, place) => [labelOf(place, many), ...codesOf(panel)].join(" "))),
    check_pick: pickHolds(record),
    check_confirmations: confirmationsHold(record),
  };
}

function panelHolds(record, panel) {
  if (!record.targets) return panel.length === record.size && rising(panel);
  const seated = panel.codes.map((code, i) => `${String(panel.seats[i]).padStart(9, "0")} ${code}`);
  const sizes = record.targets.map((_, p) => panel.seats.filter((seat) => seat === p).length);
  return panel.codes.length === panel.seats.length && rising(seated) && panel.codes.length === record.size && same(sizes, record.targets.map((target) => target.size));
}

function figuresHold(record) {
  const unit = 10n ** 12n;
  const whole = (text) => BigInt(text.replace(".", ""));
  const [lowest, bound, gap, loss, stage] = ["lowest_chance", "bound", "relative_gap", "rounding_loss", "stage_gap"]
    .map((name) => whole(record[name]));
  const off = gap * bound - (bound - lowest) * unit;
  const [many, people, fewest] = [record.panels.length, record.people.length, record.fewest_panels].map(BigInt);
  const away = fewest * unit - lowest * many;
  return lowest <= bound && bound <= unit && (off < 0n ? -off : off) <= 3n * unit && stage >= bound - lowest - 3n
    && lowest * people <= BigInt(record.size) * unit
    && fewest >= 0n && fewest * people <= BigInt(record.panels.flatMap(codesOf).length)
    && (away < 0n ? -away : away) <= (loss + 3n) * many;
}

function rulesHold(record) {
  const sizes = record.targets ? record.targets.map((target) => target.size) : [record.size];
  const keys = record.quotas.map((quota) => canonical([quota.target || 0, quota.category, quota.feature]));
  const reasons = record.excluded.map((entry) => entry.reason);
  return new Set(keys).size === keys.length && new Set(record.categories).size === record.categories.length
    && sizes.every((size) => size >= 1) && sizes.reduce((sum, size) => sum + size, 0) === record.size
    && (!record.household || record.household.limit >= 1)
    && rising(reasons.map(ordered)) && record.excluded.every((entry) => entry.people >= 1)
    && record.quotas.every((quota) => record.categories.includes(quota.category)
      && (quota.target || 0) >= 0 && (quota.target || 0) < sizes.length && quota.min >= 0 && quota.min <= quota.max);
}

function pickHolds(record) {
  if (record.pick === null) return record.drawn === null;
  const many = record.panels.length;
  if (!/^[0-9]+$/.test(record.pick) || ![3, String(many).length - 1].includes(record.pick.length)) return false;
  const number = Math.floor((Number(record.pick) * many) / 10 ** record.pick.length);
  return record.drawn !== null && same(record.drawn, record.panels[number]);
}

function confirmationsHold(record) {
  const names = record.confirmations.map((entry) => entry.name);
  return new Set(names).size === names.length && record.confirmations.every((entry) =>
    entry.commitment === record.commitment && entry.scrutineers === record.scrutineers
    && entry.seal === digest(without(entry, ["seal"])));
}

// From here on: the page.
const find = (id) => document.getElementById(id);
const data = (id) => JSON.parse(find(id).textContent);

function grouped(number, language, texts) {
  return String(number).replace(/\B(?=(\d{3})+$)/g, texts.separators[language][0]);
}

// A sentence in all languages; the sheet shows the one that is chosen.
function sentence(texts, key, facts = {}) {
  const all = document.createDocumentFragment();
  for (const language of texts.languages) {
    const span = document.createElement("span");
    span.className = "t";
    span.lang = language;
    span.dir = texts.rtl.includes(language) ? "rtl" : "ltr";
    const shown = (name) => (typeof facts[name] === "number" ? grouped(facts[name], language, texts) : facts[name]);
    span.textContent = texts.words[language][key].replace(/\{(\w+)\}/g, (_, name) => shown(name));
    all.append(span);
  }
  return all;
}

function paragraph(texts, key, facts, kind = "") {
  const found = document.createElement("p");
  found.className = kind;
  found.append(sentence(texts, key, facts));
  return found;
}

function showChecks(texts, results) {
  const list = document.createElement("ul");
  list.className = "verdicts";
  for (const [name, holds] of Object.entries(results)) {
    const item = document.createElement("li");
    const verdict = document.createElement("b");
    verdict.append(sentence(texts, holds ? "good" : "bad"));
    item.className = holds ? "right" : "wrong";
    item.dataset.check = name;
    item.append(verdict, " · ", sentence(texts, name));
    list.append(item);
  }
  const good = Object.values(results).every(Boolean);
  const box = find("verdict");
  box.className = `box ${good ? "good" : "bad"}`;
  box.dataset.good = String(good);
  box.replaceChildren(paragraph(texts, good ? "all_good" : "not_good", {}, "big"), list);
}

function showPerson(texts, record) {
  const salt = find("key").value.toLowerCase().replace(/[\s-]/g, "");
  const box = find("found");
  document.querySelectorAll("#panels .mine").forEach((part) => part.classList.remove("mine"));
  find("answers").hidden = true;
  find("matched").replaceChildren();
  if (!/^[0-9a-f]{32}$/.test(salt)) return box.replaceChildren(paragraph(texts, "key_wrong"));
  const places = placesOf(salt, record, texts.signs);
  const said = [paragraph(texts, "your_panels", { panels: places.length, of: record.panels.length }, "big")];
  if (places.length < record.fewest_panels) said.push(paragraph(texts, "too_few", { fewest: record.fewest_panels }));
  if (record.drawn === null) said.push(paragraph(texts, "you_wait"));
  else {
    const mine = places.find(({ code }) => codesOf(record.drawn).includes(code));
    said.push(paragraph(texts, mine ? "you_drawn" : "you_not"));
    if (mine) said.push(paragraph(texts, "your_code", { code: legible(mine.code) }));
  }
  if (places.length) said.push(listed(texts, places));
  box.replaceChildren(...said);
  for (const { label, code } of places) {
    const row = find(`panel-${label}`);
    row.classList.add("mine");
    row.querySelectorAll("i").forEach((part) => part.classList.toggle("mine", part.textContent === legible(code)));
  }
  find("answers").hidden = false;
  return find("answers").dataset.salt = salt;
}

// As on the slip: the number of each panel with the code there.
function listed(texts, places) {
  const all = document.createElement("details"), title = document.createElement("summary");
  const list = document.createElement("ul");
  title.append(sentence(texts, "your_codes"));
  list.className = "codes";
  for (const { label, code } of places) {
    const item = document.createElement("li"), link = document.createElement("a");
    link.href = `#panel-${label}`;
    link.className = "code";
    link.textContent = `${label} ${legible(code)}`;
    item.append(link);
    list.append(item);
  }
  all.append(title, list);
  return all;
}

function showAnswers(texts, record) {
  const { salt } = find("answers").dataset;
  const pairs = record.categories.map((name, i) => [name, find(`answer-${i}`).value.trim()]);
  const sealed = record.people.includes(personOf(salt, pairs));
  find("matched").replaceChildren(paragraph(texts, sealed ? "match" : "mismatch"));
}

function start() {
  const record = data("record"), texts = data("texts");
  const rows = Array.from(document.querySelectorAll("#panels tbody tr"), (row) =>
    [row.cells[0], ...row.querySelectorAll("i")].map((part) => part.textContent.trim().replace(/-/g, "")).join(" "));
  let results;
  try { results = verify(record, rows); } catch (error) { results = { check_commitment: false }; }
  showChecks(texts, results);
  const speak = () => {
    const language = document.querySelector("input[name=lang]:checked").value;
    document.documentElement.lang = language;
    document.documentElement.dir = texts.rtl.includes(language) ? "rtl" : "ltr";
    document.title = texts.words[language].title;
  };
  document.querySelectorAll("input[name=lang]").forEach((button) => button.addEventListener("change", speak));
  speak();
  document.querySelectorAll(".scripted").forEach((part) => { part.hidden = false; });
  find("find").addEventListener("submit", (event) => { event.preventDefault(); showPerson(texts, record); });
  find("key").addEventListener("keydown", (event) => {
    if (event.key !== "Enter") return;
    event.preventDefault();
    find("find").requestSubmit();
  });
  find("answers").addEventListener("submit", (event) => { event.preventDefault(); showAnswers(texts, record); });
}
start();
