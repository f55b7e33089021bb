// Finds rows of the story; explains the mark that is pointed at; steps through the acts of a figure by date.
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
  window.addEventListener("hashchange", function () {
    var row = document.getElementById(decodeURIComponent(location.hash.slice(1)));
    if (row && row.hidden) {
      field.value = "";
      field.dispatchEvent(new Event("input"));
      row.scrollIntoView();
    }
  });
});
(function () {
  var cards = {}, total = 0, figures = {}, wide = window.matchMedia("(min-width: 72rem)");
  document.getElementById("cards").content.querySelectorAll("[data-card]").forEach(function (card) {
    cards[card.dataset.card] = card;
    if (card.dataset.n) { total += 1; }
  });
  function cardOf(name) {
    return cards[name.replace(/^(name|stick) /, "act ").replace(/^(end|run) /, "clock ")];
  }
  function numberOf(name) {
    var card = cardOf(name);
    return card && card.dataset.n ? Number(card.dataset.n) : 0;
  }
  document.querySelectorAll("figure").forEach(function (figure) {
    var paper = figure.querySelector(".paper"), panel = figure.querySelector(".panel");
    if (!paper || !panel) { return; }
    var said = panel.querySelector(".said"), place = panel.querySelector(".place"), shut = panel.querySelector(".shut");
    var marks = {}, acts = [], names = [], others = [], current = null, hint = said.firstChild;
    paper.querySelectorAll("g.tip").forEach(function (mark) {
      var name = mark.dataset.mark, title = mark.querySelector("title");
      mark.words = title ? title.textContent : "";
      if (title) { title.remove(); }
      if (marks[name]) { marks[name].push(mark); return; }
      marks[name] = [mark];
      if (/^(act|stick) /.test(name) && numberOf(name)) { acts.push(name); }
      else if (/^name /.test(name) && numberOf(name)) { names.push(name); }
      else if (/^(end|reading|done) /.test(name)) { others.push(name); }
    });
    if (!acts.length) { acts = names; }
    acts.sort(function (a, b) { return numberOf(a) - numberOf(b); });
    panel.hidden = false;
    function counts() {
      var all = acts.length || others.length;
      return acts.length ? (all < total ? all + " of " + total + " acts" : all + " acts") : all + " marks";
    }
    place.textContent = counts();
    function step(name) {  // the act that a mark or a name stands for, as it is stepped through
      var id = name.replace(/^(act|name|stick) /, "");
      return acts.find(function (act) { return act.replace(/^\w+ /, "") === id; }) || name;
    }
    function explain(name) {
      var card = cardOf(name);
      if (card) { said.replaceChildren.apply(said, card.cloneNode(true).childNodes); }
      else {
        var line = document.createElement("p");
        line.textContent = marks[name][0].words.replace(/^\u2192 /, "");
        said.replaceChildren(line);
      }
      var n = numberOf(name), at = acts.indexOf(step(name));
      place.textContent = n ? n + " of " + total : counts();
      if (n && at >= 0 && acts.length < total) {
        place.textContent += " (" + (at + 1) + " of " + acts.length + " drawn)";
      }
    }
    function clear() {
      paper.querySelectorAll(".here, .later").forEach(function (mark) { mark.classList.remove("here", "later"); });
    }
    function close() {
      clear();
      current = null;
      panel.classList.remove("open");
      shut.hidden = true;
      document.body.classList.remove("sheet");
      said.replaceChildren(hint);
      place.textContent = counts();
    }
    function open() {
      document.querySelectorAll(".panel.open").forEach(function (other) { other.classList.remove("open"); });
      panel.classList.add("open");
      shut.hidden = false;
      document.body.classList.add("sheet");
    }
    function fade(limit) {
      Object.keys(marks).forEach(function (name) {
        var n = numberOf(name), ends = name.split(" ");
        if (ends[0] === "link") { n = Math.max(numberOf("act " + ends[2]), numberOf("act " + ends[3])); }
        if (n > limit) { marks[name].forEach(function (mark) { mark.classList.add("later"); }); }
      });
    }
    function reveal(mark) {
      var box = mark.getBoundingClientRect(), frame = paper.getBoundingClientRect();
      paper.scrollLeft += (box.left + box.right) / 2 - (frame.left + frame.right) / 2;
      var top = document.querySelector("nav").offsetHeight + 8;
      var bottom = window.innerHeight - (wide.matches ? 8 : panel.offsetHeight + 8);
      if (box.top < top || box.bottom > bottom) { window.scrollBy(0, (box.top + box.bottom - top - bottom) / 2); }
    }
    function show(name, stepping) {
      current = step(name);
      clear();
      marks[name].forEach(function (mark) { mark.classList.add("here"); });
      if (stepping && numberOf(name)) { fade(numberOf(name)); }
      explain(name);
      open();
      if (stepping) { reveal(marks[name][0]); }
    }
    function go(by, list) {
      if (!list.length) { return; }
      var at = list.indexOf(current);
      at = at < 0 ? (by > 0 ? 0 : list.length - 1) : (at + by + list.length) % list.length;
      show(list[at], true);
    }
    paper.addEventListener("mouseover", function (event) {
      var mark = event.target.closest("g.tip");
      if (mark && wide.matches) { explain(mark.dataset.mark); }
    });
    paper.addEventListener("mouseleave", function () {
      if (current && wide.matches) { explain(current); }
    });
    paper.addEventListener("click", function (event) {
      var mark = event.target.closest("g.tip");
      if (!mark) { return; }
      show(mark.dataset.mark, false);
      if (!wide.matches) { reveal(mark); }
    });
    figure.addEventListener("keydown", function (event) {
      var along = { ArrowRight: 1, ArrowLeft: -1 }[event.key], across = { ArrowDown: 1, ArrowUp: -1 }[event.key];
      if (event.altKey || event.ctrlKey || event.metaKey) { return; }
      if (along) { go(along, acts.length ? acts : others); }
      else if (across && others.length && paper.contains(event.target)) { go(across, others); }
      else if (event.key === "Escape") { close(); }
      else { return; }
      event.preventDefault();
    });
    panel.addEventListener("click", function (event) {
      var button = event.target.closest("button");
      if (button && button.dataset.step) { go(Number(button.dataset.step), acts.length ? acts : others); }
      else if (button) { close(); paper.focus({ preventScroll: true }); }
      else if (event.target.closest("a") && !wide.matches) { close(); }
    });
    figures[figure.id] = function (name) {
      if (marks[name]) { paper.focus({ preventScroll: true }); show(name, true); }
    };
  });
  document.addEventListener("click", function (event) {
    var link = event.target.closest("a[data-show]");
    if (!link) { return; }
    var name = link.dataset.show, figure = link.hash.slice(1);
    if (figures[figure]) { event.preventDefault(); figures[figure](name); }
  });
})();
