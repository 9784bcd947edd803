// Starts `gongshi lsp` for the notices of a site, and runs the other commands in a terminal where their output stays.
'use strict';

const path = require('path');
const vscode = require('vscode');
const { LanguageClient, TransportKind } = require('vscode-languageclient/node');
const words = require(/^zh/.test(vscode.env.language) ? './package.nls.zh-cn.json' : './package.nls.json');

let client;

function setting(name) {
  return vscode.workspace.getConfiguration('gongshi').get(name);
}

/** The site's folder: the one of the open notice, else the first of the window. */
function site() {
  const editor = vscode.window.activeTextEditor;
  const open = editor && vscode.workspace.getWorkspaceFolder(editor.document.uri);
  const folder = open || (vscode.workspace.workspaceFolders || [])[0];
  return folder && folder.uri.fsPath;
}

/** Runs the program; arguments are passed as they are, no shell reads them. */
function run(name, args) {
  const terminal = vscode.window.createTerminal({ name, cwd: site(), shellPath: setting('path'), shellArgs: args });
  terminal.show(true);
  return terminal;
}

/** Runs the program to its end and shows what it printed. */
function task(name, args) {
  const definition = { type: 'process', task: name };
  const execution = new vscode.ProcessExecution(setting('path'), args, { cwd: site() });
  return vscode.tasks.executeTask(new vscode.Task(definition, vscode.TaskScope.Workspace, name, 'gongshi', execution));
}

/** The preview's address of the open notice; the home page for any other file. */
function address() {
  const editor = vscode.window.activeTextEditor;
  const root = `http://127.0.0.1:${setting('port')}/`;
  if (!editor || !/[\\/]content[\\/]notices[\\/]/.test(editor.document.fileName)) return root;
  const stated = /^id:\s*["']?([A-Za-z0-9][\w-]*)/m.exec(editor.document.getText());
  const id = stated ? stated[1] : path.basename(editor.document.fileName, '.md');
  return /^[A-Za-z0-9][\w-]*$/.test(id) ? `${root}notices/${id.toLowerCase().replace(/_/g, '-')}/` : root;
}

const commands = {
  async new() {
    const title = await vscode.window.showInputBox({ prompt: words.askTitle });
    if (title) await task(words.new, ['new', title]);
  },
  async import() {
    const filters = { '*': ['docx', 'html', 'htm', 'txt', 'md'] };
    const files = await vscode.window.showOpenDialog({ canSelectMany: true, filters });
    if (files) await task(words.import, ['import', ...files.map((file) => file.fsPath)]);
  },
  async preview() {
    const running = vscode.window.terminals.some((terminal) => terminal.name === words.preview && !terminal.exitStatus);
    if (!running) run(words.preview, ['serve', '-p', String(setting('port'))]);
    await new Promise((done) => setTimeout(done, running ? 0 : 1500));
    await vscode.commands.executeCommand('simpleBrowser.show', address());
  },
  check: () => task(words.check, ['check']),
  fix: () => task(words.fix, ['check', '--fix']),
  publishDryRun: () => task(words.publishDryRun, ['publish', '--dry-run']),
};

async function activate(context) {
  for (const [name, command] of Object.entries(commands)) {
    context.subscriptions.push(vscode.commands.registerCommand(`gongshi.${name}`, command));
  }
  const server = { command: setting('path'), args: ['lsp'], transport: TransportKind.stdio };
  const selector = [{ scheme: 'file', language: 'markdown', pattern: '**/content/**/*.md' }];
  client = new LanguageClient('gongshi', words.displayName, server, { documentSelector: selector });
  await client.start();
}

exports.activate = activate;
exports.deactivate = () => client && client.stop();
