// The page as a whole: its views, the drawer of chats on a small screen, notices, light and dark.

function begin() {
  if (!find("#qa-ask") || !find(".qa-bar") || !find(".qa-drop") || !parts.turns) return requestAnimationFrame(begin);
  applyTheme();
  takeDrops();
  const linked = askedByLink();
  if (linked) {
    send("find_chats", {});
    ask(linked);
  } else if (!place().chat) {
    send("find_chats", {});
    takeUpAsked();
  }
  showPlace();
  setDrawer(false);
  showComposer();
  focusQuestion(performance.now() + 3000);
  root.dataset.qaReady = "";
  window.qaReadyAfter = performance.now();
}

// The box cannot have the focus while the page is still hidden; whoever clicked elsewhere meanwhile is left alone.
function focusQuestion(until) {
  if (document.activeElement !== document.body || performance.now() > until) return;
  find("#qa-ask")?.focus();
  requestAnimationFrame(() => focusQuestion(until));
}

function goView(view) {
  step({ view });
  if (view === "chat" && !phone.matches) find("#qa-ask").focus();
}

function showView(name) {
  root.dataset.qaView = name;
  const style = find("#qa-view-style") ?? document.head.appendChild(document.createElement("style"));
  style.id = "qa-view-style";
  style.textContent = `.qa-view:not(#qa-view-${name}) { display: none !important; }
    #qa-view-${name} { display: var(--qa-view-display, block) !important; }`;
  for (const way of findAll(".qa-bar [data-view]")) {
    way.dataset.view === name ? way.setAttribute("aria-current", "page") : way.removeAttribute("aria-current");
  }
}

// On a phone chats are a drawer over the conversation, which then is out of reach.
function setDrawer(open) {
  open ? (root.dataset.qaDrawer = "") : delete root.dataset.qaDrawer;
  const menu = find(".qa-drawer");
  menu.setAttribute("aria-expanded", String(open));
  find("#qa-talk").inert = open;
  if (open) find(".qa-new").focus();
  else if (find("#qa-side").contains(document.activeElement)) menu.focus();
}

function notify(text) {
  const notice = document.createElement("p");
  notice.textContent = text;
  pop(notice);
}

function showNotice() {
  const notice = find("[data-notice]", parts.notice);
  if (notice) pop(notice.cloneNode(true));
  if (notice?.dataset.notice === "set") refreshSource();
}

function pop(notice) {
  const toast = find("#qa-toast") ?? document.body.appendChild(document.createElement("div"));
  toast.id = "qa-toast";
  toast.replaceChildren(notice);
  announce(notice.textContent);
  clearTimeout(pop.timer);
  pop.timer = setTimeout(() => toast.replaceChildren(), find("button", notice) ? 12000 : 4000);
}

function applyTheme() {
  const theme = local?.getItem("qa-theme") ?? "system";
  const dark = theme === "dark" || (theme === "system" && matchMedia("(prefers-color-scheme: dark)").matches);
  document.body.classList.toggle("dark", dark);
}

matchMedia("(prefers-color-scheme: dark)").addEventListener("change", applyTheme);

const pageActs = {
  history: () => setDrawer(root.dataset.qaDrawer === undefined),
};
