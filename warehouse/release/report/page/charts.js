// Charts: a spec of the release filled with rows, drawn by Vega in the page, or as a picture to keep.

const drawn = {}; // by chart: what to draw it from again as a picture

function filled(name, rows, told, look) {
  const spec = structuredClone(release.specs[name]);
  const looks = release.specs.looks;
  spec.params[0].value = told;
  spec.params[1].value = looks[look].params;
  spec.datasets = {rows};
  const both = looks.both, own = looks[look].config;
  spec.config = {...both, ...own, locale: {number: release.locale[state.language]}};
  for (const part of ["axis", "legend", "title"]) spec.config[part] = {...both[part], ...own[part]};
  return spec;
}

const options = {
  ast: true, // no code is made of expressions: the policy forbids it
  actions: false, defaultStyle: false, renderer: "svg",
  tooltip: false, // its own would bring a style
  logLevel: 1, // errors only: a layer without rows is no reason to warn
  patch: vega => { // Vega-Lite loses that a legend of classes has symbols
    for (const legend of vega.legends ?? []) legend.type ??= "symbol";
    return vega;
  },
};
const isDark = () => matchMedia("(prefers-color-scheme: dark)").matches;

// Draws a chart into an element. `shape` changes its size, `opened` gets the datum that was clicked.
async function draw(at, name, rows, told, shape, opened) {
  drawn[at.id] = {name, rows, told};
  const spec = shape(filled(name, rows, told, isDark() ? "dark" : "light"));
  delete spec.title; // the heading above has it
  at.view?.finalize();
  const embedded = await vegaEmbed(at, spec, {
    ...options, tooltip: showTold,
  });
  at.view = embedded.view;
  embedded.view.addEventListener("click", (_, item) => item?.datum && opened(item.datum));
}

// The words beside the pointer; they are in the table as well.
function showTold(_, event, __, told) {
  const box = byId("told");
  box.hidden = told === null || told === undefined || told === "";
  if (box.hidden) return;
  box.textContent = String(told);
  const wide = box.getBoundingClientRect();
  box.style.left = `${Math.max(4, Math.min(event.clientX + 14, innerWidth - wide.width - 4))}px`;
  box.style.top = `${Math.max(4, Math.min(event.clientY + 14, innerHeight - wide.height - 4))}px`;
}

// A picture of what is shown, on white paper, with its title.
async function keep(id, format) {
  if (!drawn[id] || !window.vegaEmbed) return; // nothing to keep yet
  const {name, rows, told} = drawn[id];
  const {view} = await vegaEmbed(document.createElement("div"), filled(name, rows, told, "light"), options);
  const blob = format === "svg"
    ? new Blob([await view.toSVG()], {type: "image/svg+xml"})
    : await new Promise(async done => (await view.toCanvas(2)).toBlob(done));
  view.finalize();
  const link = make("a", {href: URL.createObjectURL(blob), download: `${fileName(told.title)}.${format}`});
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}

// A title as the name of a file, in plain letters.
const fileName = title => title.normalize("NFD").replace(/[\u0300-\u036f]/g, "").replace(/đ/gi, "d")
  .replace(/[^a-zA-Z0-9]+/g, "-").replace(/^-|-$/g, "").toLowerCase().slice(0, 80);
