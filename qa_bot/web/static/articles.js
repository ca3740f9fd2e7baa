// The articles: finding them in the list, adding files, addresses and texts, removing.

const UPLOADS_AT_ONCE = 3;
const SENT_AT_ONCE = 20;
let following = false;

const listKey = () => ["search", "source", "order"].map((name) => find(`[data-list=${name}]`).value.trim());

function findArticles(shown = 0) {
  const [search, source, order] = listKey();
  send("find_articles", { search, source, order, shown });
}

// The server shows the whole list after each change: who looks for something is shown that again.
function showList() {
  const shown = find("[data-key]", parts.listed)?.dataset.key;
  if (shown !== undefined && shown !== listKey().join("|")) findArticles();
}

document.addEventListener("input", (event) => {
  if (event.target.dataset.list) soon("list", () => findArticles());
});

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
    showView("articles");
    addFiles([...event.dataTransfer.files]);
  });
}

// Each file is sent by itself, so that one that cannot be sent stops no other.
async function addFiles(files) {
  const limit = Number(find("[data-files]").dataset.maxMb);
  const rows = new Map(files.map((file) => [file, uploadRow(file.name)]));
  const waiting = [...files];
  let arrived = [];
  const hand = () => {
    if (arrived.length) startAdding({ files: arrived });
    arrived = [];
  };
  const work = async () => {
    for (let file = waiting.shift(); file; file = waiting.shift()) {
      try {
        if (!file.size) throw new Error("it is empty");
        if (file.size > limit * 1e6) throw new Error(`it has ${(file.size / 1e6).toFixed(0)} MB; at most ${limit} MB are taken`);
        rows.get(file).set("sending");
        arrived.push((await uploadFile(file)).path);
        rows.get(file).done();
        if (arrived.length >= SENT_AT_ONCE) hand();
      } catch (error) {
        rows.get(file).fail(error.message || "it could not be sent");
      }
    }
  };
  await Promise.all(Array.from({ length: UPLOADS_AT_ONCE }, work));
  hand();
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
    fail: (reason) => {
      row.className = "qa-failed";
      state.textContent = "not added";
      const why = row.appendChild(document.createElement("small"));
      why.textContent = reason[0].toUpperCase() + reason.slice(1) + (reason.endsWith(".") ? "" : ".");
      announce(`${name}: ${why.textContent}`);
    },
  };
}

function startAdding(data) {
  send("take_in", data);
}

function showReport() {
  const report = find(".qa-report", parts.report);
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
    if (find(".qa-shelf")?.dataset.article === article) closeSource(false);
    send("remove", { article });
  },
  undo: (button) => {
    find("#qa-toast")?.replaceChildren();
    send("undo", { article: button.dataset.article });
  },
};

const articleForms = {
  address: (form) => {
    startAdding({ address: find("[name=address]", form).value });
    form.reset();
  },
  text: (form) => {
    startAdding({ title: find("[name=title]", form).value, text: find("[name=text]", form).value });
    form.reset();
  },
};
