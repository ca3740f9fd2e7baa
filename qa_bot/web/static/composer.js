// The question box: keys, filters, editing the last question.

let editing = ""; // the exchange whose question is being edited
const DAYS = ["after", "before"];
const TYPED = [...DAYS, "speaker"]; // what is typed, not picked
const among = { source: [], collection: "", articles: [] }; // what alone is asked: some sources, a collection, articles

// What is asked with a question; several of a kind stand each on a line.
function filters() {
  const set = {};
  for (const name of TYPED) {
    const value = find(`[data-filter=${name}]`).value.trim();
    if (value) set[name] = value;
  }
  const { source, collection, articles } = among;
  if (source.length === 1) set.source = source[0];
  if (source.length > 1) set.sources = source.join("\n");
  if (collection) set.collection = collection;
  if (articles.length) set.articles = articles.join("\n");
  return set;
}

// Asks these alone from now on: articles one by one, or what articles have in common.
function askAmong(changes) {
  if (changes.articles?.length) Object.assign(among, { source: [], collection: "" });
  else among.articles = [];
  Object.assign(among, changes);
  rememberFilters();
  showFilters();
}

// What is active is always visible, as chips above the box.
function showFilters() {
  const words = { after: "From", before: "To", speaker: "Said by", source: "Source", collection: "Collection", articles: "Articles" };
  const chips = active().map(([name, value, shown]) => {
    const chip = document.createElement("button");
    chip.type = "button";
    chip.dataset.act = "drop-filter";
    chip.dataset.name = name;
    chip.dataset.value = value;
    chip.title = "Take this filter away";
    const label = document.createElement("b");
    label.textContent = words[name];
    const close = document.createElement("i");
    close.textContent = "×";
    close.setAttribute("aria-hidden", "true");
    chip.append(label, ` ${shown} `, close);
    chip.setAttribute("aria-label", `${words[name]} ${shown}: take this filter away`);
    return chip;
  });
  const row = find(".qa-active");
  row.replaceChildren(...chips);
  row.hidden = !chips.length;
  find("[data-act=filters]").classList.toggle("qa-on", chips.length > 0);
  setFilters(root.dataset.qaFilters !== undefined);
  grow();
  showWelcome();
}

// How many articles will be asked, and the examples, are those that the filters leave.
function showWelcome() {
  const shown = find("[data-narrowed]", parts.welcome)?.dataset.narrowed;
  const set = JSON.stringify(filters());
  const key = set === "{}" ? "" : [...set].reduce((sum, each) => (sum * 31 + each.codePointAt(0)) >>> 0, 7).toString(36);
  if (shown !== undefined && shown !== key) soon("narrow", () => send("narrow", { ...filters(), key }));
}

// What restricts, as [name, value, words].
function active() {
  const spelled = (day) => new Date(`${day}T12:00`).toLocaleDateString("en-GB", { dateStyle: "long" });
  const days = DAYS.map((name) => [name, find(`[data-filter=${name}]`).value]).filter(([, value]) => value);
  const { source, collection, articles } = among;
  const speaker = find("[data-filter=speaker]").value.trim();
  return [
    ...days.map(([name, value]) => [name, value, spelled(value)]),
    ...(speaker ? [["speaker", speaker, speaker]] : []),
    ...source.map((name) => ["source", name, name]),
    ...(collection ? [["collection", collection, collection]] : []),
    ...(articles.length ? [["articles", "", `${articles.length} chosen`]] : []),
  ];
}

function setFilters(open) {
  open ? (root.dataset.qaFilters = "") : delete root.dataset.qaFilters;
  find("#qa-filters").hidden = !open;
  find("[data-act=filters]").setAttribute("aria-expanded", String(open));
}

function rememberFilters() {
  const days = Object.fromEntries(TYPED.map((name) => [name, find(`[data-filter=${name}]`).value]));
  session?.setItem("qa-filters", JSON.stringify({ ...days, among }));
}

// What is no longer there, a collection that was dissolved or a source, restricts nothing any more.
function restoreFilters() {
  const set = JSON.parse(session?.getItem("qa-filters") ?? "{}");
  for (const name of TYPED) find(`[data-filter=${name}]`).value = set[name] ?? "";
  Object.assign(among, set.among ?? {});
  const offered = (name) => findAll(`[data-filter=${name}] option`).map((option) => option.value);
  among.source = among.source.filter((each) => offered("source").includes(each));
  if (!offered("collection").includes(among.collection)) among.collection = "";
}

// The box was shown again, perhaps with other sources.
function showComposer() {
  restoreFilters();
  showFilters();
}

// Near the most characters that a question may have, the box says how many are left, or are too many.
function showCounter(written) {
  const counter = find(".qa-counter");
  const left = Number(counter.dataset.most) - written;
  counter.hidden = left > counter.dataset.most / 10;
  counter.classList.toggle("qa-over", left < 0);
  const many = Math.abs(left).toLocaleString("en");
  counter.textContent = left < 0 ? `${many} characters too many` : `${many} characters left`;
}

function grow() {
  const box = find("#qa-ask");
  showCounter([...box.value].length);
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
    const { name, value } = button.dataset;
    if (TYPED.includes(name)) find(`[data-filter=${name}]`).value = "";
    if (name === "source") among.source = among.source.filter((each) => each !== value);
    if (name === "collection") among.collection = "";
    if (name === "articles") among.articles = [];
    rememberFilters();
    showFilters();
    find("#qa-ask").focus();
  },
};

const composerForms = {
  ask: () => {
    const box = find("#qa-ask");
    const question = box.value;
    if (!question.trim() || find(".qa-over")) return box.focus();
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
  const { filter } = event.target.dataset;
  if (!filter) return;
  if (!TYPED.includes(filter)) return pickFilter(event.target);
  rememberFilters();
  showFilters();
});

// A source that is picked comes to those picked before; the list offers the next one.
function pickFilter(select) {
  const { value, dataset } = select;
  select.value = "";
  if (!value) return;
  askAmong(dataset.filter === "source" ? { source: [...new Set([...among.source, value])] } : { collection: value });
}
