// The engine of the page, in a thread of its own: loads Python with its packages, then answers addresses.
import { loadPyodide } from "./engine/pyodide.js";
import createPyodideModule from "./engine/pyodide.asm.js";

const here = new URL("./", import.meta.url);
const edition = new URL(import.meta.url).search;
const outside = self.fetch.bind(self);

// Every file that is loaded is counted; and the engine is told the type of its program, which not every host knows.
async function counted(what, how) {
  const answer = await outside(what, how);
  if (!answer.ok) {
    const failed = `${new URL(answer.url).pathname}: ${answer.status}`;
    postMessage({ failed }); // the engine waits for ever for a program that does not come
    throw new Error(failed);
  }
  const body = answer.body.pipeThrough(new TransformStream({
    transform(part, out) {
      postMessage({ loaded: part.byteLength });
      out.enqueue(part);
    },
  }));
  const type = new URL(answer.url).pathname.endsWith(".wasm") ? "application/wasm" : "application/octet-stream";
  return new Response(body, { headers: { "content-type": type } });
}
self.fetch = counted;

async function bytes(name) {
  return new Uint8Array(await (await counted(new URL(name + edition, here))).arrayBuffer());
}

async function start() {
  const packages = bytes("packages.zip");
  packages.catch(() => {}); // told below, where it is waited for
  const python = await loadPyodide({
    createPyodideModule,
    indexURL: new URL("engine/", here).href,
    packageBaseUrl: new URL("engine/", here).href,
    lockFileContents: {
      info: { arch: "wasm32", platform: "emscripten", python: "3.14.2", abi_version: "2026_0" },
      packages: {}, // ours are in one archive
    },
  });
  python.FS.writeFile("/packages.zip", await packages);
  postMessage({ step: "engine" });
  python.globals.set("step", (step) => postMessage({ step }));
  const answer = python.runPython(`
    import sys
    from js import Object
    from pyodide.ffi import to_js
    sys.path.insert(0, "/packages.zip")
    import replay.escalation # with networkx
    step("escalation")
    from replay.explore.live.inside import opened
    step("application")
    answered = opened("/packages.zip")
    step("cases")
    async def said(address, headers):
        return to_js(await answered(address, headers.to_py()), dict_converter=Object.fromEntries)
    said
  `);
  self.onmessage = async ({ data }) => {
    try {
      const [status, headers, body] = await answer(data.address, data.headers);
      postMessage({ id: data.id, status, headers, body });
    } catch (fault) {
      postMessage({ id: data.id, fault: String(fault) });
    }
  };
  postMessage({ ready: true });
}

start().catch((fault) => postMessage({ failed: String(fault.message ?? fault) }));
