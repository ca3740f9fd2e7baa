// What a visitor has set: it stays in the browser and goes along with each question.

// Every control with `data-setting` is part of it, under that name.
function settings() {
  const set = {};
  for (const control of findAll("[data-setting]")) {
    set[control.dataset.setting] = control.type === "checkbox" ? control.checked : control.value;
  }
  return set;
}

function showSettings() {
  const theme = local?.getItem("qa-theme") ?? "system";
  for (const radio of findAll("[data-theme]")) radio.checked = radio.value === theme;
  const kept = JSON.parse(local?.getItem("qa-settings") ?? "{}");
  for (const control of findAll("[data-setting]")) {
    const value = kept[control.dataset.setting];
    if (value === undefined) continue;
    control.type === "checkbox" ? (control.checked = value) : (control.value = value);
  }
  showModelBefore();
}

// The model that was named last stays one click away.
const EXTRACTIVE = "extractive";
const engineControl = () => find("[data-setting=engine]");

function useModel(name) {
  engineControl().value = name;
  engineControl().dispatchEvent(new Event("change", { bubbles: true }));
}

function showModelBefore() {
  const button = find("[data-act=model-before]");
  const before = local?.getItem("qa-model") ?? "";
  if (!button) return;
  button.hidden = !before || before === engineControl().value;
  button.textContent = `Back to ${before}`;
}

function sayTried(text, how) {
  const line = find(".qa-tried");
  line.hidden = !text;
  line.textContent = text;
  line.dataset.tried = how;
}

function showTried() {
  const said = find("[data-tried]", parts.tried);
  if (said) sayTried(said.textContent, said.dataset.tried);
}

document.addEventListener("change", (event) => {
  if (event.target.dataset.theme !== undefined) {
    local?.setItem("qa-theme", event.target.value);
    applyTheme();
  }
  if (!event.target.dataset.setting) return;
  local?.setItem("qa-settings", JSON.stringify(settings()));
  if (event.target !== engineControl()) return;
  if (event.target.value && event.target.value !== EXTRACTIVE) local?.setItem("qa-model", event.target.value);
  if (find(".qa-tried")) sayTried("", "");
  showModelBefore();
});

const settingsActs = {
  "try-model": () => {
    sayTried("Trying it …", "");
    send("try_model", { engine: engineControl().value });
  },
  "no-model": () => {
    useModel(EXTRACTIVE);
    notify("From now on the quotations answer, without a language model. The settings have the way back.");
  },
  "model-before": () => useModel(local?.getItem("qa-model") ?? ""),
  forget: (button) => {
    const question = document.createElement("span");
    question.textContent = "Delete all of them, for good? ";
    const yes = small("Delete all", "forget-now", "qa-second qa-danger");
    button.closest(".qa-sure").replaceChildren(question, yes, small("Keep them", "keep-all"));
    yes.focus();
  },
  "forget-now": (button) => {
    send("forget", {});
    restoreForget(button);
    startNew();
    notify("Your chats are deleted.");
  },
  "keep-all": (button) => restoreForget(button),
};

function restoreForget(button) {
  button.closest(".qa-sure").replaceChildren(small("Delete all my chats", "forget", "qa-second"));
}
