// What the form holds, and putting it back.

import { replace } from "./area.js";

const NOT_TYPED = new Set(["csrf", "version", "revision", "over"]);

// {name: [values]} of all that a clerk can type or choose.
export function valuesOf(form) {
  const values = {};
  for (const [name, value] of new FormData(form)) {
    if (NOT_TYPED.has(name) || typeof value !== "string") continue;
    (values[name] ??= []).push(value.replaceAll("\r\n", "\n"));
  }
  return values;
}

// What the server keeps of a form: one text a field, several screens in one.
export function valuesOfTyped(json) {
  const given = (name, value) => (name === "screens" ? value.split("、") : [value]);
  return Object.fromEntries(Object.entries(JSON.parse(json)).map(([name, value]) => [name, given(name, value)]));
}

export function isSame(one, other) {
  return JSON.stringify(sorted(one)) === JSON.stringify(sorted(other));
}

// Fields that nobody has written in are as if they were not there, and so are empty lines around a text.
function sorted(values) {
  return Object.entries(values)
    .map(([name, given]) => [name, given.map((value) => value.trim())])
    .filter(([, given]) => given.some(Boolean))
    .sort(([one], [other]) => (one < other ? -1 : 1));
}

export function putBack(form, values) {
  for (const field of form.querySelectorAll("[name]")) {
    const { name, type } = field;
    if (NOT_TYPED.has(name) || type === "hidden" || type === "submit") continue;
    const given = values[name] ?? [];
    if (type === "checkbox") field.checked = given.includes(field.value);
    else if (field.nodeName === "TEXTAREA") replace(field, 0, field.value.length, given[0] ?? "");
    else field.value = given[0] ?? "";
  }
  form.dispatchEvent(new Event("input", { bubbles: true }));
}
