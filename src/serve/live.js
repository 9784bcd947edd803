// Keeps the page in view as the files say: patches what changed, lists the checks, shows errors above the last good
// page. Served by `gongshi serve` only. ES5, classic script. Whatever comes from a notice is set as text.
(function () {
  "use strict";
  var script = document.currentScript;
  var shown = script.getAttribute("data-page");
  var base = null, assets = null, search, asked = "", told = {}, source = null, busy = false, again = false;
  var host = document.createElement("gongshi-live");
  var room = host.attachShadow({ mode: "open" });

  // ---- what is seen ----

  function element(name, className, text) {
    var made = document.createElement(name);
    if (className) { made.className = className; }
    if (text) { made.textContent = text; }
    return made;
  }

  function clear(parent) { while (parent.firstChild) { parent.removeChild(parent.firstChild); } }

  var style = element("link");
  style.rel = "stylesheet";
  style.href = "/-/live.css";
  var errors = element("div", "errors"), reason = element("pre"), hint = element("p");
  errors.setAttribute("role", "alert");
  errors.hidden = true;
  errors.appendChild(hint);
  errors.appendChild(reason);
  var panel = element("details", "panel"), heading = element("summary"), list = element("ul");
  panel.hidden = true;
  panel.open = sessionStorage.getItem("gongshi-checks") !== "closed";
  panel.appendChild(heading);
  panel.appendChild(list);
  panel.addEventListener("toggle", function () {
    sessionStorage.setItem("gongshi-checks", panel.open ? "open" : "closed");
    makeRoom();
  });
  window.addEventListener("resize", makeRoom);

  // The page ends above the panel, so that no text is behind it for good.
  function makeRoom() {
    var height = panel.hidden ? "" : panel.offsetHeight + "px";
    document.documentElement.style.paddingBottom = document.documentElement.style.scrollPaddingBottom = height;
  }
  var lost = element("p", "lost"), edit = element("a", "edit");
  lost.hidden = edit.hidden = true;
  [style, panel, edit, lost, errors].forEach(function (part) { room.appendChild(part); });
  document.documentElement.appendChild(host);

  document.addEventListener("keydown", function (event) {
    if (event.key === "Escape") { errors.hidden = true; }
  });

  function link(line) {
    var href = (told.editor || "").replace("{line}", line);
    return /^[a-z][a-z0-9+.-]*:/i.test(href) && !/^(javascript|data|vbscript):/i.test(href) ? href : "";
  }

  function showErrors(text) {
    if (text !== reason.textContent) { errors.hidden = !text; }
    reason.textContent = text;
    hint.textContent = told.words.hide;
  }

  function showChecks() {
    var checks = told.checks, words = told.words;
    panel.hidden = !checks;
    if (!checks) { makeRoom(); return; }
    heading.textContent = words.checks + " " + checks.length;
    clear(list);
    if (!checks.length) { list.appendChild(element("li", "none", words.none)); }
    checks.forEach(function (check) {
      var entry = element("li", check.severity), to = element("a", "", words.line.replace("{n}", check.line));
      entry.appendChild(element("b", "", words[check.severity] + " "));
      if (check.line) {
        if (link(check.line)) { to.href = link(check.line); }
        entry.appendChild(to);
      }
      entry.appendChild(document.createTextNode(" " + check.message));
      if (check.help) { entry.appendChild(element("small", "", check.help)); }
      list.appendChild(entry);
    });
    makeRoom();
  }

  // ---- the way from a block to its line ----

  // The element that holds as many blocks as the notice has is the notice.
  function body() {
    var at = document.querySelector("main") || document.body, inner = at;
    while (inner) {
      at = inner;
      inner = null;
      for (var child = at.firstElementChild; child; child = child.nextElementSibling) {
        if (child.querySelectorAll(told.blocks).length >= told.lines.length) { inner = child; }
      }
    }
    return at.querySelectorAll(told.blocks);
  }

  document.addEventListener("mouseover", function (event) {
    if (!told.lines || event.target === host || !event.target.closest) { return; }
    var block = event.target.closest(told.blocks), blocks = block ? body() : [];
    var at = blocks.length === told.lines.length ? Array.prototype.indexOf.call(blocks, block) : -1;
    var href = at >= 0 && told.lines[at] ? link(told.lines[at]) : "";
    edit.hidden = !href;
    if (!href) { return; }
    var box = block.getBoundingClientRect();
    edit.href = href;
    edit.textContent = told.words.edit + " " + told.lines[at];
    edit.style.top = Math.max(0, box.top + window.pageYOffset - 26) + "px";
    edit.style.left = Math.max(0, box.right + window.pageXOffset - 88) + "px";
  });

  // ---- patching: what differs between the page as it was served and as it is served now ----

  function kids(node) {
    return Array.prototype.filter.call(node.childNodes, function (kid) { return kid !== host && kid !== script; });
  }

  function isAlike(a, b) {
    return a.nodeType === b.nodeType && a.nodeName === b.nodeName && (a.id || "") === (b.id || "");
  }

  function fits(live, old) {
    return live.length === old.length && live.every(function (kid, at) { return kid.nodeName === old[at].nodeName; });
  }

  function patch(live, old, next) {
    if (old.isEqualNode(next) || live.nodeName === "NOSCRIPT") { return; }
    if (live.nodeType !== 1) {
      if (live.nodeValue !== next.nodeValue) { live.nodeValue = next.nodeValue; }
      return;
    }
    patchAttributes(live, old, next);
    patchKids(live, old, next);
  }

  function patchAttributes(live, old, next) {
    var at, attribute;
    for (at = 0; at < next.attributes.length; at++) {
      attribute = next.attributes[at];
      if (old.getAttribute(attribute.name) !== attribute.value) { live.setAttribute(attribute.name, attribute.value); }
    }
    for (at = 0; at < old.attributes.length; at++) {
      attribute = old.attributes[at];
      if (!next.hasAttribute(attribute.name)) { live.removeAttribute(attribute.name); }
    }
  }

  // Elements that are the same, or have the same id, stay; between them alike ones are patched in their order.
  function patchKids(parent, old, next) {
    var live = kids(parent), was = kids(old), now = kids(next), from = 0, wasEnd = was.length, nowEnd = now.length;
    if (!fits(live, was)) { // a script of the page was here
      live.forEach(function (kid) { parent.removeChild(kid); });
      now.forEach(function (kid) { parent.appendChild(document.importNode(kid, true)); });
      return;
    }
    while (from < wasEnd && from < nowEnd && was[from].isEqualNode(now[from])) { from++; }
    while (wasEnd > from && nowEnd > from && was[wasEnd - 1].isEqualNode(now[nowEnd - 1])) { wasEnd--; nowEnd--; }
    var end = live[wasEnd] || null, wasAt = from;
    function gap(wasTo, nowFrom, nowTo, before) {
      for (; nowFrom < nowTo; nowFrom++) {
        if (wasAt < wasTo && isAlike(was[wasAt], now[nowFrom])) {
          patch(live[wasAt], was[wasAt], now[nowFrom]);
          wasAt++;
        } else {
          parent.insertBefore(document.importNode(now[nowFrom], true), wasAt < wasTo ? live[wasAt] : before);
        }
      }
      for (; wasAt < wasTo; wasAt++) { parent.removeChild(live[wasAt]); }
    }
    var nowFrom = from;
    for (var at = from; at < nowEnd; at++) {
      var same = now[at].nodeType === 1 ? find(was, now[at], wasAt, wasEnd) : -1;
      if (same >= 0) {
        gap(same, nowFrom, at, live[same]);
        patch(live[same], was[same], now[at]);
        wasAt = same + 1;
        nowFrom = at + 1;
      }
    }
    gap(wasEnd, nowFrom, nowEnd, end);
  }

  function find(was, kid, from, to) {
    for (var at = from; at < to; at++) {
      if (was[at].nodeType === 1 && (kid.id ? was[at].id === kid.id && was[at].nodeName === kid.nodeName : was[at].isEqualNode(kid))) {
        return at;
      }
    }
    return -1;
  }

  // What stands at the top of the window stays there; what has the focus keeps it.
  function anchored(change) {
    var focused = document.activeElement, id = focused && focused.id, href = focused && focused.getAttribute && focused.getAttribute("href");
    var mark = null, top = 0, y = window.pageYOffset, root = document.documentElement;
    if (y > 0) {
      for (var down = 1; down < window.innerHeight && !mark; down += 24) {
        var found = document.elementFromPoint(root.clientWidth / 2, down);
        if (found && found !== host && found !== root && found !== document.body && found.clientHeight < window.innerHeight) { mark = found; }
      }
      top = mark ? mark.getBoundingClientRect().top : 0;
    }
    root.style.overflowAnchor = "none";
    root.style.scrollBehavior = "auto"; // themes scroll smoothly; what stays where it is must not be seen to move
    change();
    if (mark && document.contains(mark)) {
      window.scrollBy(0, mark.getBoundingClientRect().top - top);
    } else if (y > 0) {
      window.scrollTo(window.pageXOffset, y);
    }
    root.style.overflowAnchor = root.style.scrollBehavior = "";
    if (focused && focused !== document.body && !document.contains(focused)) {
      var other = id ? document.getElementById(id) : null;
      for (var at = 0; !other && href && at < document.links.length; at++) {
        if (document.links[at].getAttribute("href") === href) { other = document.links[at]; }
      }
      if (other) { other.focus({ preventScroll: true }); }
    }
  }

  // ---- listening ----

  function fetchPage(done) {
    var request = new XMLHttpRequest();
    request.open("GET", location.pathname + location.search);
    request.onload = function () {
      var page = new DOMParser().parseFromString(request.responseText, "text/html");
      var own = page.querySelector("script[src='/-/live.js']");
      if (own) { own.parentNode.removeChild(own); }
      done(page, request.getResponseHeader("x-page") || "");
    };
    request.onerror = function () { done(null, ""); };
    request.send();
  }

  function refresh() {
    if (busy) { again = true; return; }
    busy = true;
    fetchPage(function (next, key) {
      busy = false;
      asked = "";
      if (next && key && key !== shown) {
        anchored(function () { patch(document.documentElement, base.documentElement, next.documentElement); });
        base = next;
        shown = key;
        edit.hidden = true;
      }
      if (again) { again = false; refresh(); }
    });
  }

  // A style is taken off only when its successor is there, so that nothing flashes.
  function restyle(path, version) {
    var links = document.querySelectorAll("link[rel=stylesheet]");
    Array.prototype.forEach.call(links, function (old) {
      if (old.href.split("?")[0].slice(-path.length - 1) !== "/" + path) { return; }
      var next = old.cloneNode();
      next.href = old.href.split("?")[0] + "?" + version;
      next.onload = next.onerror = function () { if (old.parentNode) { old.parentNode.removeChild(old); } };
      old.parentNode.insertBefore(next, old.nextSibling);
    });
  }

  function take(state) {
    var before = assets;
    told = state;
    assets = state.assets;
    if (before) {
      for (var path in assets) {
        if (before[path] === assets[path]) { continue; }
        if (/\.css$/.test(path)) { restyle(path, assets[path]); } else { location.reload(); return; }
      }
      if (state.search && state.search !== search) { location.reload(); return; }
    }
    search = state.search;
    var isGone = !state.page && shown;
    if (state.page && state.page !== shown && state.page !== "failed") {
      if (!shown || shown === "failed") { location.reload(); return; }
      // a page is told of twice: at once, and when its checks are known
      if (state.page !== asked) {
        asked = state.page;
        refresh();
      }
    }
    showErrors(state.errors || (isGone ? state.words.gone : ""));
    showChecks();
  }

  function listen() {
    if (source || document.hidden) { return; }
    source = new EventSource("/-/events?page=" + encodeURIComponent(decodeURIComponent(location.pathname)));
    source.onmessage = function (event) {
      lost.hidden = true;
      take(JSON.parse(event.data));
    };
    source.onerror = function () {
      lost.textContent = told.words ? told.words.lost : "";
      lost.hidden = !told.words;
    };
  }

  // A browser keeps few connections; a page nobody sees needs none.
  document.addEventListener("visibilitychange", function () {
    if (document.hidden && source) { source.close(); source = null; }
    if (base) { listen(); }
  });

  fetchPage(function (page, key) {
    if (page && key !== shown) { location.reload(); return; }
    base = page || document.cloneNode(true);
    listen();
  });
})();
