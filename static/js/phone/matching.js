// Whether a name that somebody types may be the one a roster shows as 张*明, 张** or 张某.

const NOT_SHOWN = /[*×✱○〇]/u;
const SEVERAL = /[、,，/;；]/u;
const BESIDE = /[（(][^（()）]*[)）]/gu;

// 2: the very name. 1: it may be, for some of it is not shown. 0: another one. A cell may name several people.
export function likeness(name, cell) {
  return Math.max(...cell.split(SEVERAL).map((shown) => ofOne(letters(name), letters(shown))));
}

function letters(text) {
  return [...text.normalize("NFKC").replace(BESIDE, "").replace(/\s/gu, "")];
}

function ofOne(name, shown) {
  if (name.length < 2 || shown.length < 2) return 0;
  if (name.join("") === shown.join("")) return 2;
  const isAnyName = shown.at(-1) === "某" && shown.length === 2; // 张某 may have three letters
  if (isAnyName) return name[0] === shown[0] ? 1 : 0;
  if (name.length !== shown.length || shown.every(isHidden)) return 0;
  return shown.every((letter, at) => isHidden(letter) || letter === name[at]) ? 1 : 0;
}

function isHidden(letter) {
  return NOT_SHOWN.test(letter) || letter === "某";
}
