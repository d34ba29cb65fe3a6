// What is chosen, kept in the fragment of the address: a view can be shared. Choices make no history: back leaves the page.

const state = {language: "vi", indicator: null, coverage: "all", scheme: "gso63", measure: "result", year: null, places: null, kind: "all", only: false};
const LINES = 8; // colours that can be told apart

// Takes from the fragment what the release knows; all else is left as it is by default.
function readState() {
  const told = new URLSearchParams(location.hash.slice(1));
  const one = (name, allowed, otherwise) => allowed.includes(told.get(name)) ? told.get(name) : otherwise;
  const codes = release.indicators.map(indicator => indicator.code);
  state.language = one("lang", ["vi", "en"], "vi");
  state.indicator = codes.indexOf(one("indicator", codes, codes[fullest()]));
  state.coverage = one("coverage", ["all", "one"], "all");
  state.scheme = one("provinces", ["gso63", "gso34"], "gso63");
  state.measure = one("values", ["result", "target"], "result");
  state.year = /^\d{4}$/.test(told.get("year") ?? "") ? Number(told.get("year")) : null;
  const chosen = told.get("series")?.split(",").map(name =>
    release.places.findIndex(place => `${place.scheme}-${place.code}` === name)).filter(place => place >= 0);
  state.places = chosen ? [...new Set(chosen)].slice(0, LINES) : null;
  state.kind = one("conflicts", ["different", "unit_slip", "rounding"], "all");
  state.only = told.get("only") === "1";
}

function writeState() {
  const told = new URLSearchParams({lang: state.language});
  if (release.indicators.length) told.set("indicator", release.indicators[state.indicator].code);
  if (state.coverage !== "all") told.set("coverage", state.coverage);
  if (state.scheme !== "gso63") told.set("provinces", state.scheme);
  if (state.measure !== "result") told.set("values", state.measure);
  if (state.year !== null) told.set("year", state.year);
  if (state.places !== null)
    told.set("series", state.places.map(at => `${release.places[at].scheme}-${release.places[at].code}`).join(","));
  if (state.kind !== "all") told.set("conflicts", state.kind);
  if (state.only) told.set("only", "1");
  history.replaceState(null, "", `#${told}`);
}

// The indicator with the most values that may be set side by side.
function fullest() {
  let best = 0, most = -1;
  release.indicators.forEach((_, indicator) => {
    const count = comparable(indicator).length;
    if (count > most) [best, most] = [indicator, count];
  });
  return best;
}
