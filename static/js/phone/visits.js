// What has been posted since somebody last looked. This phone alone knows it.

const NAME = "kiosk seen";
const SAME_VISIT_MS = 60 * 60_000; // who comes back within the hour is still on the same visit

// `kept` is what this phone remembers (null on a first visit), `listed` what hangs now. What was new stays so for the rest of
// the visit, or until it is opened; on a first visit nothing is new.
export function visit(kept, listed, now) {
  if (!kept) return { known: listed, fresh: [], at: now };
  const isSameVisit = Math.abs(now - kept.at) < SAME_VISIT_MS;
  const known = new Set(isSameVisit ? kept.known : [...kept.known, ...kept.fresh]);
  const fresh = listed.filter((each) => !known.has(each));
  return { known: listed.filter((each) => known.has(each)), fresh, at: now };
}

export function opened(kept, one) {
  if (!kept) return kept;
  return { ...kept, known: [...new Set([...kept.known, one])], fresh: kept.fresh.filter((each) => each !== one) };
}

export function recall() {
  try {
    const kept = JSON.parse(localStorage.getItem(NAME));
    const isSound = Array.isArray(kept?.known) && Array.isArray(kept.fresh) && Number.isFinite(kept.at);
    return isSound ? kept : null;
  } catch {
    return null; // a browser that keeps nothing, or something else's words
  }
}

export function keep(kept) {
  try {
    localStorage.setItem(NAME, JSON.stringify(kept));
  } catch {
    // as above: then nothing is ever new
  }
}
