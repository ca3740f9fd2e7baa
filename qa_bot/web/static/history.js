// Chats that are kept: opening, searching, renaming, deleting.

const chatSearch = () => find("[data-find=conversations]").value;
const listState = () => ({ current: wanted ?? "", search: chatSearch() });

function showHistory() {
  markCurrent();
}

function markCurrent() {
  for (const item of findAll(".qa-conversations [data-conversation]")) {
    const open = find(".qa-open", item);
    if (!open) continue;
    item.dataset.conversation === wanted ? open.setAttribute("aria-current", "true") : open.removeAttribute("aria-current");
  }
}

const inItem = (button) => button.closest("[data-conversation]");
let whole = null; // an item of the list, as it was before something was asked in it

function putBack() {
  if (whole) whole.item.replaceChildren(...whole.nodes);
  whole = null;
}

function replaceItem(item, ...nodes) {
  putBack();
  whole = { item, nodes: [...item.childNodes] };
  item.replaceChildren(...nodes);
}

function small(label, act, kind = "qa-quiet") {
  const button = document.createElement("button");
  button.type = "button";
  button.className = kind;
  button.dataset.act = act;
  button.textContent = label;
  return button;
}

const historyActs = {
  open: (button) => {
    setDrawer(false);
    const chat = inItem(button).dataset.conversation;
    const isElsewhere = root.dataset.qaView !== "chat";
    step({ view: "chat", ...(chat === wanted ? {} : { chat, ...NO_SOURCE }) });
    if (isElsewhere && !phone.matches) find("#qa-ask").focus();
  },
  rename: (button) => {
    const item = inItem(button);
    const title = find(".qa-open", item).textContent;
    const form = document.createElement("form");
    form.dataset.form = "rename";
    form.className = "qa-history";
    const input = form.appendChild(document.createElement("input"));
    input.value = title;
    input.maxLength = 80;
    input.setAttribute("aria-label", "Title of the chat");
    input.addEventListener("keydown", (event) => {
      if (event.key !== "Escape") return;
      event.stopPropagation();
      putBack();
    });
    const save = small("Save", "", "qa-quiet");
    save.type = "submit";
    form.append(save);
    replaceItem(item, form);
    input.select();
  },
  delete: (button) => {
    const item = inItem(button);
    const question = document.createElement("span");
    question.className = "qa-ask-delete";
    question.textContent = "Delete this chat?";
    const yes = small("Delete", "delete-now", "qa-quiet qa-danger");
    replaceItem(item, question, yes, small("Keep", "keep-chat"));
    yes.focus();
  },
  "delete-now": (button) => {
    const id = inItem(button).dataset.conversation;
    putBack();
    if (id === wanted) startNew();
    send("forget", { ...listState(), conversation: id });
    announce("Deleted.");
  },
  "keep-chat": putBack,
};

const historyForms = {
  rename: (form) => {
    const id = inItem(form).dataset.conversation;
    const title = find("input", form).value;
    putBack();
    send("rename", { ...listState(), conversation: id, title });
  },
};

const later = {};
function soon(name, act) {
  clearTimeout(later[name]);
  later[name] = setTimeout(act, 180);
}

document.addEventListener("input", (event) => {
  if (event.target.dataset.find === "conversations") soon("chats", () => send("find_chats", listState()));
});
