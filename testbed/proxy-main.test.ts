import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { afterEach, expect, test } from 'vitest';
import { openSocket, receive, startEcho } from './echo.ts';

const PROGRAM = fileURLToPath(new URL('proxy-main.ts', import.meta.url));

const closing: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

function run(...args: readonly string[]) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [PROGRAM, ...args], { encoding: 'utf8' });
  return { status, stdout, stderr };
}

/** The program in front of an echo, and the port that it says it listens on. */
async function startProgram(...flags: readonly string[]) {
  const echo = await startEcho();
  closing.push(() => echo.close());
  const child = spawn(process.execPath, [PROGRAM, `--target=127.0.0.1:${echo.port}`, ...flags]);
  closing.push(() => child.kill('SIGKILL'));
  const [chunk] = (await once(child.stdout, 'data')) as [Buffer];
  const [, port] = /^127\.0\.0\.1:(\d+) -> 127\.0\.0\.1:\d+; Ctrl-C ends it\.\n$/.exec(chunk.toString()) ?? [];
  return { child, port: Number(port) };
}

test('--help says what there is', () => {
  expect(run('--help')).toStrictEqual({ status: 0, stdout: expect.stringContaining('--half-open-after'), stderr: '' });
});

test('what is wrong is said in one sentence', () => {
  expect(run('--target=nowhere')).toStrictEqual({
    status: 2,
    stdout: '',
    stderr: '--target=nowhere: HOST:PORT is needed, such as 127.0.0.1:6443.\n',
  });
});

test('passes bytes, and Ctrl-C ends it at once although a connection is open', async () => {
  const { child, port } = await startProgram('--latency=1ms');
  const socket = await openSocket(port);
  socket.on('error', () => undefined);
  socket.write('hello');
  const [echoed] = (await once(socket, 'data')) as [Buffer];
  const ended = once(child, 'exit');
  child.kill('SIGINT');
  expect([echoed.toString(), await ended]).toStrictEqual(['hello', [0, null]]);
});

test('resets each connection after so many bytes', async () => {
  const { port } = await startProgram('--reset-after=3B');
  const socket = await openSocket(port);
  socket.write('hello');
  expect(await receive(socket, 9)).toStrictEqual({ text: 'hel', end: 'ECONNRESET' });
});

test('a port that is taken is said in one sentence', async () => {
  const taken = await startEcho();
  closing.push(() => taken.close());
  const { status, stderr } = run('--target=127.0.0.1:1', `--listen=${taken.port}`);
  expect([status, stderr]).toStrictEqual([4, `listen EADDRINUSE: address already in use 127.0.0.1:${taken.port}\n`]);
});
