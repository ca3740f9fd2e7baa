// Articles that are ticked in the list, and what is done with them: asked, put into collections, described.

const ticked = new Set(); // ids; they stay while the list is searched and shown again

function showChosen() {
  for (const box of findAll("[data-tick]")) box.checked = ticked.has(articleOf(box));
  const all = find("[data-tick-all]");
  if (all) all.checked = findAll("[data-tick]").every((box) => box.checked);
  const bar = find(".qa-chosen-bar");
  bar.hidden = !ticked.size;
  find("b", bar).textContent = `${ticked.size.toLocaleString("en")} chosen`;
  find("[data-act=uncollect]", bar).hidden = !find("[data-list=collection]").value;
  if (!ticked.size) for (const form of [find("#qa-details-many"), find("#qa-collect")]) setDetails(form, false);
}

const articleOf = (element) => element.closest("[data-article]")?.dataset.article ?? "";

function tick(boxes, on) {
  for (const box of boxes) on ? ticked.add(articleOf(box)) : ticked.delete(articleOf(box));
  showChosen();
}

document.addEventListener("change", ({ target }) => {
  if (target.matches?.("[data-tick]")) tick([target], target.checked);
  if (target.matches?.("[data-tick-all]")) tick(findAll("[data-tick]"), target.checked);
});

function setDetails(form, open) {
  form.hidden = !open;
  const opener = find(`[aria-controls=${form.id}]`);
  opener?.setAttribute("aria-expanded", String(open));
  if (!open) return form.reset();
  const title = find("[name=title]", form)?.closest("label");
  if (title) title.hidden = !form.dataset.article && ticked.size > 1;
  find("label:not([hidden]) input", form).focus();
}

// What is as it was shown is not set: of many articles nothing is shown, and what stays empty is left.
function changed(form) {
  const inputs = findAll("input", form).filter((input) => input.value !== input.defaultValue);
  return Object.fromEntries(inputs.map((input) => [input.name, input.value]));
}

// What the panel shows is asked for again, since something of it was set.
function refreshSource() {
  const shelf = find(".qa-shelf", parts.source)?.dataset;
  if (root.dataset.qaOpen === undefined || !shelf) return;
  if (shelf.article) return send("article", { article: shelf.article });
  opened = "";
  if (shelf.citation) openCitation(shelf.exchange, shelf.citation, null);
}

const LONGEST = 2000; // characters in which a question can name what it is asked of

const chosenActs = {
  "ask-chosen": () => {
    const articles = [...ticked];
    if (articles.join("\n").length > LONGEST) return notify("These are too many to name: make a collection of them.");
    askAmong({ articles });
    focusNow();
  },
  "ask-collection": (button) => {
    askAmong({ collection: button.dataset.collection, source: [] });
    focusNow();
  },
  uncollect: () => {
    send("collect", { name: find("[data-list=collection]").value, articles: [...ticked], out: true });
    chosenActs["choose-none"]();
  },
  details: (button) => {
    const form = find(`#${button.getAttribute("aria-controls")}`);
    setDetails(form, form.hidden);
  },
  "close-details": (button) => setDetails(button.form, false),
  "choose-none": () => {
    ticked.clear();
    showChosen();
  },
  "undo-details": () => {
    find("#qa-toast")?.replaceChildren();
    send("undo_describe", {});
  },
};

const chosenForms = {
  collect: (form) => {
    send("collect", { name: find("[name=name]", form).value, articles: [...ticked], out: false });
    setDetails(form, false);
    chosenActs["choose-none"]();
  },
  details: (form) => {
    const values = changed(form);
    const articles = form.dataset.article ? [form.dataset.article] : [...ticked];
    if (Object.keys(values).length) send("describe", { articles, values });
    setDetails(form, false);
  },
};
