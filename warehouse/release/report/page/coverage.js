// The heat map: one table for eyes, keyboard and screen reader. Empty cells are no buttons.

const STEPS = [1, 3, 6, 11, 21]; // indicators with a result: where each colour begins
const KNOWN = {actual: [5, "●"], estimate: [3, "◐"], part: [2, "◔"], target: [1, "○"]};

// Level of colour (0 to 5), what the cell shows and what it tells, or null.
function cellOf(place, year) {
  const stated = cells.get(`${place} ${year}`) ?? [];
  const known = stated.filter(isKnown);
  if (state.coverage === "all") {
    const count = new Set(known.filter(fact => ["actual", "estimate"].includes(fact.status) && release.indicators[fact.indicator].is_core)
      .map(fact => fact.indicator)).size;
    if (!stated.length) return null;
    return {level: STEPS.filter(step => count >= step).length, text: String(count), told: sayOf("n_indicators", count)};
  }
  const best = known.filter(fact => fact.indicator === state.indicator).sort(byStatus)[0];
  if (!best) return null;
  const [level, text] = KNOWN[best.status];
  return {level, text, told: `${say(best.status)} ${withUnit(best.value, best.indicator)}`, fact: best};
}

function showCoverage() {
  choice(byId("coverage-of"), say("coverage_of"), [["all", say("coverage_all")], ["one", say("coverage_one")]],
    state.coverage, value => change({coverage: value}));
  const title = state.coverage === "all" ? say("coverage_title_all") : named(release.indicators[state.indicator]);
  byId("coverage-what").textContent = title;
  const rows = [];
  const regions = Map.groupBy ? Map.groupBy(placesOf("gso63"), place => place.region_vi) : grouped(placesOf("gso63"));
  const bodies = [...regions.values()].map(places => make("tbody", {},
    make("tr", {class: "region"}, make("th", {colspan: release.years.length + 1, scope: "rowgroup"},
      make("span", {}, places[0][`region_${state.language}`]))),
    ...places.map(place => heatRow(place, rows))));
  byId("heat").replaceChildren(
    make("caption", {class: "unseen"}, say("coverage_table")),
    make("thead", {}, make("tr", {}, make("th", {scope: "col"}, say("province")),
      ...release.years.map(year => make("th", {scope: "col"}, String(year))))),
    ...bodies);
  byId("heat").querySelector("button")?.setAttribute("tabindex", "0");
  const levels = legendOf();
  byId("coverage-legend").replaceChildren(...levels.map(([level, text, symbol]) =>
    make("li", {}, make("span", {class: `swatch l${level}`, "aria-hidden": "true"}, symbol ?? ""), ` ${text}`)));
  drawn.coverage = {name: "coverage", rows, told: {
    title, subtitle: `${say("title")} · ${release.release.id}`, shown: levels.map(([level]) => level),
    levels: Object.fromEntries(levels.map(([level, text, symbol]) => [level, symbol ? `${symbol} ${text}` : text])),
  }};
}

const grouped = places => places.reduce((found, place) =>
  found.set(place.region_vi, [...(found.get(place.region_vi) ?? []), place]), new Map());

function heatRow(place, rows) {
  const at = release.places.indexOf(place);
  return make("tr", {}, make("th", {scope: "row"}, named(place)), ...release.years.map(year => {
    const cell = cellOf(at, year);
    rows.push({place: named(place), year, level: cell?.level ?? 0, text: cell?.text ?? ""});
    if (!cell) return make("td", {});
    return make("td", {}, make("button", {
      type: "button", tabindex: -1, class: `l${cell.level}`, "aria-label": `${named(place)}, ${year}: ${cell.told}`,
      click: () => open(() => cell.fact ? factView(cell.fact) : cellView(at, year)),
    }, cell.text));
  }));
}

function legendOf() {
  if (state.coverage === "one") return [
    [5, say("value_known"), "●"], [3, say("estimate_only"), "◐"], [2, say("part_year_only"), "◔"], [1, say("target_only"), "○"], [0, say("nothing")]];
  return STEPS.map((step, place) => [place + 1, STEPS[place + 1] ? (STEPS[place + 1] - step > 1 ? `${step}–${STEPS[place + 1] - 1}` : `${step}`) : `≥ ${step}`]).reverse()
    .concat([[0, say("nothing")]]);
}

// Arrow keys go to the next cell with something in it; the table is one stop of the Tab key.
function startHeat() {
  const steps = {ArrowLeft: [0, -1], ArrowRight: [0, 1], ArrowUp: [-1, 0], ArrowDown: [1, 0], Home: [0, -Infinity], End: [0, Infinity]};
  byId("heat").addEventListener("keydown", event => {
    const step = steps[event.key], from = event.target.closest("td");
    if (!step || !from) return;
    event.preventDefault();
    const rows = [...byId("heat").querySelectorAll("tbody tr:not(.region)")];
    const next = nextCell(rows, rows.indexOf(from.parentElement), from.cellIndex, step);
    if (!next) return;
    event.target.tabIndex = -1;
    next.tabIndex = 0;
    next.focus();
  });
}

function nextCell(rows, row, column, [down, right]) {
  const width = release.years.length;
  if (!Number.isFinite(right)) {
    const all = rows[row].querySelectorAll("button");
    return right < 0 ? all[0] : all[all.length - 1];
  }
  for (row += down, column += right; row >= 0 && row < rows.length && column >= 1 && column <= width; row += down, column += right) {
    const found = rows[row].cells[column].querySelector("button");
    if (found) return found;
  }
  return null;
}
