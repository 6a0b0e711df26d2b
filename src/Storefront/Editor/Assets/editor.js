// The editor works without this: every button is a form's. With it the page stays, focus and all, while the server answers,
// and the preview follows what is typed.
"use strict";
(() => {
  document.documentElement.classList.add("scripted");
  const said = document.getElementById("said");
  const preview = document.getElementById("preview");
  const Pause = 250;

  const say = words => {
    said.textContent = "";
    if (words) {
      // a moment of silence, so that the same words are said again
      setTimeout(() => { said.textContent = words; }, 50);
    }
  };

  // one request at a time: the server may renew the session with any of them, and that works once
  let last = Promise.resolve();
  const inTurn = work => { last = last.then(work, work); return last; };

  const parse = async answer => new DOMParser().parseFromString(await answer.text(), "text/html");
  const fields = form => new URLSearchParams(new FormData(form));
  const noticeOf = page => page.querySelector("#notice p")?.textContent;
  const Away = "The server does not answer. Nothing is lost: try again in a moment.";

  const desk = () => document.getElementById("editor");
  let isChanged = desk()?.dataset.changed === "yes";
  let timer;

  const look = () => {
    clearTimeout(timer);
    timer = setTimeout(() => inTurn(async () => {
      const form = desk();
      try {
        const answer = await fetch(form.dataset.preview, { method: "POST", body: fields(form) });
        if (answer.ok) {
          preview.srcdoc = await answer.text();
        } else if (answer.status === 401) {
          say(noticeOf(await parse(answer)));
        }
      } catch {
        // the next change asks again
      }
    }), Pause);
  };

  const mark = () => {
    isChanged = true;
    const state = desk().querySelector(".tools .state");
    state.textContent = "Not saved";
    state.className = "state changed";
  };

  const goTo = id => {
    const place = document.getElementById(id);
    if (!place) {
      return;
    }
    // an entry that was just added: where one types, else the entry itself
    const field = place.matches(".part") ? place.querySelector("input:not([type=hidden]), textarea, select") : null;
    (field ?? place).focus();
    place.scrollIntoView({ block: "nearest" });
  };

  const press = async (form, button) => {
    const body = fields(form);
    body.set("do", button?.value ?? "save");
    form.inert = true;
    try {
      const answer = await fetch(form.action, { method: "POST", body });
      const page = await parse(answer);
      const next = page.getElementById("editor");
      if (!next && answer.ok) {
        // the page is gone, and there is another one to go to
        isChanged = false;
        location.assign(answer.url);
        return;
      }
      if (!next) {
        form.inert = false;
        button?.focus();
        say(noticeOf(page) ?? Away);
        return;
      }
      form.replaceWith(next);
      isChanged = next.dataset.changed === "yes";
      goTo(next.dataset.focus || button?.id);
      say(next.dataset.said);
      look();
    } catch {
      form.inert = false;
      button?.focus();
      say(Away);
    }
  };

  document.addEventListener("submit", event => {
    if (event.target.id === "editor") {
      event.preventDefault();
      clearTimeout(timer);
      inTurn(() => press(event.target, event.submitter));
    }
  });
  document.addEventListener("input", event => {
    if (event.target.closest("#editor")) {
      mark();
      look();
    }
  });
  addEventListener("beforeunload", event => {
    if (isChanged) {
      event.preventDefault();
    }
  });

  // the pictures of the brand, in a window of the page
  let field;
  const picker = document.createElement("dialog");
  picker.setAttribute("aria-label", "Choose a picture");
  document.body.append(picker);

  const show = async answer => {
    const page = await parse(answer);
    const pictures = page.getElementById("pictures") ?? page.getElementById("notice");
    const close = document.createElement("button");
    close.type = "button";
    close.className = "quiet close";
    close.textContent = "Close";
    close.addEventListener("click", () => picker.close());
    picker.replaceChildren(close, ...(pictures ? [pictures] : []));
    // what the user was at has been replaced
    (picker.querySelector("[data-url]") ?? picker.querySelector("[data-upload]") ?? close).focus();
  };
  const fill = request => inTurn(async () => {
    try {
      await show(await request());
      return true;
    } catch {
      say(Away);
      return false;
    }
  });

  document.addEventListener("click", event => {
    const pick = event.target.closest("[data-pick]");
    const more = event.target.closest("dialog [data-more]");
    const picture = event.target.closest("dialog [data-url]");
    if (pick) {
      event.preventDefault();
      field = document.getElementById(pick.dataset.pick);
      fill(() => fetch(pick.href)).then(isThere => isThere && picker.showModal());
    } else if (more) {
      event.preventDefault();
      fill(() => fetch(more.href));
    } else if (event.target.closest("[data-leave]")) {
      isChanged = false;
    } else if (picture) {
      picker.close();
      field.value = picture.dataset.url;
      field.dispatchEvent(new Event("input", { bubbles: true }));
    }
  });
  picker.addEventListener("close", () => field.focus());
  document.addEventListener("change", event => {
    const file = event.target.dataset.upload && event.target.files[0];
    if (file) {
      fill(() => fetch(`${event.target.dataset.upload}?name=${encodeURIComponent(file.name)}`, { method: "POST", body: file }));
    }
  });

  if (desk()) {
    say(desk().dataset.said);
    if (location.search) {
      history.replaceState(null, "", location.pathname);
    }
  }
})();
