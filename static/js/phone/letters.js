// Where somebody may be typing, larger letters come without the page being fetched anew: what was typed would be lost.

const FIELDS = "textarea, select, input:not([type=hidden])";

document.addEventListener("submit", async (event) => {
  const form = event.target;
  if (!form.matches(".letters") || !document.querySelector(FIELDS)) return;
  event.preventDefault();
  const { name, value } = event.submitter;
  try {
    const answer = await fetch(form.action, { method: "POST", body: new URLSearchParams({ [name]: value }) });
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    form.replaceChildren(...page.querySelector(".letters").children);
    Object.assign(document.documentElement.dataset, page.documentElement.dataset);
    form.querySelector("button").focus();
  } catch {
    // no network just now: all stays as it is
  }
});
