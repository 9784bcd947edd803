/* The search page: takes its words and its markup from the template (src/search/README.md lists the ids). */
(function () {
  'use strict';
  var app = typeof document !== 'undefined' && document.getElementById('search-app');
  if (!app) { return; }
  var PAGE = 10, BEFORE = 24, SNIPPET = 110, SHOWN = 12, SOON = 120, LONG = 1200;
  var form = id('form'), box = form.querySelector('input[name=q]'), hits = id('hits'), archive = gongshi.archive(), facets = [];
  var wide = window.innerWidth > 736;
  var state = { text: '', filters: {}, order: 'relevance', page: 1 }, turn = 0, timer = 0, query = null;
  var statuses = word('statuses').split('|').map(function (name) { return name.split('='); });

  function id(name) { return document.getElementById('search-' + name); }
  function word(name, values) {
    return (app.getAttribute('data-' + name) || '').replace(/\{(\w+)\}/g, function (all, key) { return values && key in values ? values[key] : all; });
  }
  function make(tag, text, className) {
    var node = document.createElement(tag);
    if (text) { node.textContent = text; }
    if (className) { node.className = className; }
    return node;
  }
  function put(node, child) { return node.appendChild(child); }
  function words(text) { return document.createTextNode(text); }
  function on(node, event, react) { node.addEventListener(event, react); }
  function clear(node) { while (node.firstChild) { node.removeChild(node.firstChild); } }
  function chosen(family) { return state.filters[family] || (state.filters[family] = []); }
  function familyName(family) { return id('facets').querySelector('[data-family=' + family + ']').getAttribute('data-name'); }
  function label(family, key) {
    var found = facets.filter(function (facet) { return facet.family === family && facet.key === key; })[0];
    return found ? found.label : key;
  }

  /* ---- the address ---- */

  function readAddress() {
    state = { text: '', filters: {}, order: 'relevance', page: 1 };
    location.search.slice(1).split('&').forEach(function (pair) {
      var at = pair.indexOf('='), key = pair.slice(0, at), value;
      try { value = decodeURIComponent(pair.slice(at + 1).replace(/\+/g, ' ')); } catch (error) { return; }
      if (key === 'q') { state.text = value; }
      if (gongshi.families.indexOf(key) >= 0 && value && chosen(key).indexOf(value) < 0) { chosen(key).push(value); }
      if (key === 'sort' && value === 'date') { state.order = 'date'; }
      if (key === 'p') { state.page = Math.min(Math.max(parseInt(value, 10) || 1, 1), 1000); }
    });
  }
  function address(page) {
    var parts = [];
    function add(key, value) { parts.push(key + '=' + encodeURIComponent(value.replace(/[\ud800-\udbff](?![\udc00-\udfff])|(^|[^\ud800-\udbff])[\udc00-\udfff]/g, '$1\ufffd'))); }
    if (state.text) { add('q', state.text); }
    gongshi.families.forEach(function (family) { chosen(family).forEach(function (key) { add(family, key); }); });
    if (state.order === 'date') { add('sort', 'date'); }
    if (page > 1) { add('p', String(page)); }
    return parts.length ? '?' + parts.join('&') : location.pathname.split('/').pop() || './';
  }
  function go(replace) {
    try { history[replace ? 'replaceState' : 'pushState'](null, '', address(state.page)); } catch (error) { /* file:// may refuse */ }
    run();
  }

  /* ---- asking ---- */

  function wish(without) {
    var filters = {};
    gongshi.families.forEach(function (family) {
      filters[family] = facets.filter(function (facet) {
        return facet.family === family && chosen(family).indexOf(facet.key) >= 0 && facet !== without;
      });
    });
    return { text: state.text, filters: filters, order: state.order };
  }
  function isIdle() { return !state.text.trim() && !filtered(); }
  function filtered() { return gongshi.families.some(function (family) { return chosen(family).length; }); }

  function run() {
    var mine = ++turn, wanted = state.page * PAGE + 1;
    if (query) { query.stopped = true; }
    id('ways').hidden = !isIdle();
    hits.setAttribute('aria-busy', 'true');
    showChips();
    archive.open().then(function () { return archive.facets(); }).then(function (all) {
      if (mine !== turn) { return null; }
      facets = all || [];
      showChips();
      var unknown = gongshi.families.some(function (family) { return chosen(family).some(function (key) { return facets.every(function (f) { return f.family !== family || f.key !== key; }); }); });
      query = gongshi.query(archive, wish());
      if (unknown) { query.hits = []; return query.prepare().then(function () { query.empty = true; query.nothing = true; return query; }); }
      return query.find(wanted, SOON);
    }).then(function (found) {
      if (!found || mine !== turn || !found.paused) { return found; }
      show(true);
      follow(found, mine);
      return found.find(wanted, LONG);
    }).then(function (done) {
      if (!done || mine !== turn) { return; }
      show();
      return showFacets(mine);
    }, function () {
      if (mine === turn) { say(word('broken')); id('ways').hidden = false; clear(hits); hits.removeAttribute('aria-busy'); }
    });
  }

  /* Says how far a query is that goes on. */
  function follow(asked, mine) {
    asked.progress = function () { if (mine === turn) { say(word('counting', { n: asked.hits.length })); } };
    asked.progress();
  }

  /* ---- showing ---- */

  function say(text) { id('count').textContent = text; }

  /* Shows what was found; `busy` while more is being looked for. */
  function show(busy) {
    var idle = isIdle(), from = (state.page - 1) * PAGE;
    var some = query.hits.slice(from, from + PAGE), list = document.createDocumentFragment(), total;
    some.forEach(function (hit) { put(list, item(hit)); });
    clear(hits);
    put(hits, list);
    if (!busy) { hits.removeAttribute('aria-busy'); }
    clear(id('pages'));
    if (state.page > 1) { turnTo(state.page - 1, 'newer'); }
    if (query.hits.length > from + PAGE) { turnTo(state.page + 1, 'older'); }
    id('exact').hidden = true;
    clear(id('advice'));
    if (busy) { return; }
    if (idle) { return say(''); }
    if (query.empty && !query.nothing) { return say(word('blank')); }
    total = query.nothing ? { count: 0, exact: true } : query.total();
    counted(total);
    id('exact').hidden = total.exact || !total.count && !query.paused;
    if (!query.hits.length) { advise(); }
  }
  function counted(total) {
    var lost = Object.keys(archive.lost).length;
    say((total.count || query.hits.length ? word(total.exact ? 'count' : 'about', { n: total.count }) : word(query.paused ? 'paused' : 'none', { q: state.text.slice(0, 60) })) + (lost ? word('lost', { n: lost }) : ''));
  }
  function turnTo(page, name) {
    var link = make('a', word(name));
    link.href = address(page);
    on(link, 'click', function (event) {
      event.preventDefault();
      state.page = page;
      go();
      form.scrollIntoView();
    });
    put(id('pages'), link);
  }

  /* Text with marks, as nodes: nothing of a notice or a query is ever parsed as markup. */
  function marked(node, text, marks, from, to) {
    var at = from;
    marks.forEach(function (mark) {
      if (mark[1] <= from || mark[0] >= to) { return; }
      var start = Math.max(mark[0], from), end = Math.min(mark[1], to);
      put(node, words(text.slice(at, start)));
      put(node, make('mark', text.slice(start, end)));
      at = end;
    });
    put(node, words(text.slice(at, to)));
  }
  function snippet(part) {
    var all = gongshi.marks(part.folded, part.text, query.folded), skip = part.text.indexOf(part.title);
    var head = skip >= 0 && part.title ? skip + part.title.length : 0;
    var first = all.filter(function (mark) { return mark[0] >= head; })[0] || all[0] || [head];
    var from = first[0] - BEFORE < head ? head : first[0] - BEFORE, to = Math.min(part.text.length, from + SNIPPET), node = make('p', '', 'snippet');
    if (first[0] < head) { from = 0; to = Math.min(part.text.length, SNIPPET); }
    if (/[\udc00-\udfff]/.test(part.text.charAt(from))) { from--; }
    if (/[\udc00-\udfff]/.test(part.text.charAt(to))) { to++; }
    if (from > head) { put(node, words('…')); }
    marked(node, part.text, all, from, to);
    if (to < part.text.length) { put(node, words('…')); }
    return node;
  }
  function item(hit) {
    var part = hit.part, notice = part.notice, node = make('li'), head = make('h3'), link = make('a'), place = make('p', '', 'place'), status;
    var title = hit.parts || !part.anchor ? notice.title : part.title || notice.title;
    link.href = '../' + notice.url + (part.anchor && !hit.parts ? '#' + part.anchor : '');
    marked(link, title, title === part.title ? gongshi.marks(part.foldedTitle, title, query.folded) : [], 0, title.length);
    put(head, link);
    if (part.status && !hit.parts) {
      var names = statuses[part.status - 1];
      status = make('span', '', 'state s-' + names[0]);
      put(status, make('span', '', 'mark m-' + names[0])).setAttribute('aria-hidden', 'true');
      put(status, words(names[1]));
      put(head, words(' '));
      put(head, status);
    }
    put(node, head);
    place.textContent = [title === notice.title ? '' : notice.title, hit.parts ? word('scattered') : part.place].filter(Boolean).join(' › ');
    if (notice.date) {
      if (place.textContent) { put(place, words(' · ')); }
      put(place, make('time', notice.date)).setAttribute('datetime', notice.date);
    }
    put(node, place);
    (hit.parts || [part]).forEach(function (one) { put(node, snippet(one)); });
    return node;
  }

  function showChips() {
    var chips = id('chips');
    clear(chips);
    gongshi.families.forEach(function (family) {
      chosen(family).forEach(function (key) {
        var node = make('li'), button = make('button', familyName(family) + '：' + label(family, key) + ' ×');
        button.type = 'button';
        button.setAttribute('aria-label', word('drop', { name: familyName(family) + '：' + label(family, key) }));
        on(button, 'click', function () { toggle(family, key); box.focus(); });
        put(node, button);
        put(chips, node);
      });
    });
  }
  function toggle(family, key) {
    var at = chosen(family).indexOf(key);
    if (at >= 0) { chosen(family).splice(at, 1); } else { chosen(family).push(key); }
    state.page = 1;
    go();
  }

  function showFacets(mine) {
    var plain = isIdle();
    return (plain || query.nothing ? Promise.resolve(null) : query.facets()).then(function (counts) {
      if (mine !== turn) { return; }
      var exact = plain || query.total().exact, focus = document.activeElement && document.activeElement.getAttribute('data-key');
      gongshi.families.forEach(function (family) {
        var place = id('facets').querySelector('[data-family=' + family + ']'), list = place.querySelector('ul'), rows;
        rows = facets.filter(function (facet) { return facet.family === family; }).map(function (facet) {
          var n = facet.count;
          if (counts) { n = counts[facet.hash] || 0; }
          if (family === 'status') {
            statuses.forEach(function (names, i) {
              if (names[0] === facet.key) {
                facet.label = names[1];
                if (counts) { n = counts['s' + (i + 1)] || 0; }
              }
            });
          }
          return { facet: facet, count: n, on: chosen(family).indexOf(facet.key) >= 0 };
        }).filter(function (row) { return row.count || row.on; }).sort(function (a, b) {
          return b.on - a.on || (family === 'year' ? (a.facet.key < b.facet.key ? 1 : -1) : b.count - a.count);
        });
        clear(list);
        rows.slice(0, SHOWN).forEach(function (row) { put(list, facetRow(family, row, exact, focus)); });
        if (rows.length > SHOWN) {
          var more = make('button', word('more', { n: rows.length - SHOWN })), last = make('li');
          more.type = 'button';
          on(more, 'click', function () {
            list.removeChild(last);
            rows.slice(SHOWN).forEach(function (row) { put(list, facetRow(family, row, exact)); });
          });
          put(last, more);
          put(list, last);
        }
        place.hidden = !rows.length;
        place.open = place.open || wide;
      });
      wide = false;
      id('facets').className = 'known';
    });
  }
  function facetRow(family, row, exact, focus) {
    var node = make('li'), name = make('label'), tick = make('input'), key = family + ':' + row.facet.key;
    tick.type = 'checkbox';
    tick.checked = row.on;
    tick.setAttribute('data-key', key);
    on(tick, 'change', function () { toggle(family, row.facet.key); });
    put(name, tick);
    put(name, words(' ' + row.facet.label + ' '));
    put(name, make('span', exact ? String(row.count) : word('some', { n: row.count })));
    put(node, name);
    if (focus === key) { setTimeout(function () { tick.focus(); }, 0); }
    return node;
  }

  /* Which filter to drop: those without which something is found. */
  function advise() {
    var mine = turn, active = facets.filter(function (facet) { return chosen(facet.family).indexOf(facet.key) >= 0; });
    active.forEach(function (facet) {
      var other = gongshi.query(archive, wish(facet));
      other.find(1).then(function () {
        if (mine !== turn || !other.hits.length) { return; }
        var total = other.total(), node = make('li'), button = make('button', word('without', { name: familyName(facet.family) + '：' + facet.label, n: (total.exact ? '' : word('around')) + total.count }));
        button.type = 'button';
        on(button, 'click', function () { toggle(facet.family, facet.key); box.focus(); });
        put(node, button);
        put(id('advice'), node);
      });
    });
  }

  /* ---- hands ---- */

  function typed(replace) {
    clearTimeout(timer);
    if (box.value === state.text && replace) { return; }
    state.text = box.value;
    state.page = 1;
    go(replace);
  }
  on(form, 'submit', function (event) { event.preventDefault(); typed(false); });
  on(box, 'input', function (event) {
    clearTimeout(timer);
    if (!event.isComposing) { timer = setTimeout(function () { typed(true); }, 180); }
  });
  on(box, 'compositionend', function () { timer = setTimeout(function () { typed(true); }, 180); });
  on(id('order'), 'change', function () { state.order = this.value; state.page = 1; go(); });
  on(id('exact'), 'click', function () {
    var mine = turn, asked = query;
    id('exact').hidden = true;
    follow(asked, mine);
    asked.find(Infinity).then(function () { if (mine === turn) { show(); showFacets(mine); } });
  });
  on(document, 'keydown', function (event) {
    var links = [].slice.call(hits.querySelectorAll('h3 a')), at = links.indexOf(document.activeElement);
    if (event.key === '/' && !/^(INPUT|SELECT|TEXTAREA)$/.test(document.activeElement.tagName)) {
      event.preventDefault();
      box.focus();
    } else if ((event.key === 'ArrowDown' || event.key === 'ArrowUp') && links.length && (at >= 0 || document.activeElement === box)) {
      event.preventDefault();
      at += event.key === 'ArrowDown' ? 1 : -1;
      (at < 0 ? box : links[Math.min(at, links.length - 1)]).focus();
    }
  });
  function arrive() {
    readAddress();
    box.value = state.text;
    id('order').value = state.order;
    run();
  }
  on(window, 'popstate', arrive);
  arrive();
}());
