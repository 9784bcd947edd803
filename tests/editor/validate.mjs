// Opens a YAML file in yaml-language-server as an editor would and prints its diagnostics, a line each.
//   node tests/editor/validate.mjs FILE
import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const server = join(dirname(fileURLToPath(import.meta.url)), 'node_modules/.bin/yaml-language-server');
if (!existsSync(server)) {
  console.error('yaml-language-server is not installed: npm ci in tests/editor');
  process.exit(2);
}
const file = resolve(process.argv[2]);
const uri = pathToFileURL(file).href;
const child = spawn(server, ['--stdio'], { stdio: ['pipe', 'pipe', 'inherit'] });
const send = (message) => {
  const text = JSON.stringify({ jsonrpc: '2.0', ...message });
  child.stdin.write(`Content-Length: ${Buffer.byteLength(text)}\r\n\r\n${text}`);
};
const settings = { yaml: { validate: true, schemaStore: { enable: false } } };

const heed = (message) => {
  if (message.id === 1) {
    send({ method: 'initialized', params: {} });
    send({ method: 'workspace/didChangeConfiguration', params: { settings } });
    const text = readFileSync(file, 'utf8');
    send({ method: 'textDocument/didOpen', params: { textDocument: { uri, languageId: 'yaml', version: 1, text } } });
  } else if (message.method === 'workspace/configuration') {
    const result = message.params.items.map(({ section }) => (section === 'yaml' ? settings.yaml : null));
    send({ id: message.id, result });
  } else if (message.method && message.id !== undefined) {
    send({ id: message.id, result: null });
  } else if (message.method === 'textDocument/publishDiagnostics' && message.params.uri === uri) {
    for (const { range, message: words } of message.params.diagnostics) {
      console.log(`${range.start.line + 1}:${range.start.character + 1} ${words.replaceAll('\n', ' ')}`);
    }
    child.kill();
    process.exit(0);
  }
};

let buffer = Buffer.alloc(0);
child.stdout.on('data', (chunk) => {
  buffer = Buffer.concat([buffer, chunk]);
  for (;;) {
    const end = buffer.indexOf('\r\n\r\n');
    const length = end < 0 ? null : /Content-Length: (\d+)/i.exec(buffer.subarray(0, end).toString());
    if (!length || buffer.length < end + 4 + Number(length[1])) return;
    const text = buffer.subarray(end + 4, end + 4 + Number(length[1])).toString();
    buffer = buffer.subarray(end + 4 + Number(length[1]));
    heed(JSON.parse(text));
  }
});
send({ id: 1, method: 'initialize', params: { processId: process.pid, rootUri: null, capabilities: { workspace: { configuration: true } } } });
setTimeout(() => process.exit(3), 30_000);
