// On a page of trouble: asks until the server answers well, and only then opens the page again.
async function retry() {
  const page = await fetch(location.href, { cache: "reload" }).catch(() => null);
  if (page?.ok) location.replace(location.href);
  else setTimeout(retry, 5000);
}
setTimeout(retry, 5000);
