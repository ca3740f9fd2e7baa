// What the page does by itself: opening and closing the panel, scrolling to a quotation, telling screen readers.
// Gradio runs this once, when the conversation appears, with `element`, `trigger` and `watch` in reach: the events
// 'cite', 'article', 'example' and 'new_chat' go to the server.

const root = document.documentElement;
const find = (id) => document.getElementById(id);
const phone = matchMedia("(max-width: 900px)");
let opener = null; // what has the focus again once the panel is closed
let opened = null; // the citation that the source panel shows, as "exchange:id"

// `gradio app.py` may run this again: the listeners of the time before go.
window.qaBotListeners?.abort();
window.qaBotListeners = new AbortController();
const on = (target, name, handle) =>
  target.addEventListener(name, handle, { signal: window.qaBotListeners.signal });

// A region that stays, so that a screen reader says each thing once instead of reading the conversation anew.
const status = find("qa-status") ?? document.body.appendChild(document.createElement("div"));
status.id = "qa-status";
status.setAttribute("role", "status");

function show(panel) {
  root.dataset.qaPanel = panel;
  for (const tab of document.querySelectorAll(".qa-tabs [data-panel]")) {
    tab.setAttribute("aria-pressed", String(tab.dataset.panel === panel));
  }
}

// On a phone the panel is a sheet over the chat, which then is out of reach.
function setSheet(open) {
  root.toggleAttribute("data-qa-sheet", open);
  for (const id of ["qa-chat", "qa-bar"]) find(id).inert = open && phone.matches;
  const panel = find("qa-panel");
  panel.setAttribute("role", open && phone.matches ? "dialog" : "complementary");
  panel.setAttribute("aria-label", "Articles and source");
}

function openPanel(panel, from) {
  if (!from.closest("#qa-panel")) opener = from;
  show(panel);
  setSheet(true);
  if (phone.matches) document.querySelector(".qa-close").focus();
}

function closePanel() {
  setSheet(false);
  if (opener?.isConnected) opener.focus();
  opener = null;
}

function openCitation(from) {
  const exchange = from.closest("[data-exchange]").dataset.exchange;
  const citation = from.dataset.citation;
  const button = from.closest(".qa-quotation")?.querySelector(".qa-cite") ?? from;
  openPanel("source", button);
  if (opened === `${exchange}:${citation}`) return arrive();
  opened = `${exchange}:${citation}`;
  markOpened();
  trigger("cite", { exchange: Number(exchange), citation });
}

// The article is there: bring the quotation into view and give it the focus, for the keyboard to go on from there.
function arrive() {
  const panel = find("qa-source");
  const quotation = panel.querySelector(".qa-chosen");
  if (!quotation) return panel.scrollTo(0, 0);
  quotation.scrollIntoView({ block: "center" });
  quotation.focus({ preventScroll: true });
}

function markOpened() {
  for (const button of element.querySelectorAll(".qa-cite")) {
    const exchange = button.closest("[data-exchange]").dataset.exchange;
    const current = `${exchange}:${button.dataset.citation}` === opened;
    button.closest(".qa-quotation")?.classList.toggle("qa-opened", current);
    current ? button.setAttribute("aria-current", "true") : button.removeAttribute("aria-current");
  }
}

const acts = {
  example: (button) => trigger("example", { question: button.dataset.question }),
  article: (button) => {
    opened = null;
    markOpened();
    openPanel("source", button);
    trigger("article", { article: button.dataset.article });
  },
  new: () => {
    opened = null;
    trigger("new_chat");
    document.querySelector("#qa-question textarea").focus();
  },
  close: closePanel,
};

on(document, "click", (event) => {
  const button = event.target.closest("button");
  if (button?.dataset.act) return acts[button.dataset.act]?.(button);
  if (button?.dataset.panel) return openPanel(button.dataset.panel, button);
  const cited = event.target.closest("#qa-conversation [data-citation]");
  if (cited && !event.target.closest("a") && getSelection().isCollapsed) openCitation(cited);
});

on(document, "keydown", (event) => {
  if (event.key === "Escape" && (opener || root.hasAttribute("data-qa-sheet"))) closePanel();
});

on(document, "qa-source", arrive);
on(phone, "change", () => setSheet(root.hasAttribute("data-qa-sheet")));

watch("value", () => {
  const last = [...element.querySelectorAll(".qa-exchange")].at(-1);
  status.textContent = last?.dataset.announce ?? "";
  last?.scrollIntoView({ block: "start" });
  markOpened();
});

// The conversation is there before the rest of the page is.
function begin() {
  if (!document.querySelector("#qa-question textarea") || !document.querySelector(".qa-tabs")) {
    return requestAnimationFrame(begin);
  }
  show("articles");
  setSheet(false);
  focusQuestion(performance.now() + 3000);
}

// The box cannot have the focus while the page is still hidden; whoever clicked elsewhere meanwhile is left alone.
function focusQuestion(until) {
  if (document.activeElement !== document.body || performance.now() > until) return;
  document.querySelector("#qa-question textarea")?.focus();
  requestAnimationFrame(() => focusQuestion(until));
}

begin();
