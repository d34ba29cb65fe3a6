// The release as the page got it: columns of numbers, made into rows when they are asked for.

const STATUSES = ["actual", "estimate", "part", "target"]; // the first that is there is what a cell shows
let release; // all of it
let factsOf = []; // facts by indicator
let cells = new Map(); // "place year" to facts, provinces of the 63 only
let rivalsOf = new Map(); // chosen figure to its conflicts

async function unpack(packed) {
  const letters = atob(packed), bytes = new Uint8Array(letters.length);
  for (let at = 0; at < letters.length; at++) bytes[at] = letters.charCodeAt(at);
  return new Response(new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"))).text();
}

// The rows of a table; numbers that stand for words become words again.
function rowsOf(table) {
  const rows = (table.year ?? table.code).map((_, row) => ({row}));
  for (const [name, column] of Object.entries(table)) {
    if (name === "words") continue;
    const words = table.words?.[name];
    for (const one of rows) one[name] = words ? words[column[one.row]] : column[one.row];
  }
  return rows;
}

// What was packed in parts: the release without its sentences, then those of each year, the latest first.
async function unpackRelease(packed) {
  const [told, ...parts] = (await Promise.all(packed.split(" ").map(unpack))).map(part => JSON.parse(part));
  const figures = told.figures;
  for (const name of ["sentence", "start", "length", "is_cut"]) figures[name] = [];
  told.sentences = parts.flatMap(part => part.words);
  for (const part of parts) part.figure.forEach((figure, row) => {
    for (const name of ["sentence", "start", "length", "is_cut"]) figures[name][figure] = part[name][row];
  });
  told.left_out.sentences = figures.id.length - parts.reduce((sum, part) => sum + part.figure.length, 0);
  told.left_out.sentences_since = parts.at(-1)?.year ?? told.years.at(-1) + 1;
  return told;
}

function take(told) {
  release = told;
  release.places = rowsOf(told.places);
  release.indicators = rowsOf(told.indicators);
  release.allFacts = rowsOf(told.facts);
  release.allUnits = rowsOf(told.units34);
  release.allConflicts = rowsOf(told.conflicts);
  release.notes = rowsOf(told.notes);
  factsOf = release.indicators.map(() => []);
  for (const fact of release.allFacts) {
    factsOf[fact.indicator].push(fact);
    if (release.places[fact.place].scheme !== "gso63") continue;
    const key = `${fact.place} ${fact.year}`;
    if (!cells.has(key)) cells.set(key, []);
    cells.get(key).push(fact);
  }
  for (const conflict of release.allConflicts) {
    if (!rivalsOf.has(conflict.chosen_figure)) rivalsOf.set(conflict.chosen_figure, []);
    rivalsOf.get(conflict.chosen_figure).push(conflict);
  }
}

const named = thing => thing[state.language] ?? thing.vi;
const unitOf = indicator => release.indicators[indicator][`unit_${state.language}`];
const placesOf = scheme => release.places.filter(place => place.scheme === scheme);
const byStatus = (one, other) => STATUSES.indexOf(one.status) - STATUSES.indexOf(other.status);
const isWhole = fact => fact.level === null || fact.level === undefined;
const isKnown = fact => isWhole(fact) && fact.quality !== "error"; // as mart_coverage counts

// The facts of an indicator that may be set side by side: of the whole province, not of part of a year.
const comparable = indicator => factsOf[indicator].filter(fact => isWhole(fact) && fact.status !== "part");

// One fact for each place and year: an actual value before an estimate, or the target.
function bestOf(facts, measure) {
  const best = new Map();
  for (const fact of facts) {
    if ((fact.status === "target") !== (measure === "target")) continue;
    const key = `${fact.place} ${fact.year}`;
    if (!best.has(key) || byStatus(fact, best.get(key)) < 0) best.set(key, fact);
  }
  return best;
}

const periodOf = code => code === "year" ? say("year_period")
  : /^\d+m$/.test(code ?? "") ? sayOf("months", parseInt(code, 10)) : say(code);
const withUnit = (value, indicator) => {
  const unit = unitOf(indicator);
  return spell(value) + (unit === "%" ? "%" : ` ${unit}`);
};
const sign = {exact: "", approx: "≈ ", at_least: "≥ ", at_most: "≤ "};
