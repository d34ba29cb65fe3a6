// The tile map and the table beside it: one indicator, one year, the 63 or the 34.

// The values of the map: [place, fact or unit or null].
function mapValues(year) {
  const found = new Map();
  if (state.scheme === "gso34") {
    for (const unit of release.allUnits)
      if (unit.indicator === state.indicator && unit.year === year && unit.measure === state.measure) found.set(unit.place, unit);
  } else {
    for (const fact of bestOf(comparable(state.indicator), state.measure).values())
      if (fact.year === year) found.set(fact.place, fact);
  }
  return placesOf(state.scheme).map(place => [place, found.get(release.places.indexOf(place)) ?? null]);
}

function mapYears() {
  const years = state.scheme === "gso34"
    ? release.allUnits.filter(unit => unit.indicator === state.indicator && unit.measure === state.measure && unit.value !== null)
    : [...bestOf(comparable(state.indicator), state.measure).values()].filter(fact => release.places[fact.place].scheme === "gso63");
  const counts = new Map();
  for (const {year} of years) counts.set(year, (counts.get(year) ?? 0) + 1);
  return counts;
}

// The year that is chosen; else the one with the most values, the latest of those.
function mapYear(counts) {
  if (counts.has(state.year)) return state.year;
  return [...counts.keys()].sort((one, other) => counts.get(other) - counts.get(one) || other - one)[0] ?? null;
}

const openUnit = one => open(() => one.measure ? unitView(one) : factView(one));
// Plainly wrong values would take all colours for themselves.
const isShown = one => one !== null && one.value !== null && one.quality !== "error";

async function showMap() {
  const counts = mapYears(), year = mapYear(counts), values = mapValues(year);
  const years = [...counts.keys()].sort((one, other) => one - other);
  choice(byId("map-scheme"), say("scheme"), [["gso63", say("gso63")], ["gso34", say("gso34")]], state.scheme, scheme => change({scheme, year: null}));
  choice(byId("map-measure"), say("measure"), [["result", say("result")], ["target", say("target")]], state.measure, measure => change({measure, year: null}));
  fill(byId("map-year"), years.map(one => [one, `${one} (${counts.get(one)})`]), year);
  for (const [id, step] of [["earlier", -1], ["later", 1]]) {
    const next = years[years.indexOf(year) + step];
    byId(id).disabled = next === undefined;
    byId(id).onclick = () => change({year: next});
  }
  const indicator = release.indicators[state.indicator];
  const title = `${named(indicator)}, ${year ?? "–"}`;
  byId("map-what").replaceChildren(title, make("small", {}, ` ${unitOf(state.indicator)} · ${say(state.measure)}`));
  showRanked(values);
  const small = byId("tiles").clientWidth < 480;
  const rows = values.map(([place, one]) => mapRow(place, one, small));
  const told = {title, subtitle: `${unitOf(state.indicator)} · ${say(state.measure)} · ${say(state.scheme)}`, cursor: "default", small};
  await draw(byId("tiles"), "tiles", rows, told, spec => {
    const across = 1 + Math.max(...rows.map(row => row.column));
    const step = Math.min(76, Math.floor((byId("tiles").clientWidth - 12) / across));
    spec.width = {step};
    spec.height = {step: small ? Math.min(40, Math.round(step * 0.8)) : 40};
    return spec;
  }, datum => { const one = values.find(([place]) => place.code === datum.code)?.[1]; if (one) openUnit(one); });
  drawn.tiles.rows = values.map(([place, one]) => mapRow(place, one, false));
  drawn.tiles.told = {...told, small: false};
}

function mapRow(place, one, small) {
  const value = isShown(one) ? one.value : null;
  const parts = one && one.value === null ? `${one.n_parts_known}/${one.n_parts}` : "";
  const lines = named(place).length > 12 ? halves(named(place)) : [named(place)];
  return {
    code: place.code, column: place.across, row: place.down, label: small ? place.short : lines.join("\n"), lines: lines.length,
    shown: small ? "" : value === null ? parts : brief.format(value), value,
    told: value === null ? "" : `${named(place)}: ${(sign[one.qualifier] ?? "") + withUnit(value, one.indicator)} (${say(one.status)})`,
  };
}

// A long name on two lines, parted at the space next to its middle.
function halves(name) {
  const spaces = [...name.matchAll(/ /g)].map(found => found.index);
  const at = spaces.sort((one, other) => Math.abs(one - name.length / 2) - Math.abs(other - name.length / 2))[0];
  return at === undefined ? [name] : [name.slice(0, at), name.slice(at + 1)];
}

// In order of the values, the better ones first where one is better; places are told by mart_ranking.
function showRanked(values) {
  const better = release.indicators[state.indicator].direction === "less" ? -1 : 1;
  const known = values.filter(([, one]) => one !== null && one.value !== null)
    .sort(([, one], [, other]) => isShown(other) - isShown(one) || better * (other.value - one.value));
  const parts = values.filter(([, one]) => one !== null && one.value === null);
  const without = values.filter(([, one]) => one === null).map(([place]) => named(place));
  byId("ranked").replaceChildren(known.length + parts.length ? make("table", {class: "plain"},
    make("thead", {}, make("tr", {}, make("th", {scope: "col"}, say("province")),
      make("th", {scope: "col", class: "n"}, say("value")), make("th", {scope: "col"}, say("status")))),
    make("tbody", {}, ...known.map(([place, one]) => make("tr", {},
      make("th", {scope: "row"}, named(place)), make("td", {class: "n"}, unitButton(one)), make("td", {}, tag(one.status)))),
    ...parts.map(([place, one]) => make("tr", {}, make("th", {scope: "row"}, named(place)),
      make("td", {colspan: 2, class: "n"}, make("button", {type: "button", class: "number", click: () => openUnit(one)}, say("incomplete", one.n_parts_known, one.n_parts)))))))
    : make("p", {class: "quiet"}, say("no_values")));
  const wrong = known.filter(([, one]) => !isShown(one)).length;
  byId("map-unknown").textContent = [
    without.length && known.length ? `${say("unknown")} ${without.join(", ")}.` : "", wrong ? sayOf("doubtful_left_out", wrong) : ""].join(" ");
}

const unitButton = one => one.measure ? make("button", {
  type: "button", class: "number", click: () => openUnit(one),
  "aria-label": `${spell(one.value)} ${unitOf(one.indicator)}, ${named(release.places[one.place])}, ${one.year}. ${say("open_evidence")}`,
}, (sign[one.qualifier] ?? "") + spell(one.value)) : numberButton(one);
