// Words as they come out of other programs, without what only their layout wanted.

const HAN = "\\u3400-\\u9fff\\uf900-\\ufaff\\u{20000}-\\u{3ffff}";
const BETWEEN_HAN = new RegExp(`(?<=[${HAN}])\\u3000+(?=[${HAN}])`, "gu"); // 姓　名
const WRAPPED = new RegExp(`(?<=[${HAN}，。；：、）”])[ \\t]*[\\r\\n]+[ \\t]*(?=[${HAN}，。；：、（“])`, "gu");
const IN_HEADS = new RegExp(`(?<=[${HAN}）)]) (?=[${HAN}（(])`, "gu");

// A program's line breaks in its HTML say nothing; between two characters of Chinese not even a space.
export function unwrapped(source) {
  return source.replace(WRAPPED, "").replace(/[\s\u00a0]+/g, " ");
}

export function plain(words) {
  return words
    .replace(/[\u200b-\u200d\ufeff\u00ad]/g, "")
    .replace(BETWEEN_HAN, "")
    .replace(/[\s\u00a0\u3000]+/g, " ")
    .trim();
}

// 面积 and （亩） on two lines of one head are one word.
export function head(words) {
  return plain(words).replace(IN_HEADS, "");
}

export function forCell(words) {
  return words.replace(/\\(?=[\\|`*_[\]])/g, "\\\\").replace(/\|/g, "\\|");
}

// The same rule as kiosk/rules/cells.py.
const FIGURE = /^[+-]?[¥￥]?[+-]?\d[\d,]*(?:\.\d+)?(?:%|‰|元|万元|亿元|亩|万|人|户|次|件|个|项)?$/;
const BLANK = /^[-—–/\s]*$/;
const TOTAL = /^(?:(?:本[月季年期])?(?:合计|总计|小计|共计|累计|总额)(?:[（(].*[)）])?[:：]?|.{1,8}(?:合计|总计))$/;

export function isBlank(words) {
  return BLANK.test(words);
}

export function isFigure(words) {
  return FIGURE.test(words.normalize("NFKC").replaceAll(" ", "").replaceAll("−", "-"));
}

export function isTotal(words) {
  return TOTAL.test(words.replace(/\s+/g, ""));
}

// Most of what is written in a column are figures.
export function isFigureColumn(column) {
  const written = column.filter((words) => !isBlank(words));
  const figures = written.filter(isFigure).length;
  return figures > 0 && figures * 10 >= written.length * 8;
}
