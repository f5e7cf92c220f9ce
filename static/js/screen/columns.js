// How wide the columns of a table are: figures keep to one line, words get room in proportion to what they say.

const TEXT_LEAST_EM = 5.5; // Chinese breaks anywhere: without a least width one long remark squeezes every other column
const TEXT_WHOLE_EM = 8; // words no longer than this stay on one line
const TEXT_SQUEEZED_EM = 4; // before a table is split, its words may stand on more lines
const WHOLE_MOST_EM = 12;
const LONGEST = 4; // cells of each column that are measured; their order by characters is nearly that by pixels
const KEPT_MOST = 0.4; // of the page, for the column that is kept when columns are split
const NAMES = /姓名|户主|名称|摘要|项目|事项|内容|单位/;
const NAME_PLACES = 4; // how far from the left a name is looked for

// [{index, head, least, natural}], in pixels, cell padding included. Only the longest cells of each column are laid out.
export function columnsOf(table, body) {
  const heads = [...table.tHead.rows[0].cells];
  const probe = probeOf(table, heads);
  const shown = [...body.childNodes];
  body.append(probe);
  const em = parseFloat(getComputedStyle(probe).fontSize);
  const columns = heads.map((head, index) => {
    const text = head.textContent.trim();
    const style = getComputedStyle(probe.tHead.rows[0].cells[index]);
    const padding = parseFloat(style.paddingLeft) + parseFloat(style.paddingRight);
    const holdsTelephones = [...probe.tBodies[0].rows].some((row) => row.cells[index]?.querySelector(".telephone"));
    const keepsWhole = head.classList.contains("figure") || holdsTelephones;
    return { index, head: text, padding, headWidth: headLeast(text, em) + padding, keepsWhole };
  });
  probe.tHead.style.setProperty("display", "none");
  const cells = [...(probe.tBodies[0].rows[0]?.cells ?? [])];
  for (const column of columns) {
    const written = cells[column.index]?.getBoundingClientRect().width ?? 0;
    const isShort = written <= TEXT_WHOLE_EM * em + column.padding;
    const wanted = column.keepsWhole ? WHOLE_MOST_EM : isShort ? TEXT_WHOLE_EM : TEXT_LEAST_EM;
    const squeezed = column.keepsWhole ? WHOLE_MOST_EM : TEXT_SQUEEZED_EM;
    const least = (most) => Math.ceil(Math.max(Math.min(written, most * em + column.padding), column.headWidth) + 1);
    column.natural = Math.ceil(Math.max(written, column.headWidth) + 1);
    column.least = least(wanted);
    column.squeezed = least(squeezed);
  }
  body.replaceChildren(...shown);
  return columns;
}

function probeOf(table, heads) {
  const probe = table.cloneNode(false);
  const rows = document.createElement("tbody");
  const all = [...(table.tBodies[0]?.rows ?? [])].map((row) => [...row.cells]);
  // A total is set heavier, and so wider than its characters tell.
  const longest = new Set(all.flatMap((cells, row) => (cells[0]?.parentElement.matches(".total") ? [row] : [])).slice(-LONGEST));
  heads.forEach((_, index) => {
    const widths = all.map((cells, row) => [widthIn(cells[index]?.textContent ?? ""), row]);
    for (const [, row] of widths.sort((one, other) => other[0] - one[0]).slice(0, LONGEST)) longest.add(row);
  });
  rows.append(...[...longest].map((row) => all[row][0].parentElement.cloneNode(true)));
  probe.append(table.tHead.cloneNode(true), rows);
  probe.classList.add("natural");
  return probe;
}

// A head may stand on two lines: what is in brackets below the rest, else half its characters, where more than four.
function headLeast(text, em) {
  const [word, bracket = ""] = text.split(/(?=[（(])/, 2);
  const lengths = bracket ? [word, bracket].map(widthIn) : [widthIn(word)];
  const longest = Math.max(...lengths);
  return (longest <= 4 || (bracket && longest <= 6) ? longest : Math.ceil(longest / 2)) * em;
}

// In characters of full width.
function widthIn(text) {
  return [...text].reduce((sum, character) => sum + (character.charCodeAt(0) < 256 ? 0.6 : 1), 0);
}

// Lets heads break before their brackets: 标准（元/亩）.
export function breakHeads(content) {
  for (const head of content.querySelectorAll("th")) {
    for (const node of [...head.childNodes].filter((each) => each.nodeType === Node.TEXT_NODE)) {
      const at = node.nodeValue.search(/(?<=.)[（(]/);
      if (at <= 0) continue;
      const unit = document.createElement("span");
      unit.className = "unit";
      unit.append(node.splitText(at));
      node.after(document.createElement("wbr"), unit);
    }
  }
}

// The columns in one part if they fit the width, else in several, the first column in each. A serial number or a date
// says little by itself: the name beside it is seen again with it, where that costs no further part.
export function partsOf(wanted, width) {
  if (sumOf(wanted, "least") <= width) return [wanted];
  const columns = wanted.map((column) => ({ ...column, least: column.squeezed }));
  if (sumOf(columns, "least") <= width) return [columns];
  const first = { ...columns[0], least: Math.min(columns[0].least, width * KEPT_MOST) };
  const rest = columns.slice(1).map((column) => ({ ...column, least: Math.min(column.least, width - first.least) }));
  const plain = split(first, rest, width, null);
  const name = NAMES.test(first.head) ? null : rest.slice(0, NAME_PLACES).find((column) => NAMES.test(column.head));
  const named = name && split(first, rest, width, { ...name, isEcho: true });
  return named && named.length === plain.length ? named : plain;
}

function split(first, rest, width, echo) {
  const parts = [[first]];
  for (const column of rest) {
    const part = parts.at(-1);
    const isBegun = part.some((each) => each !== first && !each.isEcho);
    if (isBegun && sumOf([...part, column], "least") > width) parts.push(echo ? [first, echo] : [first]);
    parts.at(-1).push(column);
  }
  return parts.every((part) => sumOf(part, "least") <= width || part.length <= 2) ? parts : [...parts, []];
}

function sumOf(columns, name) {
  return columns.reduce((total, column) => total + column[name], 0);
}

// Fixes the widths: each its least, then what is left in proportion to what each still wants, then to what each says.
export function freeze(table, columns, width) {
  const spare = Math.max(0, width - sumOf(columns, "least"));
  const wants = columns.map((column) => Math.max(0, column.natural - column.least));
  const wanted = wants.reduce((total, want) => total + want, 0);
  const granted = Math.min(spare, wanted);
  const left = spare - granted;
  const natural = sumOf(columns, "natural");
  const group = document.createElement("colgroup");
  columns.forEach((column, index) => {
    const share = (wanted ? (granted * wants[index]) / wanted : 0) + (left * column.natural) / natural;
    const col = document.createElement("col");
    col.style.setProperty("width", `${column.least + share}px`);
    group.append(col);
  });
  table.querySelector("colgroup")?.remove();
  table.prepend(group);
}
