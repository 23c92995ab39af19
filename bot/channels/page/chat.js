// The talk in the browser. What was said lives in sessionStorage alone: it goes with the tab,
// because the phone may be borrowed.
"use strict";

const talk = document.getElementById("talk");
const form = document.getElementById("form");
const field = document.getElementById("text");
const state = document.getElementById("state");
const KEPT = "troly-talk";
const MOST_KEPT = 200;

let lines = read();
let seen = Number(sessionStorage.getItem("troly-seen") || 0);

function read() {
  try { return JSON.parse(sessionStorage.getItem(KEPT)) || []; } catch { return []; }
}

function keep() {
  lines = lines.slice(-MOST_KEPT);
  try {
    sessionStorage.setItem(KEPT, JSON.stringify(lines));
    sessionStorage.setItem("troly-seen", String(seen));
  } catch { /* a full or forbidden store: the talk goes on, only a reload forgets it */ }
}

function element(tag, className, words) {
  const made = document.createElement(tag);
  made.className = className;
  if (words !== undefined) made.textContent = words;
  return made;
}

function showBot(line) {
  const cut = line.text.search(/\n(Nguồn|Source|Theo Cổng):? /);
  const bubble = element("p", "say bot", cut < 0 ? line.text : line.text.slice(0, cut));
  if (cut >= 0) bubble.append(element("span", "source", line.text.slice(cut + 1)));
  if (line.text) talk.append(bubble); // a file may come without words
  for (const file of line.files || []) talk.append(fileLink(file));
  if (!line.choices.length) return;
  for (const old of talk.querySelectorAll(".choices:not(.old)")) old.classList.add("old");
  const row = element("div", "choices");
  row.setAttribute("role", "group");
  row.setAttribute("aria-label", "Chọn nhanh");
  for (const choice of line.choices) {
    const button = element("button", "", choice.label);
    button.type = "button";
    button.addEventListener("click", () => send(choice.label, choice.value));
    row.append(button);
  }
  talk.append(row);
}

// a sheet tells about a person: it is offered for download, and not kept with the talk
function fileLink(file) {
  const link = element("a", "say bot file", `Tải ${file.name}`);
  if (!file.base64) {
    link.textContent = `${file.name} (bấm “Làm tờ khai” để lấy lại)`;
    return link;
  }
  const bytes = Uint8Array.from(atob(file.base64), (sign) => sign.charCodeAt(0));
  link.href = URL.createObjectURL(new Blob([bytes], { type: file.media_type }));
  link.download = file.name;
  return link;
}

function show(line) {
  if (line.own) {
    const bubble = element("p", "say own", line.text);
    if (!line.quiet) talk.append(bubble);
    return bubble;
  }
  showBot(line);
  return null;
}

// to the end, but never past the beginning of what was just said
function down() {
  talk.scrollTop = talk.scrollHeight;
  const said = talk.querySelectorAll(".say");
  const last = said[said.length - 1];
  if (last && talk.scrollTop > last.offsetTop - talk.offsetTop) {
    talk.scrollTop = last.offsetTop - talk.offsetTop - 8;
  }
}

async function send(text, pressed = null, quiet = false) {
  const line = { own: true, text, quiet };
  const bubble = show(line);
  bubble.classList.add("waiting");
  down();
  const key = crypto.randomUUID ? crypto.randomUUID() : String(Date.now()) + Math.random();
  for (let attempt = 0; attempt < 4; attempt += 1) {
    try {
      const answer = await fetch("/chat/messages", {
        method: "POST",
        headers: { "Content-Type": "application/json" },
        body: JSON.stringify({ key, text: pressed === null ? text : "", pressed, seen }),
      });
      if (answer.ok) {
        bubble.classList.remove("waiting");
        lines.push(line);
        keep();
        return;
      }
      if (answer.status === 429) {
        await new Promise((resolve) => setTimeout(resolve, 4000));
        continue; // typed too fast: it is kept and sent again
      }
      if (answer.status < 500) {
        const told = await answer.json().catch(() => ({}));
        return fail(bubble, told.say || "Tin này chưa gửi được. Xin gõ lại.");
      }
    } catch { /* offline: try again with the same key, it counts once */ }
    await new Promise((resolve) => setTimeout(resolve, 800 * 2 ** attempt));
  }
  fail(bubble, "Mạng yếu, tin chưa gửi được. Xin thử lại sau ít phút.");
}

function fail(bubble, words) {
  bubble.classList.replace("waiting", "failed");
  talk.append(element("p", "say bot", words));
  down();
}

function listen() {
  const stream = new EventSource(`/chat/stream?seen=${seen}`);
  stream.addEventListener("open", () => {
    state.textContent = "Không cần gửi số căn cước, mật khẩu hay mã OTP vào đây.";
    state.className = "";
  });
  stream.addEventListener("reply", (event) => {
    const number = Number(event.lastEventId);
    if (number <= seen) return;
    seen = number;
    const reply = JSON.parse(event.data);
    if (reply.kind === "retract") forgetLast();
    if (reply.kind === "say") {
      const line = { own: false, text: reply.text, choices: reply.choices, files: reply.files };
      lines.push({ ...line, files: (reply.files || []).map((file) => ({ name: file.name })) });
      show(line);
      down();
    }
    keep();
  });
  stream.addEventListener("error", () => {
    state.textContent = "Mất kết nối, đang nối lại…";
    state.className = "broken";
    if (stream.readyState === EventSource.CLOSED) setTimeout(listen, 3000);
  });
}

function forgetLast() {
  const own = talk.querySelectorAll(".own");
  if (own.length) own[own.length - 1].textContent = "(tin này đã được xoá)";
  const last = lines.findLastIndex((line) => line.own);
  if (last >= 0) lines[last].text = "(tin này đã được xoá)";
}

form.addEventListener("submit", (event) => {
  event.preventDefault();
  const text = field.value.trim();
  if (!text) return;
  field.value = "";
  grow();
  send(text);
});

function grow() {
  field.style.height = "auto";
  field.style.height = `${field.scrollHeight}px`;
}

field.addEventListener("input", grow);
field.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
    event.preventDefault();
    form.requestSubmit();
  }
});

for (const line of lines) show(line);
down();
if (!lines.length) send("Bắt đầu", "/start", true);
listen();
