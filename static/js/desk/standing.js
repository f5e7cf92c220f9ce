// What was refused is told under the address it was sent to. Back and reload would ask to send it once more, so the page
// takes the address under which it can be opened.

export function standAt(address) {
  if (location.pathname !== address) history.replaceState(null, "", address);
}
