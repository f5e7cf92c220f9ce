// The editor of a notice: what each part of the page does, tied together.

import { rememberLeaps } from "./editor/area.js";
import { moveByKeys } from "./editor/cells.js";
import { settleConflicts } from "./editor/conflict.js";
import { offerCalendars } from "./editor/dates.js";
import { chooseCategoryByItem } from "./editor/items.js";
import { followFindings } from "./editor/findings.js";
import { closeMenus } from "./editor/menus.js";
import { handleOriginals } from "./editor/originals.js";
import { preview } from "./editor/preview.js";
import { followProblems } from "./editor/problems.js";
import { Saving } from "./editor/saving.js";
import { switchToPreview } from "./editor/switch.js";
import { saveBeforeSubmitting } from "./editor/submitting.js";
import { listenToToolbar } from "./editor/toolbar.js";
import { tidyPastes } from "./pasting/paste.js";
import { standAt } from "./standing.js";

const form = document.querySelector("form[data-editor]");
const area = form.elements.body;
const toolbar = form.querySelector("[data-toolbar]");

standAt(form.dataset.address);

const saving = new Saving(form, document.querySelector("[data-trouble]"));
saveBeforeSubmitting(form, saving);
settleConflicts(form, saving);
followProblems(form);
followFindings(form);

rememberLeaps(area);
moveByKeys(area);
listenToToolbar(toolbar, area);
closeMenus(toolbar);
tidyPastes(area, form.querySelector("[data-paste-note]"));
offerCalendars(form);
chooseCategoryByItem(form);
handleOriginals(area);
toolbar.hidden = false;
saving.goOn(document.querySelector("[data-kept]"));

preview(document.querySelector("[data-preview]"), form);
switchToPreview(document.querySelector("[data-switch]"), document.querySelector("[data-preview]"));
