// What connects the page with the server: each part of it says here that it is there, all events leave by one of them.

const root = document.documentElement;
const find = (selector, within = document) => within.querySelector(selector);
const findAll = (selector, within = document) => [...within.querySelectorAll(selector)];
const phone = matchMedia("(max-width: 900px)");

const parts = {}; // name -> element
let send = () => {}; // event, data -> server
let uploadFile = null;

// Gradio ends the stream of answers when none is awaited. What is sent at that very moment is answered, but its client
// hears it only when a later event opens the stream again: one that does nothing follows what somebody does.
let listening = 0;

// What stays in the browser; a page inside another, such as a notebook, may be refused that, and forgets.
function storage(kind) {
  try {
    return window[kind];
  } catch {
    return null;
  }
}
const local = storage("localStorage");
const session = storage("sessionStorage");

const whenShown = () => ({
  whole: hearConversation,
  turns: hearTurns,
  history: showHistory,
  composer: showComposer,
  tools: showTools,
  welcome: showWelcome,
  listed: showList,
  report: showReport,
  source: showSource,
  settings: showSettings,
  notice: showNotice,
  taken: showTaken,
  tried: showTried,
});

window.qaBot = {
  save: (element) => saveFile(element),
  connect(name, element, trigger, watch, upload) {
    parts[name] = element;
    if (whenShown()[name]) watch("value", whenShown()[name]);
    if (name === "wire") {
      send = (event, data) => {
        trigger(event, data);
        clearTimeout(listening);
        listening = setTimeout(() => trigger("listen", {}), 1000);
      };
      uploadFile = upload;
      begin();
    }
  },
};

// A region that stays, so that a screen reader says each thing once instead of reading the conversation anew.
function announce(text) {
  let status = find("#qa-status");
  if (!status) {
    status = document.body.appendChild(document.createElement("div"));
    status.id = "qa-status";
    status.setAttribute("role", "status");
  }
  status.textContent = text;
}

// Gradio writes attributes anew when it shows a part again: what the page itself has set is set again by `whenShown`.
const acts = () => ({
  ...pageActs,
  ...lineActs,
  ...chatActs,
  ...takeActs,
  ...composerActs,
  ...historyActs,
  ...sourceActs,
  ...articleActs,
  ...chosenActs,
  ...settingsActs,
});

const forms = () => ({ ...composerForms, ...chatForms, ...historyForms, ...articleForms, ...chosenForms });

document.addEventListener("click", (event) => {
  const button = event.target.closest("button");
  if (button?.dataset.act) return acts()[button.dataset.act]?.(button);
  if (button?.dataset.view) return goView(button.dataset.view);
  if (button?.dataset.step) return openCitation(find(".qa-shelf").dataset.exchange, button.dataset.step, null);
  if (find("#qa-panel[aria-modal]") && !event.target.closest("#qa-panel, #qa-toast, #qa-line")) return closeSource();
  const cited = event.target.closest("#qa-conversation [data-citation]");
  if (cited && !event.target.closest("a") && getSelection().isCollapsed) {
    const number = button ?? find(".qa-cite", cited.closest(".qa-quotation"));
    openCitation(cited.closest("[data-exchange]").dataset.exchange, cited.dataset.citation, number);
  }
  if (!event.target.closest("details.qa-menu")) for (const menu of findAll("details.qa-menu[open]")) menu.open = false;
});

document.addEventListener("submit", (event) => {
  const name = event.target.dataset.form;
  if (!name) return;
  event.preventDefault();
  forms()[name]?.(event.target);
});

document.addEventListener("keydown", (event) => {
  if (event.target.id === "qa-ask") return keyInQuestion(event);
  if (event.key === "Escape") escape(event);
});

function escape(event) {
  event.preventDefault();
  const form = event.target.closest?.("form:not(.qa-composer)");
  if (find("[data-state=asked]")) return stop();
  if (form && !form.hidden && (form.closest(".qa-chip, .qa-exchange, .qa-history"))) return closeForm(form);
  if (editing) return keepLast();
  if (root.dataset.qaDrawer !== undefined) return setDrawer(false);
  if (root.dataset.qaOpen !== undefined) return closeSource();
}
