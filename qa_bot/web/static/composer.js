// The question box: keys, filters, editing the last question.

let editing = ""; // the exchange whose question is being edited
const FILTERS = ["after", "before", "source"];

function filters() {
  const set = {};
  for (const name of FILTERS) {
    const value = find(`[data-filter=${name}]`).value;
    if (value) set[name] = value;
  }
  return set;
}

// What is active is always visible, as chips above the box.
function showFilters() {
  const set = filters();
  const words = { after: "From", before: "To", source: "Source" };
  const chips = Object.entries(set).map(([name, value]) => {
    const chip = document.createElement("button");
    chip.type = "button";
    chip.dataset.act = "drop-filter";
    chip.dataset.name = name;
    chip.title = "Take this filter away";
    const label = document.createElement("b");
    label.textContent = words[name];
    const shown = name === "source" ? value : new Date(`${value}T12:00`).toLocaleDateString("en-GB", { dateStyle: "long" });
    const close = document.createElement("i");
    close.textContent = "×";
    close.setAttribute("aria-hidden", "true");
    chip.append(label, ` ${shown} `, close);
    chip.setAttribute("aria-label", `${words[name]} ${shown}: take this filter away`);
    return chip;
  });
  const active = find(".qa-active");
  active.replaceChildren(...chips);
  active.hidden = !chips.length;
  find("[data-act=filters]").classList.toggle("qa-on", chips.length > 0);
  setFilters(root.dataset.qaFilters !== undefined);
  grow();
}

function setFilters(open) {
  open ? (root.dataset.qaFilters = "") : delete root.dataset.qaFilters;
  find("#qa-filters").hidden = !open;
  find("[data-act=filters]").setAttribute("aria-expanded", String(open));
}

const rememberFilters = () => sessionStorage.setItem("qa-filters", JSON.stringify(filters()));

function restoreFilters() {
  const set = JSON.parse(sessionStorage.getItem("qa-filters") ?? "{}");
  for (const name of FILTERS) find(`[data-filter=${name}]`).value = set[name] ?? "";
}

// The box was shown again, perhaps with other sources.
function showComposer() {
  restoreFilters();
  showFilters();
}

function grow() {
  const box = find("#qa-ask");
  box.style.height = "auto";
  box.style.height = `${Math.min(box.scrollHeight, innerHeight / 3)}px`;
  find(".qa-editing").hidden = !editing;
}

function keyInQuestion(event) {
  if (event.isComposing) return;
  if (event.key === "Enter" && !event.shiftKey) {
    event.preventDefault();
    event.target.form.requestSubmit();
  } else if (event.key === "Escape") {
    escape(event);
  } else if (event.key === "ArrowUp" && !event.target.value) {
    event.preventDefault();
    editLast();
  }
}

function editLast() {
  const last = findAll(".qa-exchange", parts.conversation).at(-1);
  if (!last?.dataset.asked || last.dataset.state === "asked") return;
  editing = last.dataset.exchange;
  const box = find("#qa-ask");
  box.value = last.dataset.asked;
  grow();
  box.focus();
  box.setSelectionRange(box.value.length, box.value.length);
}

function keepLast() {
  editing = "";
  find("#qa-ask").value = "";
  grow();
  find("#qa-ask").focus();
}

const composerActs = {
  edit: editLast,
  keep: keepLast,
  filters: () => {
    setFilters(root.dataset.qaFilters === undefined);
    if (root.dataset.qaFilters !== undefined) find("[data-filter=after]").focus();
  },
  "drop-filter": (button) => {
    find(`[data-filter=${button.dataset.name}]`).value = "";
    rememberFilters();
    showFilters();
    find("#qa-ask").focus();
  },
};

const composerForms = {
  ask: () => {
    const box = find("#qa-ask");
    const question = box.value;
    if (!question.trim()) return box.focus();
    const exchange = editing;
    editing = "";
    box.value = "";
    grow();
    setFilters(false);
    ask({ question, ...filters() }, exchange);
  },
};

document.addEventListener("input", (event) => {
  if (event.target.id === "qa-ask") grow();
  if (!event.target.dataset.filter) return;
  rememberFilters();
  showFilters();
});
