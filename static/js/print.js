// A sheet that is made to be printed: the button for it, where there is a script to press it.

const button = document.querySelector("[data-print]");
button.hidden = false;
button.addEventListener("click", () => window.print());
