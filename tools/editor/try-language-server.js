// Opens the files of a spec in the YAML language server, as an editor does, and tests the JSON Schema of the format:
//
// - each key has a description, and hovering over the key shows it
// - completion offers each key
// - errors have the same locations as those of `check --format json`
//
// Arguments: the folder with the npm packages, the schema, the folder of a spec that uses each key, an empty folder for broken
// copies of this spec, and the program `api-client`.
'use strict';
const { spawn, spawnSync } = require('child_process');
const fs = require('fs');
const path = require('path');
const { pathToFileURL } = require('url');

const [tools, schemaFile, spec, work, program] = process.argv.slice(2).map((argument) => path.resolve(argument));
const load = (name) => require(path.join(tools, 'node_modules', name));
const rpc = load('vscode-jsonrpc/node');
const YAML = load('yaml');
const schema = JSON.parse(fs.readFileSync(schemaFile, 'utf8'));
const definitions = Object.entries(schema.definitions).filter(([, { properties }]) => properties);
const keys = definitions.flatMap(([definition, { properties }]) =>
  Object.entries(properties).map(([name, { description }]) => ({ id: `${definition}.${name}`, description }))
);

/** Errors that the schema can find: a text that occurs in the file, and its broken form. */
const MISTAKES = [
  ['match/types_of.yaml', '    summary: ', '    sumary: '],
  ['match/types_of.yaml', 'required: true', 'required: certainly'],
  ['match/types_of.yaml', 'wire: comma', 'wire: coma'],
  ['match/types_of.yaml', 'max_items: 4', 'max_items: few'],
  ['match/types_of.yaml', 'docs: https://docs.example/by-path', 'docs: by-path'],
  ['match/types_of.yaml', '    evidence: documented', '    evidence: rumored'],
  ['api.yaml', 'default_features:', 'default_feature:'],
  ['known_mistakes.yaml', 'docs: https://kit.example/openapi.yaml\n', 'docs: [1]\n'],
];

/** Returns each use of a key of the format: its definition, its mapping, its name, its offset, and its part of the schema. */
function uses(document) {
  const found = [];
  const walk = (rule, node) => {
    for (const choice of [...(rule.allOf || []), ...(rule.anyOf || [])]) walk(choice, node);
    if (!YAML.isMap(node)) return;
    if (typeof rule.additionalProperties === 'object') {
      node.items.forEach((pair) => walk(rule.additionalProperties, pair.value));
    }
    const definition = rule.$ref?.replace('#/definitions/', '');
    const properties = schema.definitions[definition]?.properties || {};
    for (const pair of node.items) {
      const key = properties[pair.key.value];
      if (!key) continue;
      found.push({ definition, map: node, name: pair.key.value, offset: pair.key.range[0], key });
      walk(key, pair.value);
    }
  };
  // The root is a chain of conditions: the first of these keys that the file has selects the definition.
  let rule = schema;
  while (rule.if) rule = rule.if.required.every((key) => document.has(key)) ? rule.then : rule.else;
  walk(rule, document.contents);
  return found;
}

function parse(text) {
  const lines = new YAML.LineCounter();
  const document = YAML.parseDocument(text, { lineCounter: lines });
  const position = (offset) => {
    const { line, col } = lines.linePos(offset);
    return { line: line - 1, character: col - 1 };
  };
  return { document, position };
}

/** Starts the language server, and returns the requests of an editor. */
async function connect() {
  const server = spawn(path.join(tools, 'node_modules/.bin/yaml-language-server'), ['--stdio']);
  server.stderr.pipe(process.stderr);
  const connection = rpc.createMessageConnection(server.stdout, server.stdin);
  const settings = { yaml: { hover: true, completion: true, validate: true, schemaStore: { enable: false } } };
  const published = new Map();
  let opened = 0;
  connection.onRequest('workspace/configuration', ({ items }) => items.map(({ section }) => settings[section] ?? {}));
  connection.onRequest('client/registerCapability', () => null);
  connection.onNotification('textDocument/publishDiagnostics', ({ uri, diagnostics }) => {
    published.get(uri)?.(diagnostics);
  });
  connection.listen();
  const capabilities = { workspace: { configuration: true }, textDocument: { hover: {}, completion: {} } };
  await connection.sendRequest('initialize', { processId: process.pid, rootUri: null, capabilities });
  await connection.sendNotification('initialized', {});
  await connection.sendNotification('workspace/didChangeConfiguration', { settings });
  return {
    /** Opens a file beside the schema, which its first line names. The file does not exist on the disk. */
    open: async (name, text) => {
      // Each file has a new name, because the server can report the content of a file that was closed.
      opened += 1;
      const file = path.join(path.dirname(schemaFile), path.dirname(name), `${opened}-${path.basename(name)}`);
      const uri = pathToFileURL(file).href;
      const diagnostics = new Promise((resolve) => published.set(uri, resolve));
      const textDocument = { uri, languageId: 'yaml', version: 1, text };
      await connection.sendNotification('textDocument/didOpen', { textDocument });
      return { textDocument: { uri }, diagnostics };
    },
    close: ({ textDocument }) => connection.sendNotification('textDocument/didClose', { textDocument }),
    hover: async ({ textDocument }, position) => {
      const hover = await connection.sendRequest('textDocument/hover', { textDocument, position });
      return hover ? hover.contents.value : '';
    },
    complete: async ({ textDocument }, position) => {
      const list = await connection.sendRequest('textDocument/completion', { textDocument, position });
      return (list.items || list).map((item) => item.label);
    },
    stop: async () => {
      await connection.sendRequest('shutdown');
      await connection.sendNotification('exit');
    },
  };
}

