// The panel beside the page: an article, opened at a quotation. On a phone it is a sheet over the page.

let opener = null; // what has the focus again once the panel is closed
let opened = ""; // what the panel shows: a citation as "exchange.citation", or an article

function openCitation(exchange, citation, from) {
  if (from) opener = from;
  const quote = `${exchange}.${citation}`;
  quote === opened ? arrive() : step({ quote, article: "" }, { isOver: true });
}

function openSource(quote, article) {
  if (opened === (quote || article)) return;
  opened = quote || article;
  const shelf = find(".qa-shelf", parts.source)?.dataset ?? {};
  const [exchange, citation] = quote.split(".");
  if (quote ? shelf.exchange !== exchange || shelf.citation !== citation : shelf.article !== article) showOpening();
  openPanel();
  markOpened();
  quote ? send("cite", { exchange, citation }) : send("article", { article });
}

function openPanel() {
  root.dataset.qaOpen = "";
  const over = phone.matches;
  const panel = find("#qa-panel");
  panel.setAttribute("role", over ? "dialog" : "complementary");
  panel.setAttribute("aria-label", "Source");
  over ? panel.setAttribute("aria-modal", "true") : panel.removeAttribute("aria-modal");
  for (const each of [...findAll(".qa-view"), find("#qa-bar")]) each.inert = over;
}

// The panel can be closed before there is an article in it.
function showOpening() {
  const waiting = document.createElement("p");
  waiting.append("Opening the article … ", small("Close", "close"));
  parts.source.replaceChildren(waiting);
}

function closeSource() {
  hideSource();
  leaveSource();
}

function hideSource() {
  delete root.dataset.qaOpen;
  find("#qa-panel").removeAttribute("aria-modal");
  for (const each of [...findAll(".qa-view"), find("#qa-bar")]) each.inert = false;
  opened = "";
  markOpened();
  if (opener) {
    const { exchange } = opener.closest("[data-exchange]")?.dataset ?? {};
    const again = opener.isConnected ? opener : exchange && find(`[data-exchange="${CSS.escape(exchange)}"] .qa-cite`);
    again?.focus();
  }
  opener = null;
}

function showSource() {
  arrive();
}

// The article is there: bring the quotation into view and give it the focus, for the keyboard to go on from there.
function arrive() {
  const panel = parts.source;
  const shelf = find(".qa-shelf", panel);
  if (!shelf) return;
  markOpened();
  const quotation = find(".qa-chosen", panel);
  if (!quotation) {
    find("#qa-source").scrollTo(0, 0);
    return find(".qa-close", panel)?.focus({ preventScroll: true });
  }
  quotation.scrollIntoView({ block: "center" });
  quotation.focus({ preventScroll: true });
}

function markOpened() {
  for (const button of findAll(".qa-cite", parts.conversation)) {
    const current = `${exchangeOf(button)}.${button.dataset.citation}` === opened && root.dataset.qaOpen !== undefined;
    button.closest(".qa-quotation")?.classList.toggle("qa-opened", current);
    current ? button.setAttribute("aria-current", "true") : button.removeAttribute("aria-current");
  }
}

phone.addEventListener("change", () => root.dataset.qaOpen !== undefined && openPanel());

const sourceActs = {
  close: () => closeSource(),
  article: (button) => {
    opener = button;
    step({ quote: "", article: button.closest("[data-article]").dataset.article }, { isOver: true });
  },
};
