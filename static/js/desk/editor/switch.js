// Where the window has no room for both, a button lays the preview over the text and takes it away again.

export function switchToPreview(button, panel) {
  const set = (isOpen) => {
    button.setAttribute("aria-pressed", isOpen);
    panel.toggleAttribute("data-open", isOpen);
  };
  button.hidden = false;
  button.addEventListener("click", () => set(!panel.hasAttribute("data-open")));
  document.addEventListener("keydown", (event) => event.key === "Escape" && set(false));
}
