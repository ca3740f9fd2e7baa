// Answers that are taken along: files, and a link that asks again.

const takeActs = {
  take: (button) => {
    button.closest("details").open = false;
    find("summary", button.closest("details")).focus();
    send("take", {
      what: button.dataset.what,
      format: button.dataset.format,
      exchange: exchangeOf(button),
      conversation: find(".qa-exchanges", parts.conversation).dataset.conversation,
    });
  },
  link: (button) => copy(new URL(button.dataset.link, location.href.split(/[?#]/)[0]).href, "The link is copied."),
};

document.addEventListener("toggle", (event) => {
  if (event.target.matches?.("details.qa-menu[open]")) event.target.lastElementChild.scrollIntoView({ block: "nearest" });
}, true);

const showTaken = () => saveFile(parts.taken);

function saveFile(within) {
  const file = find("[data-file]", within)?.dataset;
  if (!file) return;
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([file.text], { type: `${file.type};charset=utf-8` }));
  link.download = file.file;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60000);
  announce(`${file.file} is saved.`);
}

// What a link may say; which model answers is not for whoever made the link to choose.
const LINKED = ["question", "standalone_question", "after", "before", "speaker", "source", "collection", "sources", "articles", "today", "infer_dates"];

// What the address asks for; it is asked once, and a reload shows its chat.
function askedByLink() {
  const given = new URLSearchParams(location.search);
  const asked = Object.fromEntries(LINKED.filter((name) => given.has(name)).map((name) => [name, given.get(name)]));
  if (!asked.question || place().chat) return null;
  history.replaceState(null, "", location.pathname);
  asked.infer_dates = asked.infer_dates !== "false";
  return asked;
}
