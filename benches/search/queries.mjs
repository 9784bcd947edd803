// Questions put to a corpus: queries by class, drawn from its notices, the same at every run.

import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";

/** Numbers below 1, the same at every run (mulberry32). */
function dice(seed) {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

/** The paragraphs of a notice without its front matter, headings and marks. */
const paragraphs = (source) =>
  source.replace(/^---\n[^]*?\n---\n/, "").split("\n").filter((line) => line && !/^[#|>]/.test(line));

/** Queries by class, `each` of every class, drawn from the notices under `folder`. */
export function queries(folder, each = 16) {
  const names = readdirSync(folder, { recursive: true }).filter((name) => name.endsWith(".md")).sort();
  const next = dice(20261122);
  const one = (all) => all[Math.floor(next() * all.length)];
  const source = () => readFileSync(path.join(folder, one(names)), "utf8");

  /** What matches in a paragraph drawn anywhere; another paragraph where nothing does. */
  function drawn(pattern) {
    for (let tries = 0; tries < 1000; tries++) {
      const found = one(paragraphs(source()))?.match(pattern);
      if (found) return one(found);
    }
    throw new Error(`nothing in ${folder} matches ${pattern}`);
  }
  /** So many Chinese characters in a row, from any place of a clause. */
  function han(least, most = least) {
    const length = least + Math.floor(next() * (most - least + 1));
    const run = drawn(new RegExp(`\\p{Script=Han}{${length},}`, "gu"));
    const from = Math.floor(next() * (run.length - length + 1));
    return run.slice(from, from + length);
  }
  /** What the front matter of a drawn notice says under `key`. */
  function named(key) {
    for (let tries = 0; tries < 1000; tries++) {
      const found = source().match(new RegExp(`^${key}: *(.+)$`, "m"));
      if (found) return found[1];
    }
    throw new Error(`no notice in ${folder} has ${key}`);
  }

  const classes = {
    words: () => han(2),
    "four characters": () => han(4),
    phrases: () => han(8, 12),
    numbers: () => drawn(/\d[\d.]*[%\p{Script=Han}]?/gu),
    names: () => named("unit"),
    single: () => han(1),
    "two words": () => `${han(2)} ${han(2)}`,
    // both halves stand in the archive, but hardly in a row
    joined: () => han(3) + han(3),
    absent: () => one(["量子", "火星", "熊猫", "鲸鱼", "琵琶"]) + one(["计算机", "探测", "繁育", "迁徙", "独奏"]),
  };
  return Object.fromEntries(Object.entries(classes).map(([name, draw]) => [name, Array.from({ length: each }, draw)]));
}

/** The middle and the greatest. */
export function middle(numbers) {
  const sorted = [...numbers].sort((a, b) => a - b);
  return [sorted[Math.floor(sorted.length / 2)], sorted[sorted.length - 1]];
}
