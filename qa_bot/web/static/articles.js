// The articles: finding them in the list, adding files, addresses and texts, removing.

const UPLOADS_AT_ONCE = 3;
const TOLD_AT_ONCE = 20;
const TOLD_AGAIN_AFTER = 5000;
let following = false;
let round = ""; // what is added until all of it is done; the server keeps what became of it together
const unheard = new Map(); // upload -> its row, until the server's report shows it

const LISTED_BY = ["search", "source", "collection", "order"];
const listKey = () => LISTED_BY.map((name) => find(`[data-list=${name}]`).value.trim());

function findArticles(shown = 0) {
  const [search, source, collection, order] = listKey();
  send("find_articles", { search, source, collection, order, shown });
}

// The server shows the whole list after each change: who looks for something is shown that again.
function showList() {
  showChosen();
  const shown = find("[data-key]", parts.listed)?.dataset.key;
  if (shown !== undefined && shown !== listKey().join("|")) findArticles();
}

const looked = {}; // what the list is looked through for, kept when its fields are shown again with other choices

document.addEventListener("input", ({ target }) => {
  if (!target.dataset.list) return;
  looked[target.dataset.list] = target.value;
  soon("list", () => findArticles());
});

function showTools() {
  for (const field of findAll("[data-list]")) field.value = looked[field.dataset.list] ?? field.value;
  showChosen();
}

document.addEventListener("change", (event) => {
  if (event.target.dataset.files === undefined) return;
  addFiles([...event.target.files]);
  event.target.value = "";
});

function takeDrops() {
  const carriesFiles = (event) => event.dataTransfer?.types.includes("Files");
  addEventListener("dragover", (event) => {
    if (!carriesFiles(event)) return;
    event.preventDefault();
    root.dataset.qaDragging = "";
  });
  addEventListener("dragleave", (event) => {
    if (!event.relatedTarget) delete root.dataset.qaDragging;
  });
  addEventListener("drop", (event) => {
    delete root.dataset.qaDragging;
    if (!carriesFiles(event)) return;
    event.preventDefault();
    goView("articles");
    addFiles([...event.dataTransfer.files]);
  });
}

function beginRound() {
  if (find(".qa-sending li:not(.qa-failed)") || find(".qa-report[data-busy='1']")) return;
  round = `${Date.now()}-${Math.random()}`;
  find(".qa-sending")?.replaceChildren();
}

// Each file is sent by itself, so that one that cannot be sent stops no other. Its row stays until the report has it.
async function addFiles(files) {
  beginRound();
  const { maxMb, most } = find("[data-files]").dataset;
  const room = most - findAll(".qa-report li, .qa-sending li").length;
  const waiting = files.map((file, n) => [file, uploadRow(file.name), n >= room]);
  const work = async () => {
    for (let next = waiting.shift(); next; next = waiting.shift()) {
      const [file, row, isTooMany] = next;
      if (isTooMany) row.fail(`at most ${most} are taken at once; add it when these are done`);
      else await sendFile(file, row, Number(maxMb));
    }
  };
  await Promise.all(Array.from({ length: UPLOADS_AT_ONCE }, work));
}

async function sendFile(file, row, limit, told = {}) {
  if (!file.size) return row.fail("it is empty");
  if (file.size > limit * 1e6) return row.fail(`it has ${(file.size / 1e6).toFixed(0)} MB; at most ${limit} MB are taken`);
  try {
    row.set("sending");
    const { path } = await uploadFile(file);
    row.set("sent");
    unheard.set(path, { row, told, since: -Infinity });
    tellOfUploads();
    return true;
  } catch (error) {
    return row.fail(whyUnsent(error), () => sendFile(file, row, limit, told));
  }
}

// Gradio repeats the server's answer; what its own script says of a line that broke is not for readers.
function whyUnsent(error) {
  const detail = /"detail": ?"([^"]+)"/.exec(error.message)?.[1];
  return detail ?? "it could not be sent";
}

// Tells the server what has arrived, and again what its report does not show: telling twice adds nothing twice.
let telling = 0;
function tellOfUploads(wait = 200) {
  telling ||= setTimeout(() => {
    telling = 0;
    const now = performance.now();
    const due = [...unheard].filter(([, each]) => now - each.since > TOLD_AGAIN_AFTER).slice(0, TOLD_AT_ONCE);
    for (const [, each] of due) each.since = now;
    const files = due.filter(([, each]) => !("title" in each.told)).map(([upload]) => upload);
    if (files.length) startAdding({ files });
    for (const [pasted, { told }] of due) if ("title" in told) startAdding({ ...told, pasted });
    if (unheard.size) tellOfUploads(due.length === TOLD_AT_ONCE ? 200 : 1000);
  }, wait);
}

function hearOfUploads() {
  for (const shown of findAll(".qa-report [data-upload]")) {
    unheard.get(shown.dataset.upload)?.row.done();
    unheard.delete(shown.dataset.upload);
  }
}

function uploadRow(name) {
  const list = find(".qa-sending") ?? find("#qa-add .qa-add").appendChild(document.createElement("ul"));
  list.className = "qa-sending";
  const row = list.appendChild(document.createElement("li"));
  const title = row.appendChild(document.createElement("span"));
  title.textContent = name;
  row.append(" ");
  const state = row.appendChild(document.createElement("em"));
  state.textContent = "waiting";
  return {
    set: (text) => (state.textContent = text),
    done: () => row.remove(),
    fail: (reason, again) => {
      row.className = "qa-failed";
      state.textContent = "not added";
      find("small", row)?.remove();
      const why = row.appendChild(document.createElement("small"));
      why.textContent = reason[0].toUpperCase() + reason.slice(1) + (reason.endsWith(".") ? "" : ".");
      if (again) offerAgain(why, row, again);
      announce(`${name}: ${why.firstChild.textContent}`);
    },
  };
}

function offerAgain(why, row, again) {
  const button = small("Try again", "");
  button.addEventListener("click", () => {
    why.remove();
    row.className = "";
    again();
  });
  why.append(" ", button);
}

function startAdding(data) {
  send("take_in", { ...data, round });
}

function showReport() {
  const report = find(".qa-report", parts.report);
  hearOfUploads();
  const busy = report?.dataset.busy === "1";
  if (busy && !following) {
    following = true;
    send("follow_adding", {});
  }
  if (report && !busy) {
    if (following) announce(report.dataset.announce);
    following = false;
  }
}

const articleActs = {
  more: (button) => findArticles(Number(button.dataset.shown)),
  remove: (button) => {
    const article = button.closest("[data-article]").dataset.article;
    button.closest("li").dataset.going = "";
    if (find(".qa-shelf")?.dataset.article === article) closeSource();
    tick([button], false);
    send("remove", { article });
  },
  samples: () => {
    goView("articles");
    beginRound();
    startAdding({ samples: true });
  },
  undo: (button) => {
    find("#qa-toast")?.replaceChildren();
    send("undo", { article: button.dataset.article });
  },
};

const articleForms = {
  address: (form) => {
    beginRound();
    startAdding({ address: find("[name=address]", form).value });
    form.reset();
  },
  text: async (form) => {
    beginRound();
    const title = find("[name=title]", form).value;
    const text = new File([find("[name=text]", form).value], "text.txt");
    if (await sendFile(text, uploadRow(title || "Your text"), Infinity, { title })) form.reset();
  },
};
