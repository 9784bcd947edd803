/* The search page: takes its words and its markup from the template (src/search/README.md lists the ids). */
(function (engine) {
  var app = typeof document !== 'undefined' && document.getElementById('search-app');
  if (!app) { return; }
  var min = Math.min, max = Math.max, PAGE = 10, BEFORE = 60, SNIPPET = 110, SHOWN = 12, SOON = 120, LONG = 1200;
  var form = id('form'), box = form.querySelector('input[name=q]'), hits = id('hits'), archive = engine.archive(), facets = [];
  var wide = window.innerWidth > 736;
  var state, turn = 0, timer = 0, query = null, older = null;
  /* the families of facets that the page lists, in its order */
  var families = Array.from(id('facets').querySelectorAll('[data-family]'), function (node) { return node.getAttribute('data-family'); });
  /* the statuses in their order, from the ways to their lists: [[class, word], …] */
  var statuses = Array.from(id('ways').querySelectorAll('.state'), function (link) { return [link.className.slice(8), link.textContent]; });

  // a theme's template may leave a place out; what belongs there is then made and shown nowhere
  function id(name) { return document.getElementById('search-' + name) || make('div'); }
  function word(name, values) {
    return (app.getAttribute('data-' + name) || '').replace(/\{(\w+)(?:\|(.*?)\|(.*?))?\}/g, function (all, key, one, more) {
      return !values || !(key in values) ? all : more === undefined ? values[key] : +values[key] === 1 ? one : more;
    });
  }
  function make(tag, text, className) {
    var node = document.createElement(tag);
    if (text) { node.textContent = text; }
    if (className) { node.className = className; }
    return node;
  }
  /* Puts a node or a text into a node. */
  function put(node, child) { node.append(child); return child; }
  function on(node, event, react) { node.addEventListener(event, react); }
  function clear(node) { node.textContent = ''; }
  function focused() { return document.activeElement; }
  function boxOf(family) { return id('facets').querySelector('[data-family=' + family + ']'); }
  function chosen(family) { return state.filters[family] || (state.filters[family] = []); }
  /* Calls `act` with the family and key of each facet that is ticked. */
  function ticked(act) { families.forEach(function (family) { chosen(family).forEach(function (key) { act(family, key); }); }); }
  function button(text, act) {
    var node = make('button', text);
    node.type = 'button';
    on(node, 'click', act);
    return node;
  }
  /* The facets of a family: all, that with a key, or those whose label holds some words. */
  function ofFamily(family, key, part) {
    return facets.filter(function (facet) { return facet.family === family && (!key || facet.key === key) && (!part || facet.label.indexOf(part) >= 0); });
  }
  /* A facet with its family's name. */
  function named(family, key) {
    var found = ofFamily(family, key)[0];
    return boxOf(family).querySelector('summary').textContent + word('colon') + (found ? found.label : key);
  }

  /* ---- the address ---- */

  function readAddress() {
    state = { text: '', filters: {}, order: 'relevance', page: 1, old: false };
    new URLSearchParams(location.search).forEach(function (value, key) {
      if (key === 'q') { state.text = value; }
      if (families.indexOf(key) >= 0 && value && chosen(key).indexOf(value) < 0) { chosen(key).push(value); }
      if (key === 'sort' && value === 'date') { state.order = 'date'; }
      if (key === 'old') { state.old = true; }
      if (key === 'p') { state.page = min(max(parseInt(value) || 1, 1), 1000); }
    });
  }
  function address(page) {
    var parts = new URLSearchParams();
    function add(key, value) { parts.append(key, value); }
    if (state.text) { add('q', state.text); }
    ticked(add);
    if (state.order === 'date') { add('sort', 'date'); }
    if (state.old) { add('old', 1); }
    if (page > 1) { add('p', page); }
    return String(parts) ? '?' + parts : location.pathname.split('/').pop() || './';
  }
  function go(replace) {
    try { history[replace ? 'replaceState' : 'pushState'](null, '', address(state.page)); } catch (error) { /* file:// may refuse */ }
    run();
  }

  /* ---- asking ---- */

  function superseded() { return ofFamily('state')[0]; }
  function wish(without, family, old) {
    var filters = {};
    families.forEach(function (name) {
      filters[name] = ofFamily(name).filter(function (facet) {
        return name !== family && chosen(name).indexOf(facet.key) >= 0 && facet !== without;
      });
    });
    if (old) { filters.state = [superseded()]; }
    return { text: state.text, filters: filters, order: state.order, except: state.old || old ? 0 : superseded() };
  }
  function isIdle() { return !state.text.trim() && !filtered(); }
  function filtered() { return families.some(function (family) { return chosen(family).length; }); }

  function run() {
    var mine = ++turn, wanted = state.page * PAGE + 1;
    if (query) { query.stopped = true; }
    id('ways').hidden = !isIdle();
    hits.setAttribute('aria-busy', 'true');
    showChips();
    archive.open().then(function () { return archive.facets(); }).then(function (all) {
      if (mine !== turn) { return null; }
      facets = all || [];
      /* a status is named as everywhere on the site, and counted by its place */
      ofFamily('status').forEach(function (facet) {
        statuses.forEach(function (names, i) { if (names[0] === facet.key) { facet.label = names[1]; facet.slot = 's' + (i + 1); } });
      });
      showChips();
      var unknown;
      ticked(function (family, key) { unknown = unknown || !ofFamily(family, key).length; });
      query = engine.query(archive, wish());
      older = superseded() && !state.old && !unknown ? engine.query(archive, wish(0, 0, true)) : null;
      if (unknown) { query.hits = []; return query.prepare().then(function () { query.empty = true; query.nothing = true; return query; }); }
      return query.find(wanted, SOON);
    }).then(function (found) {
      if (!found || mine !== turn || !found.paused) { return found; }
      show(true);
      follow(found, mine);
      return found.find(wanted, LONG);
    }).then(function (done) {
      if (!done || mine !== turn) { return; }
      return below(wanted).then(function () {
        if (mine !== turn) { return; }
        show();
        return showFacets(mine);
      });
    }, function () {
      if (mine === turn) { say(word('broken')); id('ways').hidden = false; clear(hits); hits.removeAttribute('aria-busy'); }
    });
  }

  /* Finds what stands below all other hits: those in notices that another continues. */
  function below(wanted) {
    var missing = wanted - query.hits.length;
    return older && !isIdle() && !query.paused && missing > 0 ? older.find(missing, SOON) : Promise.resolve();
  }
  function found() { return older ? query.hits.concat(query.paused ? [] : older.hits) : query.hits; }

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
    var all = found(), total, more;
    clear(hits);
    all.slice(from, from + PAGE).forEach(function (hit) { put(hits, item(hit)); });
    if (!busy) { hits.removeAttribute('aria-busy'); }
    clear(id('pages'));
    if (state.page > 1) { turnTo(state.page - 1, 'newer'); }
    if (all.length > from + PAGE) { turnTo(state.page + 1, 'older'); }
    id('exact').hidden = true;
    clear(id('advice'));
    if (busy) { return; }
    if (idle) { return say(''); }
    if (query.empty && !query.nothing) { return say(word('blank')); }
    total = query.nothing ? { count: 0, exact: true } : query.total();
    more = older && older.hits.length ? older.total() : null;
    counted(total, more);
    id('exact').hidden = total.exact || !total.count && !query.paused;
    id('ways').hidden = all.length > 0 || query.paused;
    offerStatus();
    if (!all.length) { advise(); }
  }
  function kinds() { return !query.plans ? 'places' : query.ofNotices() ? 'notices' : query.byStatus() ? 'items' : 'places'; }
  /* Says how much was found, and of what: notices, or places in them. */
  function counted(total, more) {
    var lost = Object.keys(archive.lost).length, of = word('of-' + kinds(), { n: total.count });
    say((total.count || found().length ? word(total.exact ? 'count' : 'about', { n: total.count, of: of }) : word(query.paused ? 'paused' : 'none', { q: state.text.slice(0, 60) })) + (more ? word('older-count', { n: amount(more) }) : '') + (lost ? word('lost', { n: lost }) : ''));
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
      var start = max(mark[0], from), end = min(mark[1], to);
      put(node, text.slice(at, start));
      put(node, make('mark', text.slice(start, end)));
      at = end;
    });
    put(node, text.slice(at, to));
  }
  /* Where to begin so that the mark at `at` is seen: at its sentence, else at a pause before it. */
  function beginning(text, at, least) {
    var from = at;
    while (from > least && !/[。！？；\n]/.test(text.charAt(from - 1))) { from--; }
    if (at - from <= BEFORE) { return from; }
    for (from = at - BEFORE; from < at && !/[，、：,]/.test(text.charAt(from - 1)); from++) { /* the next pause */ }
    return from < at ? from : at - 24;
  }
  function snippet(part) {
    var text = part.text, all = engine.marks(part.folded, text, query.folded), head = part.title ? text.indexOf(part.title) : -1, end = head + part.title.length, body = 0, first, from, to, node = make('p', '', 'snippet');
    /* whether a place is within a character of two units */
    function splits(at) { return /[\udc00-\udfff]/.test(text.charAt(at)); }
    /* what was done stands behind the heading's line, or behind its first sentence */
    if (head >= 0) {
      body = text.slice(end).search(/[\n。]/);
      body = body < 0 || end + body + 1 >= text.length ? head : end + body + 1;
    }
    first = all.filter(function (mark) { return mark[0] >= body || mark[0] < head; })[0];
    from = first ? beginning(text, first[0], first[0] < body ? 0 : body) : body;
    while (/\s/.test(text.charAt(from))) { from++; }
    if (splits(from)) { from--; }
    to = min(text.length, max(from + SNIPPET, first ? first[1] : 0));
    if (splits(to)) { to++; }
    if (from > body && !/[。！？；\n]/.test(text.charAt(from - 1))) { put(node, '…'); }
    marked(node, text, all, from, to);
    if (to < text.length) { put(node, '…'); }
    return node;
  }
  function item(hit) {
    var part = hit.part, notice = part.notice, node = make('li'), head = make('h3'), link = make('a'), place = make('p', '', 'place'), status;
    var title = hit.parts || !part.anchor ? notice.title : part.title || notice.title;
    link.href = '../' + notice.url + (part.anchor && !hit.parts ? '#' + part.anchor : '');
    marked(link, title, title === part.title ? engine.marks(part.foldedTitle, title, query.folded) : [], 0, title.length);
    put(head, link);
    if (part.status && !hit.parts) {
      var names = statuses[part.status - 1];
      status = make('span', '', 'state s-' + names[0]);
      put(status, make('span', '', 'mark m-' + names[0])).setAttribute('aria-hidden', 'true');
      put(status, names[1]);
      put(head, ' ');
      put(head, status);
    }
    put(node, head);
    if (notice.newer) { put(node, make('p', word(notice.newer > '0' ? 'newer-notice' : 'newer-undated', { date: notice.newer }), 'superseded')); }
    place.textContent = [title === notice.title ? '' : notice.title, hit.parts ? word('scattered') : part.place].filter(Boolean).join(' › ');
    if (notice.date) {
      if (place.textContent) { put(place, ' · '); }
      put(place, make('time', notice.date)).setAttribute('datetime', notice.date);
    }
    put(node, place);
    (hit.parts || [part]).forEach(function (one) { put(node, snippet(one)); });
    return node;
  }

  function showChips() {
    var chips = id('chips');
    clear(chips);
    ticked(function (family, key) {
      var name = named(family, key), chip = button(name + ' ×', function () { toggle(family, key); box.focus(); });
      chip.setAttribute('aria-label', word('drop', { name: name }));
      put(put(chips, make('li')), chip);
    });
  }
  /* Ticks a facet, or takes the tick away unless it is to `stay`. */
  function tick(family, key, stay) {
    var keys = chosen(family), at = keys.indexOf(key);
    if (at < 0) { keys.push(key); } else if (!stay) { keys.splice(at, 1); }
  }
  function toggle(family, key) { tick(family, key); again(); }
  /* Asks anew, from the first page. */
  function again(replace) { state.page = 1; go(replace); }

  /* Counts of each facet; a family that is narrowed by shows what its other values would give. */
  function counts() {
    var all = {}, wanted = state.page * PAGE + 1;
    return Promise.all([''].concat(families).map(function (family) {
      if (family && !chosen(family).length) { return null; }
      var asked = family ? engine.query(archive, wish(0, family)) : query;
      return asked.find(wanted, SOON).then(function () { return asked.facets(); }).then(function (got) {
        (family ? [family] : families).forEach(function (name) { if (!asked.empty && (family || !chosen(name).length)) { all[name] = got; } });
      });
    })).then(function () { return all; });
  }
  function showFacets(mine) {
    var plain = isIdle();
    return (plain || query.nothing ? Promise.resolve({}) : counts()).then(function (all) {
      if (mine !== turn) { return; }
      var focus = focused() && focused().getAttribute('data-key');
      id('facets-of').textContent = '';
      families.forEach(function (family) {
        var place = boxOf(family), list = place && place.querySelector('ul'), rows, counts = all[family], exact = !counts || counts.exact;
        if (!list) { return; }
        rows = ofFamily(family).map(function (facet) {
          var n = counts ? Math.round(counts[facet.slot || facet.hash]) || 0 : facet.count;
          return { facet: facet, count: n, on: chosen(family).indexOf(facet.key) >= 0 };
        }).filter(function (row) { return row.count || row.on; }).sort(function (a, b) {
          return b.on - a.on || (family === 'year' ? (a.facet.key < b.facet.key ? 1 : -1) : b.count - a.count);
        });
        clear(list);
        rows.slice(0, SHOWN).forEach(function (row) { put(list, facetRow(family, row, exact, focus)); });
        if (rows.length > SHOWN) {
          var last = put(list, make('li'));
          put(last, button(word('more', { n: rows.length - SHOWN }), function () {
            last.remove();
            rows.slice(SHOWN).forEach(function (row) { put(list, facetRow(family, row, exact)); });
          }));
        }
        place.hidden = !rows.length;
        if (rows.length) { id('facets-of').textContent = word('facets-' + kinds()); }
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
    put(name, ' ' + row.facet.label + ' ');
    put(name, make('span', exact ? String(row.count) : word('some', { n: row.count })));
    put(node, name);
    if (focus === key) { setTimeout(function () { tick.focus(); }, 0); }
    return node;
  }

  function amount(total) { return (total.exact ? '' : word('around')) + total.count; }
  /* Offers another query where it finds something, in the words `name`. */
  function offer(wanted, name, values, act) {
    var mine = turn, asked = engine.query(archive, wanted);
    asked.find(1, SOON).then(function () {
      if (mine !== turn || !asked.hits.length) { return; }
      values.n = amount(asked.total());
      put(put(id('advice'), make('li')), button(word(name, values), function () { act(); box.focus(); }));
    });
  }
  function retype(text) { box.value = text; typed(false); }
  /* A status among the words: offers the problems that have it, of the unit that the other words name. */
  function offerStatus() {
    if (chosen('status').length) { return; }
    statuses.forEach(function (names) {
      var rest = state.text.replace(names[1], ' ').trim(), asked = wish(), units = rest ? ofFamily('unit', 0, rest) : [];
      asked.filters.status = ofFamily('status', names[0]);
      if (state.text.indexOf(names[1]) < 0 || !asked.filters.status.length) { return; }
      asked.text = units.length ? '' : rest;
      if (units.length) { asked.filters.unit = units; }
      offer(asked, rest ? 'status-of' : 'status-all', { name: names[1], q: rest }, function () {
        asked.filters.status.concat(units).forEach(function (facet) { tick(facet.family, facet.key, true); });
        retype(asked.text);
      });
    });
  }
  /* Ways on: which filter to drop, and which part of the words to look for, where that finds something. */
  function advise() {
    var some = engine.words(state.text), half;
    ticked(function (family, key) {
      offer(wish(ofFamily(family, key)[0]), 'without', { name: named(family, key) }, function () { toggle(family, key); });
    });
    if (some.length === 1 && some[0].length > 3) {
      half = Math.ceil(some[0].length / 2);
      some = [some[0].slice(0, half), some[0].slice(half)];
    }
    (some.length > 1 ? some : []).forEach(function (text) {
      var asked = wish();
      asked.text = text;
      offer(asked, 'instead', { q: text }, function () { retype(text); });
    });
  }

  /* ---- hands ---- */

  function typed(replace) {
    clearTimeout(timer);
    if (box.value === state.text && replace) { return; }
    state.text = box.value;
    again(replace);
  }
  on(form, 'submit', function (event) { event.preventDefault(); typed(false); });
  function waits(event) {
    clearTimeout(timer);
    if (!event.isComposing) { timer = setTimeout(function () { typed(true); }, 180); }
  }
  on(box, 'input', waits);
  on(box, 'compositionend', waits);
  on(id('order'), 'change', function () { state.order = this.value; again(); });
  on(id('old'), 'change', function () { state.old = this.checked; again(); });
  on(id('exact'), 'click', function () {
    var mine = turn, asked = query;
    id('exact').hidden = true;
    follow(asked, mine);
    asked.find(Infinity).then(function () { if (mine === turn) { show(); showFacets(mine); } });
  });
  on(document, 'keydown', function (event) {
    var links = Array.from(hits.querySelectorAll('h3 a')), at = links.indexOf(focused()), step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (event.key === '/' && !/^(INPUT|SELECT|TEXTAREA)$/.test(focused().tagName)) {
      event.preventDefault();
      box.focus();
    } else if (step && links.length && (at >= 0 || focused() === box)) {
      event.preventDefault();
      at += step;
      (at < 0 ? box : links[min(at, links.length - 1)]).focus();
    }
  });
  function arrive() {
    readAddress();
    box.value = state.text;
    id('order').value = state.order;
    id('old').checked = state.old;
    run();
  }
  on(window, 'popstate', arrive);
  arrive();
}(gongshi));
