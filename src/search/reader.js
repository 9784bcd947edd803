/* Search without a server. Reads the files that src/search/README.md describes; every file is a script that hands its
   bytes over by calling gongshi.search(path, stamp, data). ES5; neither queries nor notices ever reach innerHTML. */
'use strict';
var gongshi = (function () {
  /* the version of the files, script.rs */
  var VERSION = 5;
  var TOKENS = 3, DEEP = 24, WORDS = 12, STRETCH = 448, COMMON = 50, ADDRESSES = 128, COLUMNS = 512, REPEAT = 3;
  var handed = {}, fromUnit = String.fromCharCode;

  /* ---- bytes and bits ---- */

  function unpack(data) {
    var bytes = new Uint8Array(Math.floor(data.length * 15 / 8)), held = 0, bits = 0, n = 0, i;
    for (i = 0; i < data.length; i++) {
      held |= (data.charCodeAt(i) - 0x3000) << bits;
      for (bits += 15; bits >= 8; bits -= 8) { bytes[n++] = held & 255; held >>>= 8; }
    }
    return bytes;
  }

  function Reader(bytes, at) { this.bytes = bytes; this.at = at || 0; this.left = 0; this.held = 0; }
  Reader.prototype = {
    byte: function () { return this.bits(8); },
    varint: function () {
      var value = 0, scale = 1, b;
      do { b = this.byte(); value += (b & 127) * scale; scale *= 128; } while (b > 127);
      return value;
    },
    units: function (n, width) { var s = ''; while (n-- > 0) { s += fromUnit(this.bits(width)); } return s; },
    hex: function (n) { var s = ''; while (n-- > 0) { s += (256 + this.byte()).toString(16).slice(1); } return s; },
    bit: function () { return this.bits(1); },
    /* The next bits; a few behind the end are 0. */
    bits: function (n) {
      var value = 0, got = 0, take;
      while (got < n) {
        if (!this.left) {
          if (this.at > this.bytes.length + 8) { throw new Error(); }
          this.held = this.bytes[this.at++]; this.left = 8;
        }
        take = Math.min(this.left, n - got);
        value |= (this.held & (1 << take) - 1) << got;
        this.held >>= take; this.left -= take; got += take;
      }
      return value;
    },
    /* Fails where more was read than there is. */
    end: function () { if (this.at > this.bytes.length) { throw new Error(); } },
    unary: function () { var n = 0; while (this.bit()) { n++; } return n; },
    number: function () { var n = this.unary(); return (1 << n | this.bits(n)) - 1; }
  };

  function list(bytes, count, universe) {
    var k = 0, numbers = new Array(count), bits = new Reader(bytes), next = 0, i;
    while (Math.max(count, 1) * Math.pow(2, k + 1) * 100 <= universe * 69) { k++; }
    for (i = 0; i < count; i++) {
      next += bits.unary() * (1 << k) + bits.bits(k);
      numbers[i] = next++;
    }
    return numbers;
  }

  /* ---- folding ---- */

  /* first and last characters of ranges */
  var GAPS = '\u0000#%*,/:;?@[]__{{}}\u007f\u009f\u00a1\u00a1\u00a7\u00a7\u00ab\u00ab\u00b6\u00b7\u00bb\u00bb' +
    '\u00bf\u00bf\u1680\u1680\u2000\u206f\u2308\u230b\u2768\u2775\u27e6\u27ef\u2983\u2998\u2e00\u2e5d' +
    '\u3001\u3003\u3008\u3011\u3014\u301f\u3030\u3030\u303d\u303d\u30fb\u30fb';
  var HAN = '\u3005\u3007\u3040\u318f\u3400\u9fff\uf900\ufaff';
  var kinds = {};

  function within(ranges, code) {
    for (var i = 0; i < ranges.length; i += 2) { if (code >= ranges.charCodeAt(i) && code <= ranges.charCodeAt(i + 1)) { return true; } }
    return false;
  }
  function characters(text) { return text.match(/[\ud800-\udbff][\udc00-\udfff]|[^]/g) || []; }
  /* 1 gap, 2 Han, 3 word */
  function kind(c) {
    var n = c.codePointAt(0);
    return kinds[n] || (kinds[n] = within(GAPS, n) ? 1 : within(HAN, n) || n >> 17 === 1 ? 2 : 3);
  }
  function isBlank(c) { return /[\0- \x7f-\x9f\u1680\u2028\u2029]/.test(c); }

  /* The folded text; `at` leads from each of its units to the source. */
  function fold(text, changes) {
    var out = '', at = [], before = '', blank = -1, marks = [], i = 0, j, to;
    function push(c, from) { out += c; for (var n = c.length; n--;) { at.push(from); } }
    function flush(after) {
      var first = marks[0], n;
      if (before && after && kind(before) === 3 && kind(after) === 3) {
        if (!first) { push(' ', blank); }
        for (n = 0; n < marks.length; n++) { push(marks[n][0], marks[n][1]); }
      } else if (first && before >= '0' && before <= '9' && (first[0] === '.' || first[0] === '%')) {
        push(first[0], first[1]);
      }
      blank = -1; marks = [];
    }
    characters(text).forEach(function (c) {
      to = changes[c] === undefined ? [c] : changes[c];
      for (j = 0; j < to.length; j++) {
        if (kind(to[j]) !== 1) {
          if (blank >= 0 || marks.length) { flush(to[j]); }
          push(before = to[j], i);
        } else if (!isBlank(to[j])) {
          marks.push([to[j], i]);
        } else if (blank < 0) {
          blank = i;
        }
      }
      i += c.length;
    });
    flush('');
    return { text: out, at: at };
  }

  function readChanges(bytes) {
    var r = new Reader(bytes), n = r.number(), changes = {}, next = 0, distance = 0, last = 0, before = [], c, to, m;
    while (n-- > 0) {
      c = next + r.number(); next = c + 1;
      if (!r.bit()) {
        to = [c + distance];
      } else if (!r.bit()) {
        to = before;
      } else {
        m = r.bit() ? r.number() : 1; to = [];
        while (m-- > 0) {
          if (!r.bit()) { last += r.bit() ? -r.bits(7) : r.bits(7); } else { last = r.bit() ? r.bits(18) : 0x3400 + r.bits(15); }
          to.push(last);
        }
      }
      if (to.length === 1) { distance = to[0] - c; }
      before = to;
      changes[String.fromCodePoint(c)] = to.map(function (n) { return String.fromCodePoint(n); });
    }
    return changes;
  }

  /* ---- files ---- */

  function script(path) {
    return new Promise(function (done) {
      var tag = document.createElement('script');
      tag.onload = tag.onerror = function () { tag.remove(); done(); };
      tag.src = path;
      document.head.appendChild(tag);
    });
  }

  function Archive(load) {
    this.load = load || script;
    this.files = {};
    this.asked = 0;
    this.lost = {};
  }

  Archive.prototype = {
    /* The bytes at a path; null (and noted in `lost`) where they are missing, damaged or of another build. */
    file: function (path, stamp) {
      var self = this;
      if (!self.files[path]) {
        self.asked++;
        self.files[path] = self.load(path + '.js' + (stamp ? '?' + stamp : '')).then(function () {
          var got = handed[path];
          delete handed[path];
          if (!got || stamp && got.stamp !== stamp) { self.lost[path] = true; return null; }
          return { stamp: got.stamp, bytes: unpack(got.data), made: {} };
        });
      }
      return self.files[path];
    },

    /* What `make` reads out of a file, made once; null where the file does not hold it. */
    read: function (path, stamp, what, make) {
      var self = this;
      return self.file(path, stamp).then(function (file) {
        if (!file) { return null; }
        try {
          if (!(what in file.made)) { file.made[what] = make(new Reader(file.bytes), file.stamp); }
          return file.made[what];
        } catch (error) { self.lost[path] = true; return null; }
      });
    },

    open: function () {
      var self = this;
      return self.opening || (self.opening = self.read('root', '', 0, function (r, stamp) { return self.root(r, stamp); }).then(function (root) {
        if (root) { return root; }
        self.opening = null; delete self.files.root;
        throw new Error();
      }));
    },

    root: function (r, stamp) {
      var n, end, i, c;
      if (r.byte() !== VERSION) { throw new Error(); }
      this.stamp = stamp;
      this.pages = r.varint();
      var overlays = r.varint();
      this.hidden = {};
      for (n = r.varint(); n-- > 0;) { this.hidden[r.hex(6)] = true; }
      this.segments = [];
      for (n = r.varint(), i = 0; i < n; i++) {
        this.segments.push({ folder: r.units(r.varint(), 8), place: i - overlays, overlay: i < overlays, stamp: r.units(8, 8), notices: r.varint(), documents: r.varint(), shards: r.varint() });
      }
      this.known = {};
      n = r.varint(); end = r.varint();
      var han = list(r.bytes.subarray(r.at, r.at + end), n, 0x5200);
      for (i = 0; i < n; i++) { this.known[fromUnit(0x4e00 + han[i])] = true; }
      r.at += end;
      for (n = r.varint(), c = 0; n-- > 0;) { c += r.varint(); this.known[String.fromCodePoint(c)] = true; }
      end = r.varint();
      this.changes = readChanges(r.bytes.subarray(r.at, r.at + end));
      r.at += end;
      this.ranked = r.units(1696, 16);
      this.ranks = {};
      for (i = 0; i < this.ranked.length; i++) { this.ranks[this.ranked.charAt(i)] = i; }
      return this;
    },

    /* Folds a query; the whole table is read only where it holds a character that the archive does not. */
    foldQuery: function (text) {
      var self = this, strange = characters(text).some(function (c) {
        return c > '\x7f' && !self.known[c] && !self.changes[c] && kind(c) !== 1;
      });
      if (!strange || self.table) { return soon(fold(text, self.table || self.changes).text); }
      return self.read('fold', String(VERSION), 0, function (r) { return readChanges(r.bytes); }).then(function (table) {
        self.table = table;
        return fold(text, table || self.changes).text;
      });
    },

    /* ---- tokens ---- */

    /* For each segment's place in how many documents a token stands; null where the directory cannot say. Tokens have
       four characters at most, so that none is the name of something that every object has. */
    counts: function (token) {
      var page = place(token) % this.pages;
      return this.read('d/' + (page >> 8) + '/' + (page & 255), this.stamp, 0, function (r) {
        var n = r.varint(), all = {}, m, at, counts;
        while (n-- > 0) {
          counts = all[r.units(r.byte(), 16)] = {};
          for (m = r.varint(), at = 0; m-- > 0; at++) { at += r.varint(); counts[at] = r.varint(); }
        }
        r.end();
        return all;
      }).then(function (all) { return all && (all[token] || {}); });
    },

    /* The documents of a token in a segment; `notices` instead where it is listed by notice. */
    postings: function (segment, token) {
      var archive = this, shard = place(token) % segment.shards;
      return this.read('s/' + segment.folder + '/' + (shard >> 8) + '/' + (shard & 255), segment.stamp, 0, function (r) {
        var n = r.varint(), all = {}, name, head, entry;
        while (n-- > 0) {
          name = r.units(r.byte(), 16); head = r.varint();
          entry = all[name] = { byNotice: head & 1, count: r.varint() };
          entry.bytes = r.bytes.subarray(r.at, r.at += head >>> 1);
        }
        r.end();
        return all;
      }).then(function (all) {
        var entry = all && all[token];
        if (!entry) { return all && { numbers: [] }; }
        try {
          entry.numbers = entry.numbers || list(entry.bytes, entry.count, entry.byNotice ? segment.notices : segment.documents);
          return entry;
        } catch (error) { archive.lost['s/' + segment.folder + '/' + shard] = true; return null; }
      });
    },

    starts: function (segment) {
      return this.read('s/' + segment.folder + '/h', segment.stamp, 0, function (r) { return list(r.bytes, segment.notices, segment.documents); });
    },

    /* A document, read; null where it cannot be, or where another notice took its place. */
    part: function (segment, starts, doc) {
      var self = this, notice = below(starts, doc), hash;
      return self.read('s/' + segment.folder + '/a' + Math.floor(notice / ADDRESSES), segment.stamp, 0, function (r) { return r; }).then(function (r) {
        if (!r) { return null; }
        var at = new Reader(r.bytes, notice % ADDRESSES * 8);
        hash = at.hex(6);
        return self.hidden[hash] && !segment.overlay ? null : self.read('x/' + hash.slice(0, 2) + '/' + hash.slice(2), at.hex(2), 0, function (r) {
          return readExcerpts(r, self.ranked);
        });
      }).then(function (notice) {
        var nth = doc - starts[below(starts, doc)], part = notice && notice.parts[nth];
        if (part && !part.folded) {
          part.notice = notice;
          part.nth = nth;
          part.hash = hash;
          part.folded = fold(part.text, self.changes);
          part.foldedTitle = fold(part.title, self.changes);
        }
        return part || null;
      });
    },

    /* The documents of a token in a segment: {docs, byNotice}; null where they cannot be read. */
    docs: function (segment, token) {
      return Promise.all([this.postings(segment, token), this.starts(segment)]).then(function (got) {
        var entry = got[0], starts = got[1], byNotice = entry && entry.byNotice;
        return entry && (starts || !byNotice) && { docs: byNotice ? spread(entry.numbers, starts, segment.documents) : entry.numbers, byNotice: byNotice };
      });
    },

    facets: function () {
      var self = this;
      return self.read('facets', self.stamp, 0, function (r) {
        var n = r.number(), families = [], all = [], family, hash, key;
        while (n-- > 0) { families.push(readText(r, self.ranked)); }
        n = r.number();
        while (n-- > 0) {
          family = families[r.number()];
          hash = r.hex(6);
          key = readText(r, self.ranked);
          all.push({ family: family, hash: hash, key: key, label: r.bit() ? readText(r, self.ranked) : key, count: r.number() });
        }
        return all;
      });
    }
  };

  function place(token) {
    var h = 0x811c9dc5, i = token.charCodeAt(0) === 2 ? 1 : 0;
    for (; i < token.length; i++) { h = Math.imul(h ^ token.charCodeAt(i), 0x01000193); }
    h = Math.imul(h ^ h >>> 15, 0x2c1b3c6d);
    return (h ^ h >>> 13) >>> 0;
  }

  /* The last place whose number is at most n. */
  function below(numbers, n) {
    var low = 0, high = numbers.length - 1, mid;
    while (low < high) { mid = low + high + 1 >> 1; if (numbers[mid] <= n) { low = mid; } else { high = mid - 1; } }
    return low;
  }

  /* A text of a file: codes of characters, or of a stretch that the file's texts already hold. */
  function readText(r, ranked) {
    var past = r.past = r.past || [], first = past.length, end = first + r.number(), c, from;
    while (past.length < end) {
      if (!r.bit()) { c = r.bit() ? 32 + r.bits(7) : r.bits(5); } else if (!r.bit()) { c = 160 + r.bits(9); } else if (!r.bit()) { c = 672 + r.bits(10); } else { c = -1; }
      if (c >= 0) {
        past.push(ranked.charAt(c));
      } else if (!r.bit()) {
        past.push(fromUnit(r.bits(16)));
      } else {
        from = r.bits(32 - Math.clz32(past.length)); c = r.number();
        if (from >= past.length || c > 255) { throw new Error(); }
        for (c += REPEAT; c-- > 0;) { past.push(past[from++]); }
      }
    }
    return past.slice(first).join('');
  }

  function readExcerpts(r, ranked) {
    function text() { return readText(r, ranked); }
    var group = { url: text(), title: text(), date: text(), newer: text(), parts: [] }, n = r.number(), part, at, length;
    while (n-- > 0) {
      part = { anchor: text(), place: text(), status: r.bits(3) };
      if (r.bit()) { at = r.number(); length = r.number(); part.text = text(); part.title = part.text.substr(at, length); } else { part.title = text(); part.text = text(); }
      group.parts.push(part);
    }
    return group;
  }

  /* ---- a query ---- */

  /* Words stand between blanks; quotes at both ends of a word keep its blanks. */
  function words(text) {
    var all = [], match, pattern = /(?:“([^”]*)”|"([^"]*)"|「([^」]*)」|『([^』]*)』)(?=\s|$)|\S+/g;
    while ((match = pattern.exec(text))) { all.push(match[1] || match[2] || match[3] || match[4] || match[0]); }
    return all;
  }

  function meet(a, b) {
    var both = [], i = 0, j = 0;
    while (i < a.length && j < b.length) {
      if (a[i] === b[j]) { both.push(a[i++]); j++; } else if (a[i] < b[j]) { i++; } else { j++; }
    }
    return both;
  }
  function without(a, b) {
    var j = 0;
    return b.length ? a.filter(function (n) { while (b[j] < n) { j++; } return b[j] !== n; }) : a;
  }
  function join(lists) {
    var all = lists.flat().sort(function (a, b) { return a - b; });
    return all.filter(function (n, i) { return !i || all[i - 1] !== n; });
  }
  function spread(notices, starts, documents) {
    var all = [], i, d, end;
    for (i = 0; i < notices.length; i++) {
      end = notices[i] + 1 < starts.length ? starts[notices[i] + 1] : documents;
      for (d = starts[notices[i]]; d < end; d++) { all.push(d); }
    }
    return all;
  }
  function soon(value) { return Promise.resolve(value); }
  function each(things, action) { return Promise.all(things.map(action)); }

  function tokenOf(facet) {
    return '\x01' + facet.hash.replace(/.{4}/g, function (four) { return fromUnit(parseInt(four, 16)); });
  }

  /* What a query asks: {text, filters: {family: [facet]}, order: 'relevance' | 'date', except: facet | undefined}. */
  function Query(archive, wish) {
    this.index = archive;
    this.wish = wish;
    this.narrow = Object.keys(wish.filters).sort().filter(function (family) { return wish.filters[family].length; }).map(function (family) {
      return { family: family, tokens: wish.filters[family].map(tokenOf) };
    });
    this.hits = [];
    this.queue = [];
    this.walked = [];
    this.passed = {};
    this.before = archive.asked;
  }

  Query.prototype = {
    next: 0, sure: true, vague: 0, looked: 0, held: 0,

    /* Folds the words and asks the directory for their tokens. */
    prepare: function () {
      var self = this, archive = self.index;
      return self.ready || (self.ready = each(words(self.wish.text), function (word) { return archive.foldQuery(word); }).then(function (folded) {
        folded = folded.filter(function (word, i) { return word && folded.indexOf(word) === i; });
        self.empty = !folded.length && !self.narrow.length;
        self.folded = folded;
        folded = folded.slice().sort(function (a, b) { return b.length - a.length; }).slice(0, WORDS);
        return each(folded, function (word) { return self.plan(word); });
      }).then(function (plans) {
        self.plans = plans;
        return each(self.narrow, function (filter) {
          return each(filter.tokens, function (token) { return archive.counts(token); }).then(function (counts) { filter.counts = counts; });
        });
      }).then(function () { self.segments = archive.segments.filter(function (segment) { return self.may(segment); }); return self; }));
    },

    /* The tokens that a word is looked up by: the rarest of its pairs, to judge by their characters; triples instead
       where all three characters are of words in Latin letters or digits, and where all pairs are common. */
    plan: function (word) {
      var archive = this.index, all = characters(word), plan = { word: word, length: all.length, tokens: [], triples: [] }, seen = {}, i;
      function plain(at) { return kind(all[at]) !== 2 && all[at].length < 2 && all[at] < '\ufffe'; }
      function latin(at) { return at >= 0 && at + 2 < all.length && plain(at) && plain(at + 1) && plain(at + 2); }
      function rank(c) { return archive.ranks[c] === undefined ? 1696 : archive.ranks[c]; }
      function add(at, length, more) {
        var token = all.slice(at, at + length).join('');
        if (seen[token]) { return; }
        seen[token] = true;
        plan.tokens.push({ token: token, at: at, pair: all.slice(at, at + 2).join(''), rank: rank(all[at]) + rank(all[at + length - 1]) + more });
      }
      if (all.length === 1) { add(0, 1, 0); }
      for (i = 0; i + 1 < all.length; i++) {
        if (latin(i)) { add(i, 3, 1000); } else if (!latin(i - 1)) { add(i, 2, 0); }
      }
      plan.characters = all;
      plan.tokens = plan.tokens.sort(function (a, b) { return b.rank - a.rank || a.at - b.at; }).slice(0, DEEP);
      return this.look(plan, TOKENS);
    },

    /* Asks the directory for the first tokens of a plan, and for triples where these are common pairs. */
    look: function (plan, most) {
      var archive = this.index, all = plan.characters;
      plan.asked = plan.tokens.slice(0, most);
      function ask(token) { return token.counts !== undefined ? token : archive.counts(token.token).then(function (counts) { token.counts = counts; }); }
      return each(plan.asked, ask).then(function () {
        var common = archive.segments.some(function (segment) {
          return !segment.overlay && plan.asked.every(function (token) { return isCommon(token, segment); });
        });
        plan.triples = [];
        plan.asked.forEach(function (token) {
          var triple = all.slice(token.at, token.at + 3).join('');
          var other = plan.asked.find(function (next) { return next.at === token.at + 1; });
          if ((common || most > TOKENS) && other && token.token.length === 2 && other.token.length === 2 && /^[^\ud800-\udfff\ufffe\uffff]{3}$/.test(triple)) {
            plan.triples.push({ token: triple, at: token.at, pair: token.pair, of: [token, other] });
          }
        });
        return each(plan.triples, ask);
      }).then(function () { return plan; });
    },

    /* Whether a segment may hold hits, as far as the directory knows. */
    may: function (segment) {
      function there(counts) { return segment.overlay || !counts || counts[segment.place]; }
      return this.plans.every(function (plan) {
        return plan.asked.every(function (token) { return there(token.counts); });
      }) && this.narrow.every(function (filter) { return filter.counts.some(there); });
    },

    /* The tokens that say most of a word in a segment, rarest first. */
    tokens: function (plan, segment) {
      var some = plan.asked, triples = plan.triples.filter(function (triple) {
        return triple.counts && !segment.overlay && triple.of.every(function (token) { return isCommon(token, segment); });
      });
      if (triples.length) {
        some = triples.concat(some.filter(function (token) {
          return !triples.some(function (triple) { return triple.of.indexOf(token) >= 0; });
        }));
      }
      return some.slice().sort(function (a, b) { return count(a, segment) - count(b, segment); });
    },

    /* The documents of a segment that may hold a word: by its two rarest tokens, or by all once these proved vague. */
    word: function (plan, segment) {
      var self = this, archive = self.index, tokens = self.tokens(plan, segment), docs = null, at = 0;
      function narrow() {
        var some = tokens.slice(at, at + 2);
        if (!some.length || at && (!self.deep || docs.length < 3)) { return docs; }
        at += 2;
        return each(some, function (token) { return archive.docs(segment, token.token); }).then(function (lists) {
          lists.forEach(function (entry) {
            if (entry) { docs = docs ? meet(docs, entry.docs) : entry.docs; }
            if (!entry || entry.byNotice) { self.sure = false; }
          });
          if (plan.length > 3 || plan.length === 3 && tokens.length > 1) { self.sure = false; }
          docs = docs || [];
          return narrow();
        });
      }
      return soon(narrow()).then(function () {
        var pairs = plan.length < 2 || self.wish.order === 'date' || !docs.length ? [] : tokens.slice(0, tokens[0].of ? 1 : 2);
        return each(pairs, function (token) { return archive.postings(segment, '\x02' + token.pair); });
      }).then(function (titles) {
        var title = null;
        titles.forEach(function (entry) { if (entry) { title = title ? meet(title, entry.numbers) : entry.numbers; } });
        return { docs: docs, title: title || [] };
      });
    },

    /* The documents of a segment that have one of some facets. */
    having: function (segment, tokens) {
      var archive = this.index;
      return each(tokens, function (token) { return archive.docs(segment, token); }).then(function (lists) {
        return join(lists.map(function (entry) { return entry ? entry.docs : []; }));
      });
    },

    /* What of a segment may be hits: documents, those of them whose title may hold all words, and each word's own. */
    walk: function (segment) {
      var self = this, except = self.wish.except;
      return Promise.all([
        self.index.starts(segment),
        self.having(segment, except ? [tokenOf(except)] : []),
        each(self.narrow, function (filter) { return self.having(segment, filter.tokens); }),
        each(self.plans, function (plan) { return self.word(plan, segment); })
      ]).then(function (got) {
        var starts = got[0] || [], omitted = got[1], found = got[3], docs = null, title = null, chosen;
        got[2].forEach(function (some) { docs = docs ? meet(docs, some) : without(some, omitted); });
        chosen = docs;
        found.forEach(function (word) {
          word.docs = without(word.docs, omitted);
          docs = docs ? meet(docs, word.docs) : word.docs;
          title = title ? meet(title, word.title) : word.title;
        });
        docs = docs || [];
        return { segment: segment, starts: starts, docs: self.ofNotices() ? meet(docs, starts) : docs, title: meet(title || [], docs), words: found, chosen: chosen };
      });
    },

    /* Whether hits are notices as a whole, because nothing but their facets is asked for. */
    ofNotices: function () { return !this.plans.length && !this.byStatus(); },

    byStatus: function () { return this.narrow.some(function (filter) { return filter.family === 'status'; }); },

    /* Queues the candidates of the next segments, at least STRETCH notices: titles first, unless by date. */
    stretch: function () {
      var self = this, some = [], notices = 0, segment;
      if (!self.next && self.segments.length) { self.index.file('s/' + self.segments[0].folder + '/a0', self.segments[0].stamp); }
      while (notices < STRETCH && (segment = self.segments[self.next])) { some.push(segment); notices += segment.notices; self.next++; }
      return self.enqueue(some);
    },

    /* Walks segments and queues what may be hits in them, titles first. */
    enqueue: function (segments) {
      var self = this;
      return each(segments, function (segment) { return self.walk(segment); }).then(function (walks) {
        self.walked = self.walked.concat(walks);
        self.stretched = walks.length;
        self.queue = [];
        [true, false].forEach(function (title) {
          walks.forEach(function (walked) {
            (title ? walked.title : walked.docs).forEach(function (doc) { self.queue.push({ of: walked, doc: doc, title: title }); });
          });
        });
      });
    },

    /* Looks the words up by all their tokens from here on, and narrows down what is queued. */
    deepen: function () {
      var self = this, walks = self.walked.splice(self.walked.length - self.stretched, self.stretched);
      self.deep = true;
      return each(self.plans, function (plan) { return self.look(plan, DEEP); }).then(function () {
        var ahead = self.segments.slice(self.next).filter(function (segment) { return self.may(segment); });
        self.segments = self.segments.slice(0, self.next).concat(ahead);
        return self.enqueue(walks.map(function (walked) { return walked.segment; }));
      });
    },

    /* Reads a candidate and says whether it is a hit; null where it is none. */
    verify: function (candidate) {
      var self = this, segment = candidate.of.segment, key = keyOf(segment, candidate.doc);
      function holds(folded) { return self.folded.every(function (word) { return folded.text.indexOf(word) >= 0; }); }
      return self.passed[key] ? null : self.index.part(segment, candidate.of.starts, candidate.doc).then(function (part) {
        var is = part && holds(part.folded);
        if (part && !candidate.title) { self.looked++; self.held += is; }
        return is && (!candidate.title || holds(part.foldedTitle)) ? { part: part, key: key } : null;
      });
    },

    /* Finds hits until there are `wanted` or no more; `paused` once the query has asked for `most` files. */
    find: function (wanted, most) {
      var self = this;
      self.paused = false;
      return self.prepare().then(function more() {
        if (self.empty || self.hits.length >= wanted || self.stopped) { return self; }
        if (self.index.asked - self.before >= most && (self.queue.length || self.ahead())) {
          self.paused = true;
          return self;
        }
        if (!self.queue.length) {
          if (self.ahead()) { return self.stretch().then(more); }
          return self.scattered ? self : self.scatter().then(more);
        }
        if (!self.deep && !self.scattered && (self.vague > 4 || wanted > self.hits.length + 100)) { return self.deepen().then(more); }
        var batch = self.queue.splice(0, Math.min(Math.max(wanted - self.hits.length, 1), 64)), before = self.hits.length;
        return each(batch, function (candidate) { return candidate.parts ? self.verifyNotice(candidate) : self.verify(candidate); }).then(function (hits) {
          hits.forEach(function (hit) { if (hit && !self.passed[hit.key]) { self.passed[hit.key] = true; self.hits.push(hit); } });
          self.vague += batch.length - (self.hits.length - before) * 2;
          if (self.progress) { self.progress(self); }
          return more();
        });
      });
    },

    /* Queues the notices that hold all words, but in no one document. */
    scatter: function () {
      var self = this;
      self.scattered = true;
      if (self.plans.length < 2) { return soon(); }
      self.walked.forEach(function (walked) {
        var groups = walked.words.map(function (word) {
          var group = {};
          (walked.chosen ? meet(word.docs, walked.chosen) : word.docs).forEach(function (doc) {
            var notice = below(walked.starts, doc);
            (group[notice] = group[notice] || []).push(doc);
          });
          return group;
        });
        Object.keys(groups[0]).forEach(function (notice) {
          if (groups.every(function (group) { return group[notice]; })) {
            self.queue.push({ of: walked, key: walked.segment.folder + ':' + notice, parts: groups.map(function (group) { return group[notice]; }) });
          }
        });
      });
      return soon();
    },

    /* Whether every word stands in some document of the notice, and which. */
    verifyNotice: function (candidate) {
      var self = this, segment = candidate.of.segment, parts = [];
      function search(word, docs, i) {
        return i < docs.length && self.index.part(segment, candidate.of.starts, docs[i]).then(function (part) {
          if (!part || part.folded.text.indexOf(word) < 0) { return search(word, docs, i + 1); }
          if (parts.indexOf(part) < 0) { parts.push(part); }
          return true;
        });
      }
      return each(self.plans, function (plan, i) { return search(plan.word, candidate.parts[i], 0); }).then(function (found) {
        var part = parts[0];
        if (!found.every(Boolean) || !parts[1] || self.hits.some(function (hit) { return hit.part.hash === part.hash && !hit.parts; })) { return null; }
        return { part: part, parts: parts, key: candidate.key };
      });
    },

    /* How many hits there are: {count, exact}. */
    total: function () {
      var self = this, seen = 0, least = 0, ahead = 0;
      if (self.empty || self.verified()) { return { count: self.hits.length, exact: true }; }
      function rarest(segment) {
        return self.plans.reduce(function (low, plan) {
          return self.tokens(plan, segment).reduce(function (low, token) { return Math.min(low, count(token, segment)); }, low);
        }, segment.documents);
      }
      self.walked.forEach(function (walked) { seen += walked.docs.length; least += rarest(walked.segment); });
      self.segments.slice(self.next).forEach(function (segment) { ahead += rarest(segment); });
      var exact = !self.ahead() && self.sure && !self.overlaid();
      if (self.plans.length === 1 && self.plans[0].length < 3 && !self.narrow.length && !self.wish.except && self.plans[0].asked[0].counts && !self.overlaid()) {
        return { count: self.segments.reduce(function (sum, segment) { return sum + self.plans[0].asked[0].counts[segment.place]; }, 0), exact: true };
      }
      seen *= self.share();
      return { count: Math.max(self.hits.length, Math.round(seen + (least ? ahead * seen / least : 0))), exact: exact };
    },

    ahead: function () { return this.next < this.segments.length; },

    /* Whether every candidate was read, so that the hits are all there are. */
    verified: function () { return !this.ahead() && !this.queue.length && (this.scattered || this.plans.length < 2); },

    /* How many of the candidates are hits, judged by those that were read. */
    share: function () { return this.hits.length && (this.held + 1) / (this.looked + 1); },

    overlaid: function () { return this.index.segments.some(function (segment) { return segment.overlay; }); },

    /* How many hits have which facet: {hash: count, exact}, not rounded. Unless all candidates were read, it is the number of those
       in the segments walked so far, times the share that are hits: a facet never counts more than the total. */
    facets: function () {
      var self = this, counts = {}, all = self.verified() && self.plans.length, share = all ? 1 : self.share();
      function add(key) { counts[key] = (counts[key] || 0) + share; }
      return each(share ? self.walked : [], function (walked) {
        var segment = walked.segment, starts = walked.starts, pages = {}, docs = all ? walked.docs.filter(function (doc) { return self.passed[keyOf(segment, doc)]; }) : walked.docs;
        function page(doc) { return Math.floor(below(starts, doc) / COLUMNS); }
        docs.forEach(function (doc) { pages[page(doc)] = true; });
        return each(Object.keys(pages), function (at) {
          return self.index.read('s/' + segment.folder + '/c' + at, segment.stamp, 0, function (r) { return readColumns(r, +at, starts, segment); }).then(function (columns) {
            function on(docs, act) { docs.forEach(function (doc) { if (columns && page(doc) === +at) { act(doc); } }); }
            on(docs, function (doc) { columns.notices[below(starts, doc) % COLUMNS].forEach(add); });
            on(self.ofNotices() ? walked.chosen : docs, function (doc) { add('s' + columns.statuses[doc - columns.first]); });
          });
        });
      }).then(function () {
        counts.exact = !self.ahead() && self.total().exact;
        return counts;
      });
    }
  };

  function keyOf(segment, doc) { return segment.folder + segment.overlay + doc; }

  function count(token, segment) {
    if (segment.overlay || !token.counts) { return segment.documents; }
    return token.counts[segment.place] || 0;
  }
  function isCommon(pair, segment) { return pair.counts && count(pair, segment) * COMMON > segment.documents; }

  function readColumns(r, page, starts, segment) {
    var hashes = [], n = r.varint(), notices = [], statuses = [], first = page * COLUMNS, last = Math.min(first + COLUMNS, segment.notices), i, m, run;
    while (n-- > 0) { hashes.push(r.hex(6)); }
    for (i = first; i < last; i++) {
      notices.push([]);
      for (m = r.varint(); m-- > 0;) { notices[i - first].push(hashes[r.varint()]); }
    }
    n = (last < starts.length ? starts[last] : segment.documents) - starts[first];
    while (statuses.length < n) {
      run = r.varint();
      for (m = run >> 3; m-- > 0;) { statuses.push(run & 7); }
    }
    r.end();
    return { notices: notices, statuses: statuses, first: starts[first] };
  }

  /* The stretches of a folded text's source that the words take: [[start, end], …]. */
  function marks(folded, source, wanted) {
    var all = [], last = -1;
    wanted.forEach(function (word) {
      for (var at = folded.text.indexOf(word); at >= 0; at = folded.text.indexOf(word, at + 1)) {
        var end = folded.at[at + word.length - 1];
        all.push([folded.at[at], end + (source.codePointAt(end) > 0xffff ? 2 : 1)]);
      }
    });
    return all.sort(function (a, b) { return a[0] - b[0]; }).filter(function (mark) {
      if (mark[1] <= last) { return false; }
      mark[0] = Math.max(mark[0], last);
      last = mark[1];
      return true;
    });
  }

  return {
    search: function (path, stamp, data) { handed[path] = { stamp: stamp, data: data }; },
    archive: function (load) { return new Archive(load); },
    query: function (archive, wish) { return new Query(archive, wish); },
    fold: fold, words: words, marks: marks, folding: function (data) { return readChanges(unpack(data)); }
  };
}());