const problems = [];
const files = (folder) =>
  fs
    .readdirSync(folder, { recursive: true })
    .filter((name) => name.endsWith('.yaml'))
    .sort();
const read = (folder, name) => fs.readFileSync(path.join(folder, name), 'utf8');
const modeline = (name) => `# yaml-language-server: $schema=${name.includes('/') ? '../' : ''}${path.basename(schemaFile)}\n`;

/** Hovers over the first use of each key. */
async function hoverOverKeys(server) {
  // The server escapes characters of Markdown, so only letters and digits are compared.
  const letters = (text) => text.replace(/[^A-Za-z0-9]+/g, '');
  const described = new Set();
  for (const name of files(spec)) {
    const text = modeline(name) + read(spec, name);
    const opened = await server.open(name, text);
    const { document, position } = parse(text);
    for (const { definition, name: key, offset, key: { description } } of uses(document)) {
      const id = `${definition}.${key}`;
      if (!description || described.has(id)) continue;
      // The second letter, because the first one can also be the end of the mapping above.
      const hover = await server.hover(opened, position(offset + 1));
      if (letters(hover).includes(letters(description))) described.add(id);
      else problems.push(`${name}: hovering over \`${id}\` shows ${JSON.stringify(hover)}`);
    }
    await server.close(opened);
  }
  return described;
}

/**
 * Completes an empty line in a mapping of each definition. The mapping is left with one of its keys, because the server does
 * not offer a key twice.
 */
async function completeKeys(server) {
  const offered = new Set();
  const isOpen = (definition, name) => !offered.has(`${definition}.${name}`);
  for (const name of files(spec)) {
    // In block style, each key has a line of its own.
    const block = YAML.stringify(YAML.parse(read(spec, name)), { lineWidth: 0 });
    for (const { definition, name: kept, offset } of uses(YAML.parseDocument(block))) {
      const names = Object.keys(schema.definitions[definition].properties);
      if (!names.some((name) => name !== kept && isOpen(definition, name))) continue;
      const document = YAML.parseDocument(block);
      const { map } = uses(document).find((use) => use.offset === offset);
      map.items = map.items.filter((pair) => pair.key.value === kept);
      const text = modeline(name) + document.toString({ lineWidth: 0 });
      const shortened = parse(text);
      // The text before the key can be shorter, but the order of the mappings is the same.
      const key = uses(shortened.document).find((use) => use.definition === definition && use.map.items.length === 1);
      if (!key) continue;
      const { line, character } = shortened.position(key.offset);
      const lines = text.split('\n');
      lines.splice(line, 0, ' '.repeat(character));
      const opened = await server.open(name, lines.join('\n'));
      const labels = await server.complete(opened, { line, character });
      await server.close(opened);
      for (const label of labels) if (names.includes(label)) offered.add(`${definition}.${label}`);
    }
  }
  return offered;
}

/** Compares the locations of errors with those of the command `check`. */
async function compareErrors(server) {
  let compared = 0;
  for (const [name, right, wrong] of MISTAKES) {
    const text = read(spec, name);
    if (!text.includes(right)) problems.push(`${name} does not contain ${JSON.stringify(right)}`);
    const broken = modeline(name) + text.replace(right, wrong);
    const folder = fs.mkdtempSync(path.join(work, 'spec-'));
    fs.cpSync(spec, folder, { recursive: true });
    fs.writeFileSync(path.join(folder, name), broken);
    const check = spawnSync(program, ['check', '--format', 'json', '--spec', folder], { encoding: 'utf8' });
    const report = JSON.parse(check.stdout || '{"diagnostics":[]}');
    const [first] = report.diagnostics.map(({ location }) => location);
    const expected = first && `${path.relative(folder, first.file)}:${first.line}:${first.column}`;
    const opened = await server.open(name, broken);
    const found = (await opened.diagnostics).map(({ range: { start } }) => `${name}:${start.line + 1}:${start.character + 1}`);
    await server.close(opened);
    if (check.status === 1 && found.includes(expected)) compared += 1;
    else problems.push(`${JSON.stringify(wrong)} is an error at ${found.join(', ')}; \`check\` reports ${expected}`);
  }
  return compared;
}

async function main() {
  const server = await connect();
  const described = await hoverOverKeys(server);
  const offered = await completeKeys(server);
  const compared = await compareErrors(server);
  await server.stop();
  for (const { id, description } of keys) {
    if (!description) problems.push(`\`${id}\` has no description`);
    else if (!described.has(id)) problems.push(`\`${id}\` was not hovered over`);
    if (!offered.has(id)) problems.push(`\`${id}\` is not offered`);
  }
  console.log(`${keys.length} keys: ${described.size} with a description, ${offered.size} offered by completion`);
  console.log(`${MISTAKES.length} errors: ${compared} at the location that the command \`check\` reports`);
  for (const problem of problems) console.log(problem);
  process.exitCode = problems.length ? 1 : 0;
}
main();
