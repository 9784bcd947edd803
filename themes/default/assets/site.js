// Conveniences; every page works without them. ES5, classic script: it must run in Chromium 86 and from file://.
(function () {
  "use strict";
  var buttons = document.querySelectorAll("button.print");
  for (var at = 0; at < buttons.length; at++) {
    buttons[at].hidden = false;
    buttons[at].addEventListener("click", function () { window.print(); });
  }
  var banner = document.querySelector(".banner"), now = new Date();
  function two(n) { return (n < 10 ? "0" : "") + n; }
  function isPast(day, today) { return day && day < today; }
  if (banner) {
    var today = now.getFullYear() + "-" + two(now.getMonth() + 1) + "-" + two(now.getDate());
    banner.hidden = !!isPast(banner.getAttribute("data-until"), today) || !!isPast(today, banner.getAttribute("data-from"));
  }
  var filter = document.getElementById("filter");
  if (filter) {
    var rows = document.getElementById(filter.getAttribute("data-list")).getElementsByTagName("li");
    var status = filter.parentNode.querySelector("[role=status]");
    filter.parentNode.hidden = false;
    filter.addEventListener("input", function () {
      var words = filter.value.trim().toLowerCase(), left = 0;
      for (var at = 0; at < rows.length; at++) {
        rows[at].hidden = rows[at].textContent.toLowerCase().indexOf(words) < 0;
        if (!rows[at].hidden) { left++; }
      }
      var letters = document.querySelectorAll(".letter");
      for (at = 0; at < letters.length; at++) { letters[at].hidden = !letters[at].querySelector("li:not([hidden])"); }
      status.textContent = left ? "" : status.getAttribute("data-none");
    });
  }
  // the page 校验: which release this is, where publishing has put it beside the site as data
  var release = document.getElementById("release");
  if (release) {
    var script = document.createElement("script");
    script.onload = function () {
      var note = window.gongshiRelease;
      release.querySelector("code").textContent = note.release;
      release.querySelector("span").textContent = note.published.slice(0, 16).replace("T", " ");
      release.hidden = false;
    };
    script.src = release.getAttribute("data-script");
    document.head.appendChild(script);
  }
  document.addEventListener("keydown", function (event) {
    var tag = event.target.tagName;
    if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey) { return; }
    if (tag === "INPUT" || tag === "TEXTAREA" || tag === "SELECT" || event.target.isContentEditable) { return; }
    var box = document.getElementById("q") || document.getElementById("q-site");
    if (box) { event.preventDefault(); box.focus(); }
  });
})();
