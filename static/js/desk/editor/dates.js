// A calendar beside a date that may also be typed as it stands on the paper: 2026年10月8日.

export function offerCalendars(form) {
  for (const button of form.querySelectorAll("button[data-calendar]")) {
    const field = form.elements[button.dataset.calendar];
    const calendar = button.nextElementSibling; // a date field of the browser's own, only there to be opened
    button.hidden = !("showPicker" in calendar);
    button.addEventListener("click", () => {
      calendar.value = isoOf(field.value);
      calendar.showPicker();
    });
    calendar.addEventListener("change", () => {
      if (!calendar.value) return;
      field.value = calendar.value;
      field.dispatchEvent(new Event("input", { bubbles: true }));
      field.focus();
    });
  }
}

function isoOf(typed) {
  const found = typed.normalize("NFKC").match(/(\d{4})\D(\d{1,2})\D(\d{1,2})/);
  return found ? `${found[1]}-${found[2].padStart(2, "0")}-${found[3].padStart(2, "0")}` : "";
}
