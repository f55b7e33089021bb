"""The style sheet and the script of a report, and the policy that lets these two and nothing else run."""

from __future__ import annotations

import base64
import hashlib

__all__ = ["POLICY", "SCRIPT", "STYLE"]

STYLE = """
:root { --ink: #1a1a1a; --muted: #595959; --rule: #d8d8d8; --ground: #ffffff; --panel: #f6f6f4; --link: #0b4f8a;
  --a: #0b4f8a; --b: #b34e00; color-scheme: light dark; }
@media (prefers-color-scheme: dark) { :root { --ink: #e6e6e3; --muted: #a8a8a4; --rule: #3c3c3a; --ground: #191a1b;
  --panel: #232425; --link: #8ebde6; --a: #8ebde6; --b: #f0a35e; } }
* { box-sizing: border-box; }
html { scroll-behavior: smooth; scroll-padding-top: 3.2rem; }
@media (prefers-reduced-motion: reduce) { html { scroll-behavior: auto; } }
body { margin: 0; background: var(--ground); color: var(--ink);
  font: 16px/1.5 system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif; }
a { color: var(--link); }
:focus-visible { outline: 3px solid var(--link); outline-offset: 2px; }
.skip { position: absolute; left: -99rem; }
.skip:focus { left: 1rem; top: .6rem; background: var(--ground); padding: .3rem .6rem; z-index: 3; }
nav { position: sticky; top: 0; z-index: 2; background: var(--ground); border-bottom: 1px solid var(--rule); }
nav ul { display: flex; flex-wrap: wrap; gap: .2rem 1.2rem; margin: 0 auto; padding: .6rem 1.2rem; max-width: 78rem;
  list-style: none; font-size: .9rem; }
header, main, footer { max-width: 78rem; margin: 0 auto; padding: 0 1.2rem; }
header { padding-top: 1.6rem; }
h1 { font-size: 1.9rem; line-height: 1.2; margin: 0 0 .3rem; }
h2 { font-size: 1.3rem; margin: 2.4rem 0 .6rem; padding-top: .4rem; border-top: 1px solid var(--rule); }
h3 { font-size: 1.05rem; margin: 1.4rem 0 .4rem; }
p { max-width: 46rem; margin: .4rem 0; }
.muted, figcaption, caption { color: var(--muted); }
.facts { display: grid; grid-template-columns: repeat(auto-fit, minmax(9rem, 1fr)); gap: .8rem 1.2rem; margin: 1rem 0;
  padding: 0; }
.facts div { border-top: 2px solid var(--rule); padding-top: .3rem; }
.facts dt { font-size: .82rem; color: var(--muted); }
.facts dd { margin: 0; font-size: 1.3rem; font-variant-numeric: tabular-nums; }
figure { margin: 1.2rem 0 2rem; }
.paper { background: #ffffff; border: 1px solid var(--rule); border-radius: 4px; padding: .8rem; overflow-x: auto; }
.paper svg { display: block; width: 100%; height: auto; min-width: 44rem; max-width: 62rem; margin: 0 auto; }
figcaption { font-size: .88rem; max-width: 62rem; margin-top: .5rem; }
.said { display: block; min-height: 1.5rem; margin-top: .4rem; font-size: .92rem; }
.tip { cursor: help; }
.tip.here { opacity: 1; stroke: #000000; stroke-width: 2.4; paint-order: stroke; }
.scroll { overflow-x: auto; }
table { border-collapse: collapse; width: 100%; font-size: .88rem; }
caption { text-align: left; padding: .2rem 0 .5rem; font-size: .88rem; }
th, td { text-align: left; vertical-align: top; padding: .32rem .6rem .32rem 0; border-bottom: 1px solid var(--rule); }
thead th { border-bottom: 2px solid var(--ink); white-space: nowrap; }
td.number, th.number { text-align: right; font-variant-numeric: tabular-nums; }
td.date { white-space: nowrap; font-variant-numeric: tabular-nums; }
td.a { color: var(--a); } td.b { color: var(--b); }
td small { color: var(--muted); }
tr.rule td { background: var(--panel); }
tr:target td { background: var(--panel); }
label { display: inline-block; margin: .4rem 0 .8rem; font-size: .9rem; }
input { font: inherit; padding: .25rem .5rem; width: 20rem; max-width: 100%; color: inherit; background: var(--panel);
  border: 1px solid var(--muted); border-radius: 4px; }
.good { color: #00705c; } .bad { color: #b2182b; }
@media (prefers-color-scheme: dark) { .good { color: #5cc9b1; } .bad { color: #f08a93; } }
code { font-size: .85em; overflow-wrap: anywhere; }
footer { margin-top: 3rem; padding-bottom: 2rem; font-size: .85rem; color: var(--muted); }
@media screen and (prefers-color-scheme: dark) {
  .paper { background: #191a1b; } .paper svg { filter: invert(0.9) hue-rotate(180deg); } }
@media print {
  :root { --ink: #000000; --muted: #444444; --rule: #bbbbbb; --ground: #ffffff; --panel: #f2f2f2; --link: #000000;
    --a: #0b4f8a; --b: #b34e00; color-scheme: light; }
  @page { size: A4; margin: 16mm 14mm; }
  body { font-size: 9.5pt; }
  nav, .skip, label, .said { display: none; }
  header, main, footer { max-width: none; padding: 0; }
  h2 { break-after: avoid; }
  .good { color: #00705c; } .bad { color: #b2182b; }
  figure { break-inside: avoid; }
  .paper { border: 0; padding: 0; overflow: visible; }
  .paper svg { min-width: 0; max-width: 100%; max-height: 205mm; }
  h1 { font-size: 18pt; } h2 { font-size: 13pt; } h3 { font-size: 10.5pt; } figcaption, caption { font-size: 8pt; }
  .scroll { overflow: visible; }
  table { font-size: 7.5pt; }
  thead { display: table-header-group; }
  thead th { white-space: normal; }
  tr { break-inside: avoid; }
}
"""
"""Screen, light and dark, and paper; no font or picture is fetched."""

