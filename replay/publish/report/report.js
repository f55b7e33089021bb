"use strict";
document.querySelectorAll("input[data-for]").forEach(function (field) {
  var rows = document.querySelectorAll("#" + field.dataset.for + " tbody tr");
  var count = document.getElementById(field.dataset.for + "-count");
  field.addEventListener("input", function () {
    var words = field.value.toLowerCase().split(/\s+/).filter(Boolean), shown = 0;
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
    return !mark.dataset.tip.startsWith("\u2192");
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
