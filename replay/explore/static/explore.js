// What the page does besides: steps through time, keeps the address, hands on pictures. Without it all works by links.
(function () {
  "use strict";
  document.documentElement.classList.add("js");
  const one = (name) => document.getElementById(name);
  const calm = matchMedia("(prefers-reduced-motion: reduce)");
  let playing = 0, open = new Set(), asked = "", quiet = false, touched = null, place = null;

  const narrow = () => matchMedia("(max-width: 640px)").matches;
  const wide = () => (narrow() ? "narrow" : "wide");
  const say = (text) => { const live = one("live"); if (live && text) live.textContent = text; };

  // -- the address: one for what is seen, short and in one order ------------------------------------

  const FOLDED = { "date.": "shift", "due.": "clock" };
  function folded(data) { // what a form holds, as an address has it
    const parts = [];
    for (const [key, value] of data) {
      const text = String(value).trim(), start = Object.keys(FOLDED).find((word) => key.startsWith(word));
      if (!text) continue;
      parts.push(start ? [FOLDED[start], key.slice(start.length) + ":" + text] : [key, text]);
    }
    return parts.map(([key, text]) => key + "=" + encodeURIComponent(text).replace(/%3A/g, ":").replace(/%2C/g, ",")
      .replace(/%2F/g, "/")).join("&");
  }
  function timed(query) { // whoever looks at an act stays at the point to which time has come
    const at = /(^|&)(at=\d+)/.exec(one("page").dataset.query);
    query = query.split("&").filter((part) => !part.startsWith("at=")).join("&");
    return at ? query + "&" + at[2] : query;
  }
  function go(query, push) { // ask for a page, and put it in place of this one
    quiet = !push;
    return htmx.ajax("GET", "?" + query, { source: "#page", target: "#page", select: "#page", swap: "outerHTML show:none" })
      .catch(() => {}); // given up for a later one
  }

  // -- a page that still waits for what its address asks for ----------------------------------------

  const stale = () => { const page = one("page"); return Boolean(page && page.dataset.stale); };
  const early = []; // fields and links that were chosen meanwhile: each is chosen again on the page that comes
  function hold(chosen) {
    if (!early.includes(chosen)) early.push(chosen);
  }
  function catchUp() { // one at a time: each asks for a page
    while (early.length) {
      const chosen = early.shift();
      const same = (other) => chosen.dataset.act ? other.dataset.act === chosen.dataset.act
        : other.textContent === chosen.textContent;
      const twin = chosen.id ? one(chosen.id) : [...document.querySelectorAll("#page a")].find(same);
      if (!twin) continue;
      if (twin.form) {
        if (twin.type === "checkbox") twin.checked = chosen.checked; else twin.value = chosen.value;
        touched = twin;
        twin.form.requestSubmit();
      } else twin.dispatchEvent(new MouseEvent("click", { bubbles: true, cancelable: true }));
      return;
    }
  }
  document.addEventListener("click", (event) => {
    const link = stale() && event.target.closest && event.target.closest("#page a");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.button !== 0) return;
    if (link.hasAttribute("download") || link.target || !/^(\?|\.\/)/.test(link.getAttribute("href"))) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    if (!link.dataset.step) hold(link);
  }, true);

  document.addEventListener("htmx:configRequest", (event) => {
    const detail = event.detail;
    let [path, query] = detail.path.split("#")[0].split("?");
    const form = [...detail.parameters.entries ? detail.parameters.entries() : Object.entries(detail.parameters)];
    query = [query, folded(form)].filter(Boolean).join("&");
    if (narrow()) query += (query ? "&" : "") + "width=narrow";
    const hash = detail.path.split("#")[1];
    if (hash === "act") query = timed(query);
    detail.path = path + "?" + query + (hash ? "#" + hash : "");
    detail.parameters = {};
  });
  document.addEventListener("htmx:beforeSwap", (event) => {
    const detail = event.detail;
    if (detail.xhr && detail.xhr.status >= 400) { // the words of a refusal stand above what was typed
      detail.shouldSwap = true;
      detail.isError = false;
      detail.target = one("notice");
      detail.selectOverride = "#notice";
      detail.swapOverride = "outerHTML";
    } else if (detail.target && detail.target.id === "page") {
      one("notice").replaceChildren();
      const held = touched && touched.isConnected ? touched : document.activeElement;
      place = held && held.id && detail.target.contains(held) ? [held.id, held.getBoundingClientRect().top] : null;
      touched = null;
      open = new Set([...document.querySelectorAll("#page details[open]")].map((part) => part.id));
    }
  });
  document.addEventListener("htmx:afterSettle", (event) => {
    const page = one("page");
    if (!page || (event.detail.target && event.detail.target.id === "now")) return;
    if (event.detail.target && event.detail.target.id === "notice") {
      one("notice").scrollIntoView({ block: "center", behavior: how() });
      delete page.dataset.stale;
      catchUp();
      return;
    }
    for (const name of open) { const part = one(name); if (part) part.open = true; }
    if (page.dataset.address !== address()) {
      if (!quiet) history.pushState(null, "", page.dataset.address);
      else history.replaceState(null, "", page.dataset.address);
      say(page.dataset.said);
    }
    quiet = false;
    ready();
    fit();
    const anchor = (event.detail.pathInfo || {}).anchor, held = !anchor && place && one(place[0]);
    if (held) scrollBy({ top: held.getBoundingClientRect().top - place[1], behavior: "instant" }); // it stays under the eye
    const part = document.activeElement === document.body && one(anchor || "");
    if (part) { // whoever goes by keys goes on from where the link has led
      part.tabIndex = -1;
      part.focus({ preventScroll: true });
    }
    catchUp();
  });
  const address = () => location.search || "?";
  addEventListener("popstate", () => { stop(); go(location.search.slice(1), false); });

  // -- acts in the pictures -------------------------------------------------------------------------

  document.addEventListener("click", (event) => {
    const act = event.target.closest && event.target.closest("#picture a[data-act]");
    if (act && !event.ctrlKey && !event.metaKey && !event.shiftKey && event.button === 0) {
      event.preventDefault();
      const href = act.getAttribute("href") || act.getAttributeNS("http://www.w3.org/1999/xlink", "href");
      go(timed(href.split("#")[0].replace(/^[^?]*\?/, "")), true).then(() => {
        const found = one("act");
        if (found) { found.focus({ preventScroll: true }); found.scrollIntoView({ block: "nearest", behavior: how() }); }
      });
      return;
    }
    const step = event.target.closest && event.target.closest("a[data-step]");
    if (step) {
      event.preventDefault();
      event.stopPropagation();
      stop();
      const at = Number(one("at").value), last = Number(one("at").max);
      move({ first: 1, back: Math.max(1, at - 1), next: Math.min(last, at + 1), last: last }[step.dataset.step]);
    }
  }, true);
  const how = () => (calm.matches ? "auto" : "smooth");

  // -- time -----------------------------------------------------------------------------------------

  function dim(at) {
    const all = at >= Number(one("page").dataset.steps);
    for (const mark of document.querySelectorAll("#picture [data-entry]"))
      mark.classList.toggle("later", !all && Number(mark.dataset.entry) >= at);
    for (const bar of document.querySelectorAll("#picture [data-from-entry]")) {
      bar.classList.toggle("later", !all && Number(bar.dataset.fromEntry) >= at);
      bar.classList.toggle("ahead", !all && Number(bar.dataset.fromEntry) < at && Number(bar.dataset.toEntry) >= at);
    }
    for (const line of document.querySelectorAll("#picture .now-line")) { // where the present stands in the figure
      const place = line.dataset.places.split(" ")[at - 1];
      line.classList.toggle("on", !all && place !== undefined);
      for (const end of ["1", "2"]) if (place !== undefined) line.setAttribute(line.dataset.way + end, place);
      const veil = document.querySelector("#picture .veil"); // paths of the domains come out from under it
      if (!veil) continue;
      const right = Number(veil.getAttribute("x")) + Number(veil.getAttribute("width"));
      const left = all || place === undefined ? right : Math.min(right, Number(place));
      veil.setAttribute("x", left);
      veil.setAttribute("width", right - left);
    }
  }
  function move(at) { // show the replay up to an entry; the panel follows as fast as it can
    if (stale()) return; // of another replay than the one that comes
    one("at").value = at;
    dim(at);
    asked = String(at);
    if (!move.waits) show();
  }
  function show() {
    const at = asked, query = without(one("page").dataset.query, "at");
    move.waits = true;
    htmx.ajax("GET", "now?" + query + "&at=" + at, { target: "#now", swap: "outerHTML" }).then(() => {
      move.waits = false;
      if (asked !== at) { show(); return; }
      const steps = Number(one("page").dataset.steps);
      const here = "?" + query + (Number(at) < steps ? "&at=" + at : "");
      one("page").dataset.query = here.slice(1);
      history.replaceState(null, "", here);
      if (!one("now")) return;
      one("at").setAttribute("aria-valuetext", one("now").dataset.told);
      one("said").textContent = one("now").dataset.told;
      if (!playing) say(one("now").dataset.told);
    });
  }
  const without = (query, key) => query.split("&").filter((part) => !part.startsWith(key + "=")).join("&");
  function stop() {
    clearInterval(playing);
    playing = 0;
    const button = one("play");
    if (button) button.textContent = "Play";
  }
  function play() {
    if (stale()) return;
    if (playing) { stop(); if (one("now")) say(one("now").dataset.told); return; }
    const last = Number(one("at").max);
    if (Number(one("at").value) >= last) move(1);
    one("play").textContent = "Pause";
    playing = setInterval(() => {
      const at = Number(one("at").value);
      if (at >= last) stop(); else move(at + 1);
    }, calm.matches ? 1600 : 700);
  }

  // -- taking away ----------------------------------------------------------------------------------

  function keep(blob, name) {
    const link = document.createElement("a");
    link.href = URL.createObjectURL(blob);
    link.download = name;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 4000);
  }
  function raster() { // the picture as a PNG, with its caption, at twice its size
    const link = one("svg");
    const name = new URLSearchParams(one("page").dataset.query).get("d") || "figure";
    fetch(link.getAttribute("href")).then((answer) => answer.text()).then((text) => {
      const light = text.replaceAll("(prefers-color-scheme: dark)", "not all"); // on paper, whatever the screen is
      const image = new Image(), url = URL.createObjectURL(new Blob([light], { type: "image/svg+xml" }));
      image.onload = () => {
        const canvas = document.createElement("canvas"), scale = 2;
        canvas.width = image.naturalWidth * scale;
        canvas.height = image.naturalHeight * scale;
        const pen = canvas.getContext("2d");
        pen.fillStyle = "#ffffff";
        pen.fillRect(0, 0, canvas.width, canvas.height);
        pen.drawImage(image, 0, 0, canvas.width, canvas.height);
        URL.revokeObjectURL(url);
        canvas.toBlob((blob) => { keep(blob, name + ".png"); say("The figure is saved as PNG."); }, "image/png");
      };
      image.onerror = () => say("The figure could not be drawn.");
      image.src = url;
    });
  }
  // -- each page ------------------------------------------------------------------------------------

  function ready() {
    const page = one("page"), slider = one("at");
    if (!page || !slider) return;
    dim(Number(page.dataset.at));
    slider.setAttribute("aria-valuetext", one("now") && one("now").dataset.told || "");
  }
  function copy() {
    const said = () => say("The address is copied.");
    if (navigator.clipboard) navigator.clipboard.writeText(location.href).then(said, () => {});
  }
  // One listener each for the whole document: a page that has just been put in misses no click.
  const BUTTONS = { play: play, png: raster, copy: copy };
  document.addEventListener("click", (event) => {
    const button = event.target.closest && event.target.closest("button[id]");
    if (button && BUTTONS[button.id]) BUTTONS[button.id]();
  });
  document.addEventListener("input", (event) => {
    if (event.target.id === "at") { stop(); move(Number(event.target.value)); }
  });
  document.addEventListener("change", (event) => {
    const form = event.target.form;
    touched = event.target;
    if (!form || (form.id !== "edit" && form.id !== "filter")) return;
    if (stale()) hold(event.target); else form.requestSubmit();
  });
  document.addEventListener("submit", (event) => {
    if (event.target.id === "steps" || stale()) { event.preventDefault(); event.stopPropagation(); }
  }, true);
  function fit() { // the figure is drawn for this width
    const page = one("page");
    if (page && !stale() && page.dataset.width !== wide()) go(page.dataset.query, false);
  }
  addEventListener("resize", fit);
  let shut = [];
  addEventListener("beforeprint", () => { // paper opens nothing
    shut = [...document.querySelectorAll("#answer details:not([open]), #differs details:not([open])")];
    for (const part of shut) part.open = true;
  });
  addEventListener("afterprint", () => { for (const part of shut) part.open = false; });
  function start() {
    ready();
    const page = one("page");
    if (stale()) go(location.search.slice(1), false); // a page in a file is the first one
    else fit();
  }
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", start); else start();
})();
