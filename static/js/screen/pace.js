// How long a page stays: the same rule as kiosk/rules/reading.py, on what is really on the page.

export function paceOf(slides) {
  const given = slides.dataset;
  return {
    base: Number(given.baseSeconds),
    charactersPerSecond: Number(given.charactersPerSecond),
    row: Number(given.rowSeconds),
    least: Number(given.leastSeconds),
    rowsPerPage: Number(given.rowsPerPage),
  };
}

export function secondsFor(body, pace) {
  const rows = body.querySelectorAll("tbody tr, .account-row:not(.account-heads)").length;
  let characters = length(body);
  for (const table of body.querySelectorAll("table, .account")) characters -= length(table);
  return Math.max(pace.least, Math.round(pace.base + characters / pace.charactersPerSecond + rows * pace.row));
}

function length(element) {
  return [...element.textContent.replace(/\s+/g, "")].length;
}
