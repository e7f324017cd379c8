import { expect, test } from 'vitest';
import { type Command, readCommand } from './command.ts';

const rows: readonly { readonly argv: readonly string[]; readonly command: Command }[] = [
  { argv: [], command: { kind: 'Run', name: 'serve', argv: [] } },
  { argv: ['serve', '--port', '1'], command: { kind: 'Run', name: 'serve', argv: ['--port', '1'] } },
  { argv: ['--port', '1'], command: { kind: 'Run', name: 'serve', argv: ['--port', '1'] } },
  { argv: ['status', 'a/b', '-o', 'json'], command: { kind: 'Run', name: 'status', argv: ['a/b', '-o', 'json'] } },
  { argv: ['status', '--help'], command: { kind: 'Run', name: 'status', argv: ['--help'] } },
  { argv: ['placement', '-f', 'a.yaml'], command: { kind: 'Run', name: 'placement', argv: ['-f', 'a.yaml'] } },
  { argv: ['scenarios', '-o', 'json'], command: { kind: 'Run', name: 'scenarios', argv: ['-o', 'json'] } },
  { argv: ['--help'], command: { kind: 'Help', name: undefined } },
  { argv: ['-h'], command: { kind: 'Help', name: undefined } },
  { argv: ['help'], command: { kind: 'Help', name: undefined } },
  { argv: ['help', 'serve'], command: { kind: 'Help', name: 'serve' } },
  { argv: ['help', 'placement'], command: { kind: 'Help', name: 'placement' } },
  { argv: ['help', 'nothing'], command: { kind: 'Unknown', word: 'nothing' } },
  { argv: ['help', 'serve', 'more'], command: { kind: 'Unknown', word: 'more' } },
  { argv: ['--version'], command: { kind: 'Version' } },
  { argv: ['version'], command: { kind: 'Version' } },
  { argv: ['stauts'], command: { kind: 'Unknown', word: 'stauts' } },
  { argv: ['constructor'], command: { kind: 'Unknown', word: 'constructor' } },
];
test.for(rows)('rollcall $argv', ({ argv, command }) => {
  expect(readCommand(argv)).toStrictEqual(command);
});
