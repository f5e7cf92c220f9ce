// Tells the server which notice could not be laid out, so that the desk can name it.
export function report(screen, notice, reason) {
  const body = JSON.stringify({ notice: Number(notice), reason });
  const headers = { "Content-Type": "application/json" };
  fetch(`/screen/${encodeURIComponent(screen)}/skipped`, { method: "POST", headers, body }).catch(() => {});
}
