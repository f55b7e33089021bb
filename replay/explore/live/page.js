// The page without a server: what it would ask a server, a worker answers; nothing else of the page knows.
(() => {
  "use strict";

  const script = document.currentScript;
  const folder = new URL("../", script.src);
  const edition = new URL(script.src).search; // its files are asked for by it: kept ones of another do not fit
  const total = Number(script.dataset.bytes);
  const waiting = new Map();
  let engine = null, started = () => {}, refused = () => {}, asked = 0;
  const ready = new Promise((yes, no) => { started = yes; refused = no; });
  ready.catch(() => {});

  // ---- what is said while the engine loads -------------------------------------------------------------------------

  const share = { loaded: 0.3, engine: 0.6, escalation: 0.75, application: 0.95, cases: 1 }; // of the time it takes
  const steps = Object.keys(share);
  const bar = document.createElement("progress");
  bar.max = 1;
  bar.value = 0;
  bar.setAttribute("aria-label", "Loading the engine");
  const words = document.createElement("span");
  words.setAttribute("role", "status");
  const amount = document.createElement("span");
  amount.setAttribute("aria-hidden", "true"); // changes too often to be read out
  const box = document.createElement("div");
  box.className = "engine";
  const rights = document.createElement("a");
  rights.href = new URL("LICENCES.txt", folder).href;
  rights.textContent = "Licences";
  box.append(words, amount, bar, rights);

  const LATER = "What you asked for is replayed as soon as the engine is ready; until then, this is the record.";

  function say(text, state) {
    words.textContent = text;
    box.dataset.state = state;
    bar.hidden = amount.hidden = state !== "loading";
  }

  function creep(from, to) { // what is computed tells nothing until it is done; the bar goes on, slower and slower
    bar.value = Math.max(bar.value, from);
    clearInterval(creep.timer);
    creep.timer = setInterval(() => { bar.value += (to - bar.value) / 25; }, 200);
  }

  function fail(text) {
    clearInterval(creep.timer);
    say(`${text} What you see is the record as it was coded; it does not change.`, "failed");
    refused(new Error(text));
  }

  // ---- asking ------------------------------------------------------------------------------------------------------

  const files = /^(static|live)\/|^(README|LICENCES)\.txt$|^manifest\.json$/;

  function routed(url) { // the address for the application, or null where it is a file, or elsewhere
    const whole = new URL(url, document.baseURI);
    if (whole.origin !== folder.origin || !whole.pathname.startsWith(folder.pathname)) return null;
    const path = whole.pathname.slice(folder.pathname.length);
    if (files.test(path)) return null;
    return `/${path === "index.html" ? "" : path}${whole.search}`;
  }

  async function ask(address, headers = {}) {
    if (box.dataset.state === "loading") say(LATER, "loading");
    await ready;
    const id = ++asked;
    return new Promise((yes, no) => {
      waiting.set(id, [yes, no]);
      engine.postMessage({ id, address, headers });
    });
  }

  function receive({ data }) {
    if (data.loaded) {
      receive.loaded = (receive.loaded ?? 0) + data.loaded;
      const [done, all] = [receive.loaded, total].map((size) => (size / 1e6).toFixed(1));
      amount.textContent = `${done} of ${all} MB`;
      bar.value = Math.max(bar.value, share.loaded * Math.min(1, receive.loaded / total));
      if (receive.loaded >= total) receive({ data: { step: "loaded" } });
    } else if (data.step) {
      creep(share[data.step], share[steps[steps.indexOf(data.step) + 1]] ?? 1);
      amount.textContent = "Loaded, starting";
    } else if (data.ready) {
      clearInterval(creep.timer);
      say("The engine is ready: change anything, and the replay follows.", "ready");
      started();
    } else if (data.failed) {
      fail(`The engine could not be started (${data.failed}). Reload the page; if that does not help, use another browser.`);
    } else {
      const [yes, no] = waiting.get(data.id);
      waiting.delete(data.id);
      if (data.fault) no(new Error(data.fault)); else yes(data);
    }
  }

  function start() {
    if (location.protocol === "file:") {
      fail("A page opened from a file cannot start its engine. In a terminal, in this folder, type " +
        "“python3 -m http.server 8000 --bind 127.0.0.1”. Then open http://127.0.0.1:8000/ in the browser.");
    } else if (typeof WebAssembly !== "object" || typeof Worker !== "function") {
      fail("This browser cannot run the engine: it has no WebAssembly, or it is switched off. " +
        "Use Chrome, Edge, Firefox or Safari of the last two years.");
    } else {
      say("The engine for what-ifs is loading; you can read on.", "loading");
      engine = new Worker(new URL(`live/worker.js${edition}`, folder), { type: "module" });
      engine.onmessage = receive;
      engine.onerror = (fault) => receive({ data: { failed: fault.message || "a file of it is missing" } });
    }
  }

  // ---- in place of the requests of the page ------------------------------------------------------------------------

  class Request extends EventTarget { // what htmx uses of XMLHttpRequest
    upload = new EventTarget();
    status = 0;
    statusText = "";
    response = "";
    responseURL = "";
    #sent = {};
    #said = {};
    #over = false;

    get responseText() { return this.response; }
    open(method, url) { this.responseURL = new URL(url, document.baseURI).href; }
    overrideMimeType() {}
    setRequestHeader(name, value) { this.#sent[name] = value; }
    getResponseHeader(name) { return this.#said[name.toLowerCase()] ?? null; }
    getAllResponseHeaders() { return Object.entries(this.#said).map((pair) => pair.join(": ")).join("\r\n"); }
    abort() { this.#end("abort"); }

    send() {
      this.#tell("loadstart");
      const address = routed(this.responseURL);
      if (address === null) this.#end("error");
      else {
        ask(address, this.#sent).then((answer) => this.#take(answer), (fault) => {
          console.error(fault);
          this.#end("error");
        });
      }
    }

    #take({ status, headers, body }) {
      if (this.#over) return;
      [this.status, this.#said, this.response] = [status, headers, new TextDecoder().decode(body)];
      this.#end("load");
    }

    #end(name) {
      if (this.#over) return;
      this.#over = true;
      this.#tell(name);
      this.#tell("loadend");
    }

    #tell(name) {
      const event = new ProgressEvent(name);
      this[`on${name}`]?.(event);
      this.dispatchEvent(event);
    }
  }
  window.XMLHttpRequest = Request;

  const outside = window.fetch.bind(window);
  window.fetch = async (what, how) => {
    const address = routed(what.url ?? what);
    if (address === null) return outside(what, how);
    const { status, headers, body } = await ask(address);
    return new Response(body, { status, headers });
  };

  async function save(address) {
    const { status, headers, body } = await ask(address);
    const type = headers["content-type"] ?? "text/plain";
    const url = URL.createObjectURL(new Blob([body], { type }));
    const link = document.createElement("a");
    link.href = url;
    link.download = /filename="?([^";]+)/.exec(headers["content-disposition"] ?? "")?.[1] ?? "file";
    if (status === 200) link.click();
    setTimeout(() => URL.revokeObjectURL(url), 60000);
  }

  document.addEventListener("click", (event) => { // what is saved; all else of the page goes by the requests above
    const link = event.target.closest?.("a[download]");
    const address = link && !link.href.startsWith("blob:") ? routed(link.href) : null;
    if (address === null || event.defaultPrevented) return;
    event.preventDefault();
    save(address);
  });

  document.body.prepend(box); // the script is deferred
  start();
  const page = document.getElementById("page");
  if (location.search && page) page.dataset.stale = "yes"; // it is the first page, whatever the address asks for
})();
