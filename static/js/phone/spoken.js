// What is written, as it is said: 1,200.00元 is 1200元, 8:30—11:30 is 8点30分到11点30分, 张*明 is 张某明.

const DIGITS = [..."零一二三四五六七八九"];
const MASK = "[*＊×✱]";

// Tried from top to bottom at every place; the first that fits says it.
const WAYS = [
  [/(?<!\d)((?:19|20)\d{2})[-./](\d{1,2})[-./](\d{1,2})(?!\d)/, (_, year, month, day) => `${year}年${+month}月${+day}日`],
  [/(?<!\d)((?:19|20)\d{2})-Q([1-4])(?!\d)/, (_, year, quarter) => `${year}年第${quarter}季度`],
  [/(?<!\d)((?:19|20)\d{2})-(0[1-9]|1[0-2])(?!\d)/, (_, year, month) => `${year}年${+month}月`],
  [/〔(\d{4})〕/, (_, year) => `${year}年`],
  [/(?<!\d)(\d{1,2})[:：](\d{2})(?![\d:：])/, (_, hour, minute) => `${+hour}点${minute === "00" ? "" : `${+minute}分`}`],
  [new RegExp(`\\d+${MASK}+\\d*|${MASK}{2,}\\d+`), (text) => digitByDigit(text.replace(/[*＊×✱]+/g, "某"))],
  [new RegExp(`(?<=\\p{Script=Han}(?:某|${MASK})*)${MASK}`, "u"), () => "某"],
  [/(?<![\d-])(\d{3,4})-(\d{6,8})(?![\d-])/, (_, area, number) => `${digitByDigit(area)}，${digitByDigit(number)}`],
  [/-?\d{1,3}(?:,\d{3})+(?:\.\d+)?|[-−]?\d+\.\d+/, figure],
  [/(?<![\d.])\d{7,}(?![\d.])/, digitByDigit],
  [/(?<![\w\d])[-−](?=\d)/, () => "负"],
  [/元[/／](?=\p{Script=Han})/u, () => "元每"],
  [/(?<!\d)(\d{1,2})-(?=\d{1,2}[月日号点天年])/, (_, from) => `${from}到`],
  [/(?<=[日月年点分号元亩%])\s*[-—–~～]+\s*(?=\d)|(?<=\d)\s*[—–~～]+\s*(?=\d)/, () => "到"],
  [/\s*·\s*|\/(?=共)/, () => "，"],
  [/㎡|m²/, () => "平方米"],
  [/[—–]{1,2}|[*＊✱]+/, () => "，"],
];
const HERE = WAYS.map(([pattern, way]) => [new RegExp(pattern.source, "uy"), way]);
const ANY = new RegExp(WAYS.map(([pattern]) => `(?:${pattern.source.replace(/\((?!\?)/g, "(?:")})`).join("|"), "gu");

export function spoken(text) {
  const plain = text.replace(/[０-９．]/g, (wide) => String.fromCharCode(wide.charCodeAt(0) - 0xfee0)).replace(/\s+/g, " ").trim();
  return plain.replace(ANY, (found, ...rest) => say(found, rest.at(-2), plain));
}

// Once more with what stands around it, for that decides too.
function say(found, at, plain) {
  for (const [pattern, way] of HERE) {
    pattern.lastIndex = at;
    const fits = pattern.exec(plain);
    if (fits && fits[0] === found) return way(...fits);
  }
  return found;
}

function figure(text) {
  const bare = text.replaceAll(",", "").replace(/(\.\d*?)0+$/, "$1").replace(/\.$/, "");
  return bare.replace(/^[-−]/, "负");
}

function digitByDigit(text) {
  return text.replace(/\d/g, (digit) => DIGITS[digit]);
}

// In pieces that are short enough: Chromium falls silent in the middle of long ones. Cut behind a sentence where that goes,
// else behind a part of one.
export function pieces(text, most = 120) {
  const parts = text.match(/[^。！？；!?;]*[。！？；!?;]+|[^。！？；!?;]+$/gu) ?? [];
  const short = parts.flatMap((part) => (part.length <= most ? [part] : cut(part, most)));
  return short.reduce((said, part) => {
    if (said.length && said.at(-1).length + part.length <= most) said.push(said.pop() + part);
    else said.push(part);
    return said;
  }, []);
}

function cut(text, most) {
  const found = [];
  let rest = text;
  while (rest.length > most) {
    const comma = Math.max(rest.lastIndexOf("，", most - 1), rest.lastIndexOf("、", most - 1), rest.lastIndexOf("：", most - 1));
    const end = comma > 0 ? comma + 1 : most;
    found.push(rest.slice(0, end));
    rest = rest.slice(end);
  }
  return rest ? [...found, rest] : found;
}
