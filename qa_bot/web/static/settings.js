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
}

document.addEventListener("change", (event) => {
  if (event.target.dataset.theme !== undefined) {
    local?.setItem("qa-theme", event.target.value);
    applyTheme();
  }
  if (event.target.dataset.setting) local?.setItem("qa-settings", JSON.stringify(settings()));
});

const settingsActs = {
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
