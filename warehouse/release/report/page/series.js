// One indicator over chosen provinces: lines, and the table that has the same numbers.

// What is chosen; else the provinces of which most years are known.
function seriesPlaces() {
  if (state.places !== null) return state.places;
  const counts = new Map();
  for (const fact of comparable(state.indicator)) if (fact.status !== "target") counts.set(fact.place, (counts.get(fact.place) ?? 0) + 1);
  return [...counts.keys()].sort((one, other) => counts.get(other) - counts.get(one) || one - other).slice(0, 5);
}

async function showSeries() {
  const places = seriesPlaces(), indicator = release.indicators[state.indicator];
  const all = comparable(state.indicator).filter(fact => places.includes(fact.place));
  const shown = all.filter(isShown), best = new Set(bestOf(shown, "result").values());
  byId("series-what").replaceChildren(named(indicator), make("small", {}, ` ${unitOf(state.indicator)}`));
  showChips(places);
  const small = byId("lines").clientWidth < 480;
  const nameOf = place => named(release.places[place]) + (release.places[place].scheme === "gso34" ? " (34)" : "");
  const rows = shown.map(fact => ({
    place: nameOf(fact.place), year: fact.year, value: fact.value, status: fact.status, is_best: best.has(fact), fact: fact.row,
    label: small ? release.places[fact.place].short ?? nameOf(fact.place) : nameOf(fact.place),
    told: `${nameOf(fact.place)}, ${fact.year}: ${(sign[fact.qualifier] ?? "") + withUnit(fact.value, fact.indicator)} (${say(fact.status)})`,
  }));
  const told = {
    title: named(indicator), subtitle: unitOf(state.indicator), places: places.map(nameOf),
    actual: say("actual"), estimate: say("estimate"), target: say("target"),
    first_on_top: indicator.kind === "rank",
  };
  const wrong = all.length - shown.length;
  const breaks = release.notes.filter(note => note.indicator === indicator.code)
    .map(note => say("break_note", note.year, note[`note_${state.language}`]));
  byId("series-note").textContent = [...breaks, wrong && sayOf("doubtful_left_out", wrong)].filter(Boolean).join(" ");
  byId("series-table").replaceChildren(seriesTable(places, all, nameOf));
  await draw(byId("lines"), "series", rows, told, spec => {
    spec.width = byId("lines").clientWidth - 8;
    if (small) { spec.height = 280; spec.padding.right = 40; }
    return spec;
  }, datum => { if (datum.fact !== undefined) open(() => factView(release.allFacts[datum.fact])); });
  drawn.lines.rows = rows.map(row => ({...row, label: row.place}));
}

function showChips(places) {
  byId("chips").replaceChildren(...places.map((place, at) => make("li", {class: `chip c${at}`},
    make("span", {}, named(release.places[place]), release.places[place].scheme === "gso34" ? " (34)" : ""),
    make("button", {type: "button", "aria-label": say("remove", named(release.places[place])), click: () => {
      change({places: places.filter(one => one !== place)});
      (byId("chips").querySelector("button") ?? byId("add")).focus();
    }}, "✕"))));
  const known = new Set(comparable(state.indicator).map(fact => fact.place));
  const offered = scheme => placesOf(scheme).map(place => release.places.indexOf(place)).filter(place => known.has(place) && !places.includes(place))
    .map(place => [place, named(release.places[place])]);
  fill(byId("add"), [["", say("choose")], ...["gso63", "gso34"].map(scheme => [say(scheme), offered(scheme)]).filter(([, inside]) => inside.length)], "");
  byId("add").disabled = places.length >= LINES;
  byId("add").title = places.length >= LINES ? say("most_provinces", LINES) : "";
  byId("add").onchange = event => change({places: [...places, Number(event.target.value)]});
}

function seriesTable(places, facts, nameOf) {
  const years = [...new Set(facts.map(fact => fact.year))].sort((one, other) => other - one);
  if (!years.length) return make("p", {class: "quiet"}, say("no_values"));
  return make("table", {class: "plain series"},
    make("thead", {}, make("tr", {}, make("th", {scope: "col"}, say("year")), ...places.map(place => make("th", {scope: "col", class: "n"}, nameOf(place))))),
    make("tbody", {}, ...years.map(year => make("tr", {}, make("th", {scope: "row"}, String(year)), ...places.map(place =>
      make("td", {class: "n"}, ...facts.filter(fact => fact.place === place && fact.year === year).sort(byStatus)
        .map(fact => make("span", {class: "one"}, numberButton(fact), make("span", {class: `mark ${fact.status}`, title: say(fact.status), "aria-hidden": "true"})))))))));
}
