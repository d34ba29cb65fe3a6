// Conflicts: the value that was chosen and its rival, each with its sentence.

const PAGE = 10;
let listed = PAGE;

function showConflicts() {
  const kinds = ["different", "unit_slip", "rounding"];
  fill(byId("conflict-kind"), [["all", say("all_kinds")], ...kinds.map(kind => [kind, say(kind)])], state.kind);
  byId("conflict-only").checked = state.only;
  const found = release.allConflicts.filter(conflict =>
    (state.kind === "all" || conflict.kind === state.kind) && (!state.only || conflict.indicator === state.indicator));
  byId("conflict-count").textContent = sayOf("n_conflicts", found.length)
    + (release.left_out.conflicts > 0 ? ` · ${sayOf("left_out_conflicts", release.left_out.conflicts)}` : "");
  byId("pairs").replaceChildren(...found.slice(0, listed).map(pair));
  const rest = Math.min(PAGE, found.length - listed);
  byId("more").hidden = rest <= 0;
  byId("more").textContent = say("more", rest);
  byId("more").onclick = () => {
    const first = listed;
    listed += PAGE;
    showConflicts();
    byId("pairs").children[first]?.querySelector("h3").focus();
  };
}

function pair(conflict) {
  const percent = new Intl.NumberFormat(document.documentElement.lang, {style: "percent", maximumSignificantDigits: 2});
  return make("li", {class: "pair"},
    make("h3", {tabindex: -1}, named(release.indicators[conflict.indicator])),
    make("p", {class: "what"}, `${named(release.places[conflict.place])} · ${conflict.year} · ${say(conflict.status)} · ${periodOf(conflict.period)} `,
      make("span", {class: `tag ${conflict.kind}`}, say(conflict.kind)), " ",
      make("span", {class: "quiet"}, say("difference", percent.format(conflict.relative_difference)))),
    make("div", {class: "sides"}, side(conflict, "chosen"), side(conflict, "rival")));
}

function side(conflict, which) {
  const figure = conflict[`${which}_figure`], value = conflict[`${which}_value`];
  const fact = {...conflict, figure, value, qualifier: conflict[`${which}_qualifier`], quality: null, n_figures: 1};
  return make("div", {class: `side ${which}`},
    make("p", {class: "side-name"}, say(which)),
    make("p", {class: "value"}, numberButton(fact), " ", make("small", {}, unitOf(conflict.indicator))),
    figure === null ? make("p", {class: "notice"}, say("no_figure")) : sentence(figure),
    figure !== null && origin(figure));
}
