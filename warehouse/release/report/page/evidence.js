// The dialog: what stands behind a number. Escape closes it, and the focus goes back to the number.

const shown = []; // views one over the other; the last is seen

function open(view) {
  shown.push(view);
  look();
  const dialog = byId("evidence");
  if (!dialog.open) dialog.showModal();
  byId("evidence-title").focus({preventScroll: true});
}

function look() {
  const [heading, ...body] = shown.at(-1)();
  heading.id = "evidence-title";
  heading.tabIndex = -1;
  byId("evidence").replaceChildren(
    make("div", {class: "dialog-bar"},
      shown.length > 1 && make("button", {type: "button", class: "quiet back", click: () => { shown.pop(); look(); byId("evidence-title").focus(); }}, `‹ ${say("back")}`),
      make("button", {type: "button", class: "quiet close", click: () => byId("evidence").close()}, say("close"), " ✕")),
    heading, ...body);
  byId("evidence").scrollTop = 0;
}

function startDialog() {
  const dialog = byId("evidence");
  dialog.addEventListener("close", () => { shown.length = 0; });
  dialog.addEventListener("click", event => { if (event.target === dialog) dialog.close(); });
}

// A number that opens its evidence.
const numberButton = (fact, text) => make("button", {
  type: "button", class: `number ${fact.quality ?? ""}`, "data-figure": fact.figure === null ? null : release.figures.id[fact.figure],
  "aria-label": `${text ?? spell(fact.value)} ${unitOf(fact.indicator)}, ${named(release.places[fact.place])}, ${fact.year}, ${say(fact.status)}. ${say("open_evidence")}`,
  click: () => open(() => factView(fact)),
}, (sign[fact.qualifier] ?? "") + (text ?? spell(fact.value)));

const tag = status => make("span", {class: `tag ${status}`}, say(status));
const facts = pairs => make("dl", {class: "facts"}, ...pairs.filter(Boolean).flatMap(([name, value]) =>
  [make("dt", {}, name), make("dd", {}, value)]));

function factView(fact) {
  const figures = release.figures, at = fact.figure;
  const rivals = rivalsOf.get(at) ?? [];
  return [
    make("h2", {class: "big"}, (sign[fact.qualifier] ?? "") + withUnit(fact.value, fact.indicator)),
    make("p", {class: "what"}, make("b", {}, named(release.indicators[fact.indicator])), make("br"),
      `${named(release.places[fact.place])} · ${fact.year} `, tag(fact.status)),
    Boolean(fact.is_corrected) && make("p", {class: "notice"}, say("corrected_fact"), fact.reason && ` ${say("why", fact.reason)}`),
    at === null ? make("p", {class: "notice"}, say("no_figure")) : sentence(at),
    at !== null && origin(at),
    facts([
      [say("period"), periodOf(fact.period)],
      fact.qualifier && fact.qualifier !== "exact" && [say("qualifier"), say(fact.qualifier)],
      !isWhole(fact) && [say("level"), say(`level_${fact.level}`)],
      fact.n_figures > 1 && [say("others"), agreementOf(fact, rivals)],
      fact.quality && fact.quality !== "ok" && [say("quality"), make("b", {class: "doubt"}, say(fact.quality))],
      at !== null && figures.review[at] === "corrected" && [say("evidence"), say("corrected", spell(figures.stated[at]), figures.reason[at] ?? "–")],
      at !== null && figures.review[at] === "accepted" && [say("evidence"), say("accepted")],
      ...at !== null ? readingOf(at) : [],
    ]),
    rivals.length > 0 && make("h3", {}, say("rivals")),
    ...rivals.map(conflict => make("div", {class: "side"},
      make("p", {class: "value"}, (sign[conflict.rival_qualifier] ?? "") + withUnit(conflict.rival_value, conflict.indicator)),
      conflict.rival_figure !== null && sentence(conflict.rival_figure),
      conflict.rival_figure !== null && origin(conflict.rival_figure))),
  ].filter(Boolean);
}

// Agreement is said of all figures only when each of them says the very same.
function agreementOf(fact, rivals) {
  if (fact.n_stated < fact.n_figures || rivals.length) return say("agree_some", fact.n_stated, fact.n_figures);
  return fact.n_sources === 1 ? say("agree_one", fact.n_figures) : say("agree", fact.n_figures, fact.n_sources);
}

