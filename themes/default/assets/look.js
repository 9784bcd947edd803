// 适老化 and the colour scheme, as the reader chose them on any page; the outline of narrow screens. Read before the page is painted. ES5, classic script.
(function () {
  "use strict";
  var KEY = "gongshi-look", root = document.documentElement, dark = null, large = false;

  // pages opened from a folder may have no storage; the window's name then outlives the page
  function remembered() {
    var text = null;
    try { text = localStorage.getItem(KEY); } catch (error) { text = null; }
    return text === null && window.name.indexOf(KEY + ":") === 0 ? window.name.slice(KEY.length + 1) : text || "";
  }
  function remember() {
    var text = (large ? "large " : "") + (dark === null ? "" : dark ? "dark" : "light");
    try { localStorage.setItem(KEY, text); } catch (error) { window.name = KEY + ":" + text; }
  }
  function isDark() { return dark === null ? !!window.matchMedia && matchMedia("(prefers-color-scheme: dark)").matches : dark; }

  function show() {
    var sheets = document.querySelectorAll("link.dark"), buttons = document.querySelectorAll("[data-set]");
    root.setAttribute("data-look", large ? "large" : "");
    for (var at = 0; dark !== null && at < sheets.length; at++) { sheets[at].media = dark ? "screen" : "not all"; }
    if (dark !== null) { root.style.colorScheme = dark ? "dark" : "light"; }
    for (at = 0; at < buttons.length; at++) {
      buttons[at].setAttribute("aria-pressed", String(buttons[at].getAttribute("data-set") === "large" ? large : isDark()));
    }
  }

  var words = remembered();
  large = words.indexOf("large") >= 0;
  if (/dark|light/.test(words)) { dark = words.indexOf("dark") >= 0; }
  show();
  document.addEventListener("DOMContentLoaded", show);
  // on narrow screens the outline is closed as soon as it is read, so that nothing moves once the page is painted
  if (window.MutationObserver && window.matchMedia && matchMedia("(max-width: 1000px)").matches && location.hash === "") {
    var observer = new MutationObserver(function () {
      var outline = document.querySelector(".outline details");
      if (outline) { outline.open = false; observer.disconnect(); }
    });
    observer.observe(root, { childList: true, subtree: true });
    document.addEventListener("DOMContentLoaded", function () { observer.disconnect(); });
  }
  document.addEventListener("click", function (event) {
    var set = event.target.getAttribute && event.target.getAttribute("data-set");
    if (!set) { return; }
    if (set === "large") { large = !large; } else { dark = !isDark(); }
    remember();
    show();
  });
})();
