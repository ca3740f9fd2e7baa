// The panel beside the page: an article, opened at a quotation. On a phone it is a sheet over the page.

let opener = null; // what has the focus again once the panel is closed
let opened = ""; // the citation that the panel shows, as "exchange:citation"

function openCitation(exchange, citation, from) {
  if (from) opener = from;
  openPanel();
  if (opened === `${exchange}:${citation}`) return arrive();
  opened = `${exchange}:${citation}`;
  markOpened();
  send("cite", { exchange, citation });
}

function openPanel() {
  root.dataset.qaOpen = "";
  const over = phone.matches;
  const panel = find("#qa-panel");
  panel.setAttribute("role", over ? "dialog" : "complementary");
  panel.setAttribute("aria-label", "Source");
  if (over) panel.setAttribute("aria-modal", "true");
  for (const each of [...findAll(".qa-view"), find("#qa-bar")]) each.inert = over;
}

function closeSource(giveBack = true) {
  delete root.dataset.qaOpen;
  find("#qa-panel").removeAttribute("aria-modal");
  for (const each of [...findAll(".qa-view"), find("#qa-bar")]) each.inert = false;
  opened = "";
  markOpened();
  if (giveBack && opener) {
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
  if (shelf.dataset.citation) opened = `${shelf.dataset.exchange}:${shelf.dataset.citation}`;
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
    const current = `${exchangeOf(button)}:${button.dataset.citation}` === opened && root.dataset.qaOpen !== undefined;
    button.closest(".qa-quotation")?.classList.toggle("qa-opened", current);
    current ? button.setAttribute("aria-current", "true") : button.removeAttribute("aria-current");
  }
}

phone.addEventListener("change", () => root.dataset.qaOpen !== undefined && openPanel());

const sourceActs = {
  close: () => closeSource(),
  article: (button) => {
    opener = button;
    opened = "";
    openPanel();
    send("article", { article: button.closest("[data-article]").dataset.article });
  },
};
