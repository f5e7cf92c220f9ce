// A notice at the desk: beside its text, the screen as it shows it.

import { preview } from "./editor/preview.js";
import { standAt } from "./standing.js";

standAt(document.querySelector("[data-address]").dataset.address);

const root = document.querySelector("[data-preview]");
if (root) preview(root);
