// Begins: data first, then everything that is chosen, then the charts.

const sections = {coverage: showCoverage, map: showMap, series: showSeries, conflicts: showConflicts};
const touched = { // which sections a choice changes
  language: Object.keys(sections), indicator: Object.keys(sections), coverage: ["coverage"], scheme: ["map"],
  measure: ["map"], year: ["map"], places: ["series"], kind: ["conflicts"], only: ["conflicts"],
};
let drawing = Promise.resolve();

// Takes a choice, keeps it in the address and shows what it changes.
function change(choices) {
  if ("indicator" in choices) choices = {year: null, places: null, ...choices};
  Object.assign(state, choices);
  if ("kind" in choices || "only" in choices || "indicator" in choices) listed = PAGE;
  writeState();
  if ("language" in choices) showHead();
  show(Object.keys(sections).filter(name => Object.keys(choices).some(key => touched[key].includes(name))));
}

function show(names) {
  const focused = document.activeElement;
  const again = focused?.name && focused?.value ? `input[name="${focused.name}"][value="${focused.value}"]` : null;
  if (release.indicators.length) drawing = drawing.then(() => Promise.all(names.map(name => sections[name]()))).then(() => {
    if (again && document.activeElement === document.body) document.querySelector(again)?.focus();
  });
  return drawing;
}

function showHead() {
  speak(state.language, release.words);
  const at = new Intl.DateTimeFormat(document.documentElement.lang === "vi" ? "vi-VN" : "en-GB",
    {dateStyle: "long", timeStyle: "short", timeZone: "Asia/Ho_Chi_Minh"}).format(new Date(release.release.published_at));
  byId("release").textContent = say("published", release.release.id, at);
  const numbersTold = [["figures", "figures"], ["provinces", "provinces"], ["years", "years"], ["pages", "pages"], ["conflict_count", "conflicts"]];
  byId("numbers").replaceChildren(...numbersTold.map(([word, count]) =>
    make("div", {}, make("dd", {}, spell(release.counts[count])), make("dt", {}, sayOf(word, release.counts[count])))));
  const {facts: without, sentences, since, sentences_since: from} = release.left_out;
  byId("left-out").textContent = [without > 0 && sayOf("left_out_facts", without, since),
    sentences > 0 && sayOf("left_out_sentences", sentences, from)].filter(Boolean).join(" ");
  byId("left-out").hidden = !byId("left-out").textContent;
  const groups = Map.groupBy ? Map.groupBy(release.indicators, one => one.domain)
    : release.indicators.reduce((found, one) => found.set(one.domain, [...(found.get(one.domain) ?? []), one]), new Map());
  fill(byId("indicator"), [...groups].map(([domain, inside]) => [say(domain), inside.map(one =>
    [one.row, `${named(one)} (${factsOf[one.row].length})`])]), state.indicator);
}

async function start() {
  take(await unpackRelease(byId("data").textContent));
  readState();
  startDialog();
  startHeat();
  byId("indicator").addEventListener("change", event => change({indicator: Number(event.target.value)}));
  byId("map-year").addEventListener("change", event => change({year: Number(event.target.value)}));
  byId("conflict-kind").addEventListener("change", event => change({kind: event.target.value}));
  byId("conflict-only").addEventListener("change", event => change({only: event.target.checked}));
  for (const one of document.querySelectorAll("[data-language]")) one.addEventListener("click", () => change({language: one.dataset.language}));
  for (const one of document.querySelectorAll("[data-go]")) one.addEventListener("click", event => {
    event.preventDefault();
    byId(one.dataset.go).scrollIntoView();
    byId(`${one.dataset.go}-title`).focus({preventScroll: true});
  });
  document.querySelector(".skip").addEventListener("click", event => { event.preventDefault(); byId("content").focus(); });
  const charts = {coverage: "coverage", map: "tiles", series: "lines"};
  for (const one of document.querySelectorAll("[data-chart]")) one.addEventListener("click", () => keep(charts[one.dataset.chart], one.dataset.format));
  addEventListener("hashchange", () => { readState(); showHead(); show(Object.keys(sections)); });
  showHead();
  showCoverage();
  showConflicts();
  document.head.append(make("script", {}, await unpack(byId("library").textContent)));
  await show(["map", "series"]);
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => show(["map", "series"]));
  let width = innerWidth;
  addEventListener("resize", () => { if (innerWidth !== width) { width = innerWidth; show(["map", "series"]); } });
  performance.mark("ready");
  document.documentElement.dataset.ready = "yes";
}

start().catch(error => {
  byId("left-out").hidden = false;
  byId("left-out").textContent = "DecompressionStream" in window ? String(error) : byId("too-old").textContent;
  throw error;
});
