// The little that pages cannot do by themselves. Everything works without it.
"use strict";

// A form is sent once, however often its button is pressed.
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.dataset.sent) {
    event.preventDefault();
    return;
  }
  form.dataset.sent = "1";
  setTimeout(() => delete form.dataset.sent, 4000);
});

// A talk is shown at its end.
const toEnd = (talk) => talk && (talk.scrollTop = talk.scrollHeight);
document.querySelectorAll("[data-end]").forEach(toEnd);

// A part that says where it is read anew, and how often (seconds): <div id="x" data-fresh="5">;
// data-from: a smaller page that holds it too.
for (const part of document.querySelectorAll("[data-fresh]")) {
  const read = async () => {
    if (document.hidden) return;
    const answer = await fetch(part.dataset.from || location.href, { headers: { Accept: "text/html" } }).catch(() => null);
    if (!answer || !answer.ok || answer.redirected) return;
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const fresh = page.getElementById(part.id);
    if (!fresh || fresh.innerHTML === part.innerHTML) return;
    if (part.contains(document.activeElement)) return; // somebody is about to press in it
    part.innerHTML = fresh.innerHTML;
    toEnd(part.closest("[data-end]"));
  };
  setInterval(read, 1000 * Number(part.dataset.fresh));
}

// A form that shows what it would become: <form data-live="/path" data-into="id">.
for (const form of document.querySelectorAll("form[data-live]")) {
  let waiting = 0;
  const later = () => {
    clearTimeout(waiting);
    waiting = setTimeout(async () => {
      const sent = { method: "POST", body: new FormData(form) };
      const answer = await fetch(form.dataset.live, sent).catch(() => null);
      if (!answer || !answer.ok || answer.redirected) return;
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      const here = document.getElementById(form.dataset.into);
      const fresh = page.getElementById(form.dataset.into);
      if (here && fresh) here.replaceChildren(...fresh.childNodes);
    }, 800);
  };
  form.addEventListener("input", later);
  for (const field of form.elements) {
    if (!form.contains(field)) field.addEventListener("input", later);
  }
}
