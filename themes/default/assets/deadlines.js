// Marks the deadlines that are before the reader's today. The list is complete without it. ES5, classic script.
(function () {
  "use strict";
  var list = document.getElementById("deadlines");
  if (!list) { return; }
  var now = new Date();
  function two(n) { return (n < 10 ? "0" : "") + n; }
  var today = now.getFullYear() + "-" + two(now.getMonth() + 1) + "-" + two(now.getDate());
  var items = list.querySelectorAll("li[data-until]");
  for (var at = 0; at < items.length; at++) {
    if (items[at].getAttribute("data-until") < today) {
      var note = document.createElement("span");
      note.className = "note";
      note.textContent = list.getAttribute("data-lapsed");
      items[at].className = "lapsed";
      items[at].querySelector(".until").appendChild(note);
    }
  }
})();
