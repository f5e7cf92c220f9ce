// Date, weekday, lunar date and time of the village, written into every place that wants them, without new nodes.

import { clock } from "./clock.js";
import { fill } from "./words.js";

const LUNAR_DAYS = [..."一二三四五六七八九十"];

const formats = new Map(); // zone → {date, time}: slow to make, and asked for every second

function formatsOf(timeZone) {
  if (!formats.has(timeZone)) {
    const time = { timeZone, hour: "2-digit", minute: "2-digit", hour12: false };
    formats.set(timeZone, {
      date: new Intl.DateTimeFormat("en-CA", { timeZone, dateStyle: "short" }),
      time: new Intl.DateTimeFormat("zh-CN", time),
    });
  }
  return formats.get(timeZone);
}

function civilDate(instant, zone) {
  const parts = formatsOf(zone).date.format(instant);
  const [year, month, day] = parts.split("-").map(Number);
  return { year, month, day, ordinal: Math.round(Date.UTC(year, month - 1, day) / 86400_000) };
}

// 十月十四, from the beginnings of the lunar months that the server has sent; "" beyond them.
function lunarDate(date) {
  const begun = clock.lunarMonths.filter(([first]) => ordinalOf(first) <= date.ordinal).at(-1);
  const day = begun ? date.ordinal - ordinalOf(begun[0]) + 1 : 0;
  return day >= 1 && day <= 30 ? begun[1] + lunarDay(day) : "";
}

function ordinalOf(isoDate) {
  return Math.round(Date.parse(isoDate) / 86400_000);
}

function lunarDay(day) {
  if (day === 10) return "初十";
  if (day === 20) return "二十";
  if (day === 30) return "三十";
  return ["初", "十", "廿"][Math.floor(day / 10)] + LUNAR_DAYS[(day % 10) - 1];
}

function timeOf(instant) {
  return formatsOf(clock.zone).time.format(instant);
}

// The time, after the date where that is not today's.
export function momentOf(instant) {
  const date = civilDate(instant, clock.zone);
  const isToday = date.ordinal === civilDate(clock.now(), clock.zone).ordinal;
  return `${isToday ? "" : `${date.month}-${date.day} `}${timeOf(instant)}`;
}

let shownMinute = "";

export function showDate(board) {
  const instant = clock.now();
  const time = timeOf(instant);
  const date = civilDate(instant, clock.zone);
  const minute = `${time} ${date.ordinal} ${clock.lunarMonths[0]}`;
  if (shownMinute === minute) return;
  shownMinute = minute;
  const words = board.dataset;
  const weekday = words.wordsWeekdays.split(" ")[(date.ordinal + 4) % 7];
  const lunar = lunarDate(date);
  write(board, ".says-clock", time);
  write(board, ".says-date", fill(words.wordsDate, { ...date, weekday }));
  write(board, ".says-lunar", lunar && fill(words.wordsLunar, { lunar }));
  showObjections(board);
}

// 公示中 第3天/共7天: the day after posting is day one (民法典 art. 201), so the day is counted here, not by the server; it has
// said which days do not count.
export function showObjections(board, within = board) {
  const today = civilDate(clock.now(), clock.zone).ordinal;
  for (const mark of within.querySelectorAll(".objection[data-until]")) {
    const said = objectionWords(mark.dataset, board.dataset, today);
    if (mark.textContent !== said) mark.textContent = said;
  }
}

function objectionWords(objection, words, today) {
  if (today > ordinalOf(objection.until)) return words.wordsObjectionOver;
  const uncounted = objection.uncounted.split(" ").filter(Boolean).map(ordinalOf);
  const days = Number(objection.days);
  const day = today - ordinalOf(objection.postedOn) - uncounted.filter((each) => each <= today).length;
  if (objection.dayType === "working") {
    const said = fill(day < 1 ? words.wordsObjectionWorkingFirst : words.wordsObjectionWorking, { day, days });
    return "unsure" in objection ? said + words.wordsObjectionUnsure : said;
  }
  if (day < 1) return fill(words.wordsObjectionFirst, { days });
  const isExtended = day === days && uncounted.length > 0;
  return fill(isExtended ? words.wordsObjectionExtended : words.wordsObjection, { day, days, last: objection.last });
}

function write(board, places, text) {
  for (const place of board.querySelectorAll(places)) {
    if (place.firstChild) place.firstChild.nodeValue = text;
    else place.textContent = text;
  }
}
