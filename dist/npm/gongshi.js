#!/usr/bin/env node
// Starts the program of the package for this system; which one npm installed it decided itself.
"use strict";
const { spawnSync } = require("node:child_process");

const system = `${process.platform}-${process.arch}`;
const program = process.platform === "win32" ? "gongshi.exe" : "gongshi";
let path;
try {
  path = require.resolve(`gongshi-${system}/${program}`);
} catch {
  console.error(
    `gongshi: 没有给这个系统（${system}）的程序，或安装时略去了可选的包（--omit=optional）。\n` +
      `gongshi: there is no program for this system (${system}), or optional packages were left out (--omit=optional).`,
  );
  process.exit(3);
}
const run = spawnSync(path, process.argv.slice(2), { stdio: "inherit" });
if (run.error) {
  console.error(`gongshi: ${run.error.message}`);
  process.exit(3);
}
if (run.signal) {
  process.kill(process.pid, run.signal);
}
process.exit(run.status ?? 3);
