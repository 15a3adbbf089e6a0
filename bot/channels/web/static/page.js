// Asking without leaving the page. Everything here also works without it: when in doubt, the form is sent as it is.
"use strict";

const find = (id) => document.getElementById(id);
const form = find("ask");
const field = find("question");
const asking = form.closest(".asking");
const progress = find("progress");
const status = find("status");
const conversation = find("conversation");

let running = null; // while a question is worked on: what it is, its id, and how to let go of it

const say = (text) => {
  if (status.textContent !== text) status.textContent = text;
};

const setBusy = (busy) => {
  asking.classList.toggle("busy", busy);
  progress.classList.toggle("idle", !busy);
  progress.classList.toggle("unseen", !busy); // stays for screen readers: the last status is the announcement
  // Not `disabled`: that would take the focus away from whoever has just pressed it.
  for (const button of document.querySelectorAll("#ask button, .suggestion")) button.ariaDisabled = String(busy);
};

async function* linesOf(response) {
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
  let rest = "";
  for (;;) {
    const { done, value } = await reader.read();
    const lines = (rest + (value ?? "")).split("\n");
    rest = lines.pop();
    for (const line of lines) if (line) yield JSON.parse(line);
    if (done) return;
  }
}

function show(event) {
  for (const element of document.querySelectorAll(".first")) element.remove();
  find("heading").className = "unseen";
  conversation.insertAdjacentHTML("beforeend", event.html);
  document.title = `${event.title} – Briefing`;
  find("new").hidden = false;
  form.querySelector("label").textContent = "Ask a follow-up, or something new";
  offerCopies();
  const turn = find(`turn-${event.turn}`);
  turn.scrollIntoView({ block: "start" });
  const typing = document.activeElement === field && field.value;
  if (!typing) turn.querySelector("h2").focus({ preventScroll: true });
}

async function ask(question) {
  running = { question, id: "", abort: new AbortController() };
  const had = field.value;
  let answered = false;
  setBusy(true);
  say("Sending the question");
  try {
    const response = await fetch("/ask", {
      method: "POST",
      body: new URLSearchParams({ question }),
      headers: { Accept: "application/x-ndjson" },
      signal: running.abort.signal,
    });
    if (!response.ok) return sendAsForm(question); // the page that answers says what is wrong
    for await (const event of linesOf(response)) {
      if (event.id) running.id = event.id;
      if (event.html) {
        if (field.value === had) field.value = "";
        setBusy(false);
        show(event);
        answered = true;
      }
      if (event.status) say(event.status);
    }
  } catch (error) {
    if (error.name !== "AbortError") console.error(error);
  }
  if (!answered) fail();
  running = null;
}

function fail() {
  const stopped = running.abort.signal.aborted;
  setBusy(false);
  progress.classList.remove("unseen");
  say(stopped ? "You stopped this question." : "The answer did not arrive. Your question is still here: try again.");
  field.value ||= running.question;
  field.focus();
}

function sendAsForm(question) {
  field.value = question;
  form.submit();
}

async function stop() {
  const { id, abort } = running ?? {};
  if (!abort) return;
  say("Stopping");
  try {
    const told = await fetch("/stop", { method: "POST", body: new URLSearchParams({ id }) });
    if (!told.ok) abort.abort();
  } catch {
    abort.abort();
  }
}

// Browsers give the clipboard only to secure pages; the old way works on the others.
async function copy(text) {
  if (navigator.clipboard) return navigator.clipboard.writeText(text);
  const area = document.createElement("textarea");
  area.value = text;
  document.body.append(area);
  area.select();
  document.execCommand("copy");
  area.remove();
}

function offerCopies() {
  for (const button of document.querySelectorAll(".copy[hidden]")) button.hidden = false;
}

document.addEventListener("submit", (event) => {
  const question = event.submitter?.name === "question" ? event.submitter.value : field.value;
  if (event.target !== form && !event.target.matches(".suggestions")) return;
  event.preventDefault();
  if (!running) ask(question);
});

document.addEventListener("click", async (event) => {
  const button = event.target.closest(".copy");
  if (!button) return;
  await copy(button.dataset.text);
  const label = button.textContent;
  button.textContent = "Copied";
  say("Copied the answer with its citations");
  setTimeout(() => (button.textContent = label), 2000);
  button.focus();
});

field.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
  event.preventDefault();
  form.requestSubmit();
});

document.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && running) stop();
});

find("stop").addEventListener("click", stop);
find("hint").textContent += " Press Enter to ask, Shift and Enter for a new line.";
offerCopies();