SCRIPT = """
"use strict";
document.querySelectorAll("input[data-for]").forEach(function (field) {
  var rows = document.querySelectorAll("#" + field.dataset.for + " tbody tr");
  var count = document.getElementById(field.dataset.for + "-count");
  field.addEventListener("input", function () {
    var words = field.value.toLowerCase().split(/\\s+/).filter(Boolean), shown = 0;
    rows.forEach(function (row) {
      var text = row.textContent.toLowerCase();
      row.hidden = !words.every(function (word) { return text.indexOf(word) >= 0; });
      if (!row.hidden) { shown += 1; }
    });
    count.textContent = shown + " of " + rows.length;
  });
});
document.querySelectorAll("figure").forEach(function (figure) {
  var paper = figure.querySelector(".paper"), said = figure.querySelector(".said");
  if (!paper || !said) { return; }
  var marks = Array.prototype.filter.call(paper.querySelectorAll("g.tip"), function (mark) {
    return !mark.dataset.tip.startsWith("\\u2192");
  });
  var at = -1;
  function show(mark) {
    paper.querySelectorAll(".here").forEach(function (other) { other.classList.remove("here"); });
    if (mark) { mark.classList.add("here"); said.textContent = mark.dataset.tip; }
  }
  paper.addEventListener("mouseover", function (event) {
    var mark = event.target.closest("g.tip");
    if (mark) { said.textContent = mark.dataset.tip; }
  });
  paper.addEventListener("keydown", function (event) {
    var step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
    if (!step || !marks.length) { return; }
    at = (at + step + marks.length) % marks.length;
    show(marks[at]);
    event.preventDefault();
  });
  paper.addEventListener("blur", function () { show(null); });
});
"""
"""Finds rows of the story, and says what a mark is, to the mouse and to the arrow keys."""


def _digest(text: str) -> str:
    return "'sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode() + "'"


POLICY = (
    f"default-src 'none'; style-src {_digest(STYLE)}; script-src {_digest(SCRIPT)}; base-uri 'none'; form-action 'none'"
)
"""Content policy: this style sheet and this script only, and nothing from anywhere."""