const confidence = value => make("span", {},
  make("meter", {min: 0, max: 1, low: 0.5, optimum: 1, value, "aria-label": say("confidence")}), ` ${spell(value)}`);

// The words of a page, apart from ours in direction and language, with the number marked if its place is sure.
function sentence(at) {
  const figures = release.figures, words = release.sentences[figures.sentence[at]];
  if (words === undefined) return make("p", {class: "notice"}, say("sentence_left_out", figures.id[at]));
  const from = figures.start[at], to = from + figures.length[at];
  return make("div", {class: "said"},
    make("blockquote", {lang: "vi"}, make("bdi", {dir: "auto"},
      words.slice(0, from), to > from && make("mark", {}, make("bdi", {}, words.slice(from, to))), words.slice(to))),
    Boolean(figures.is_cut[at]) && make("p", {class: "quiet"}, say("sentence_cut")));
}

function origin(at) {
  const documents = release.documents, row = release.figures.document[at];
  const title = make("bdi", {lang: "vi"}, documents.title[row] ?? say("untitled"));
  const address = webAddress(documents.url[row]);
  const day = documents.published[row];
  return make("p", {class: "origin"},
    address ? make("a", {href: address.href, target: "_blank", rel: "noopener noreferrer nofollow"}, title) : title,
    make("span", {class: "quiet"}, ` ${address ? address.host : `(${say("no_link")})`} · `,
      day ? say("published_on", new Intl.DateTimeFormat(state.language === "vi" ? "vi-VN" : "en-GB", {timeZone: "UTC", dateStyle: "long"}).format(new Date(`${day}T00:00:00Z`))) : say("undated")));
}

// Checked once more where it becomes a link.
function webAddress(text) {
  if (!text) return null;
  try {
    const address = new URL(text);
    return ["http:", "https:"].includes(address.protocol) ? address : null;
  } catch { return null; }
}

// A value of today's unit: stated by a source, or made of its former provinces.
function unitView(unit) {
  const place = release.places[unit.place];
  const parts = placesOf("gso63").filter(part => part.successor === place.code);
  const best = bestOf(comparable(unit.indicator), unit.measure);
  return [
    make("h2", {class: "big"}, unit.value === null ? "–" : (sign[unit.qualifier] ?? "") + withUnit(unit.value, unit.indicator)),
    make("p", {class: "what"}, make("b", {}, named(release.indicators[unit.indicator])), make("br"),
      `${named(place)} · ${unit.year} `, tag(unit.status)),
    unit.figure !== null && sentence(unit.figure),
    unit.figure !== null && origin(unit.figure),
    facts([
      [say("basis"), say(unit.basis)],
      unit.period && [say("period"), periodOf(unit.period)],
      [say("parts"), say("incomplete", unit.n_parts_known, unit.n_parts)],
      ...unit.basis === "stated" && unit.figure !== null ? readingOf(unit.figure) : [],
    ]),
    unit.basis !== "stated" && make("ul", {class: "list"}, ...parts.map(part => {
      const fact = best.get(`${release.places.indexOf(part)} ${unit.year}`);
      return make("li", {}, make("span", {}, named(part), fact && make("small", {class: "quiet part"}, aboutPart(fact))), fact ? numberButton(fact) : make("span", {class: "quiet"}, "–"));
    })),
  ].filter(Boolean);
}

// How sure a reading is, and its id.
const readingOf = at => [
  [say("confidence"), confidence(release.figures.confidence[at])],
  [say("figure_id"), make("code", {}, release.figures.id[at])]];

// What a part brings to the unit, in one line.
const aboutPart = fact => [
  periodOf(fact.period), fact.quality && fact.quality !== "ok" && say(fact.quality),
  fact.figure !== null && `${say("confidence")} ${spell(release.figures.confidence[fact.figure])}`,
  fact.figure !== null && release.figures.id[fact.figure]].filter(Boolean).join(" · ");

// All that is known of a province and year.
function cellView(place, year) {
  const known = [...(cells.get(`${place} ${year}`) ?? [])].sort((one, other) => one.indicator - other.indicator || byStatus(one, other));
  return [
    make("h2", {}, `${named(release.places[place])} · ${year}`),
    make("ul", {class: "list"}, ...known.map(fact => make("li", {},
      make("span", {}, named(release.indicators[fact.indicator]), " ", tag(fact.status)),
      make("span", {class: "amount"}, numberButton(fact), " ", make("small", {}, unitOf(fact.indicator)))))),
  ];
}
