// Words, numbers and elements: the only way text gets into the page, and always as text.
"use strict";

const byId = id => document.getElementById(id);
let words = {};
let numbers = new Intl.NumberFormat("vi-VN", {maximumFractionDigits: 4});

// The text of a key, with values put in for each {}.
const say = (key, ...values) => {
  let place = 0;
  return (words[key] ?? key).replaceAll("{}", () => String(values[place++]));
};
// The same for so many things; the number is the first value.
const sayOf = (key, count, ...values) => say(count === 1 && `${key}_one` in words ? `${key}_one` : key, spell(count), ...values);
const spell = value => value === null ? "–" : numbers.format(value);

// A short number for a tile: 1.2 million becomes 1,2 tr or 1.2M.
let brief = new Intl.NumberFormat("vi-VN", {notation: "compact", maximumSignificantDigits: 3});

// An element; attributes that are functions listen, children are elements or text.
function make(name, attributes = {}, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (typeof value === "function") made.addEventListener(key, value);
    else if (value === true) made.setAttribute(key, "");
    else if (value !== false && value !== null && value !== undefined) made.setAttribute(key, value);
  }
  made.append(...children.filter(child => child !== null && child !== undefined && child !== false));
  return made;
}

function speak(language, told) {
  words = told[language];
  document.documentElement.lang = language;
  const locale = language === "vi" ? "vi-VN" : "en-GB";
  numbers = new Intl.NumberFormat(locale, {maximumFractionDigits: 4});
  brief = new Intl.NumberFormat(locale, {notation: "compact", maximumSignificantDigits: 3});
  document.title = words.title;
  for (const one of document.querySelectorAll("[data-word]")) one.textContent = say(one.dataset.word);
  for (const one of document.querySelectorAll("[data-word-label]"))
    one.setAttribute("aria-label", say(one.dataset.wordLabel));
  for (const one of document.querySelectorAll("[data-language]"))
    one.setAttribute("aria-pressed", String(one.dataset.language === language));
}

// A few radio buttons; `chosen` is told which was taken.
function choice(field, legend, options, current, chosen) {
  field.replaceChildren(make("legend", {}, legend), ...options.map(([value, text, disabled]) =>
    make("label", {}, make("input", {
      type: "radio", name: field.id, value, checked: value === current, disabled: Boolean(disabled), change: () => chosen(value),
    }), make("span", {}, text))));
}

// Fills a select; options are [value, text], or [heading, [[value, text], …]] for a group.
function fill(select, options, current) {
  const option = ([value, text]) => make("option", {value, selected: String(value) === String(current)}, text);
  select.replaceChildren(...options.map(([value, inside]) => Array.isArray(inside)
    ? make("optgroup", {label: value}, ...inside.map(option)) : option([value, inside])));
}
