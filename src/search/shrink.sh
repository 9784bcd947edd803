#!/bin/sh
# Makes themes/default/assets/search.js of reader.js and page.js. Needs npm's terser: that of tests/browser after
# `npm ci` there, else the one on the path; `--check` only compares.
# The names listed are ours alone: neither the page's nor a test's.
set -e
cd "$(dirname "$0")"
PATH="$PWD/../../tests/browser/node_modules/.bin:$PATH"
ours='folder|slot|having|file|word|doc|past|first|end|segments|segment|documents|notices|starts|postings|byNotice|numbers|varint|unary|units|number'
ours="$ours|walked|plans|tokens|token|asked|triples|scattered|stretched|stretch|enqueue|deepen|deep|ofNotices|verifyNotice"
ours="$ours|verify|prepare|changes|foldQuery|known|ranked|ranks|shards|overlay|overlaid|vague|passed|byStatus|scatter"
ours="$ours|docs|queue|wish|sure|nothing|opening|table|left|held|pages|place|next|rank|read|files|foldedTitle|counts|characters|plan|look|may|walk|chosen|bits|bit|byte|hex|made|stamp|pair|looked|paused|before|progress|stopped|bytes|empty|facet|ready|load|hash|label|anchor|title|newer|page|old|index|narrow|verified|share|ahead"
made=$(cat reader.js page.js | terser --ecma 5 --compress passes=4,unsafe,keep_fargs=false --mangle --mangle-props "builtins,regex=/^($ours)\$/")
asset=../../themes/default/assets/search.js
if [ "$1" = --check ]; then
  [ "$made" = "$(cat $asset)" ] || { echo "search.js is stale: run src/search/shrink.sh"; exit 1; }
else
  printf '%s\n' "$made" > $asset
fi
