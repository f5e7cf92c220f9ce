// On which of a notice's pages the words stand that somebody is typing.

const WHOLE = 3; // the whole of a row or a line tells more than any one piece of it

export function pageWith(texts, { pieces, share }) {
  const expected = share * (texts.length - 1);
  let best = { page: Math.round(expected), score: 0, distance: 0 };
  texts.forEach((text, page) => {
    const score = pieces.reduce((sum, piece, place) => sum + (text.includes(piece) ? (place ? 1 : WHOLE) : 0), 0);
    const distance = Math.abs(page - expected);
    const isBetter = score > best.score || (score > 0 && score === best.score && distance < best.distance);
    if (isBetter) best = { page, score, distance };
  });
  return best.page;
}
