import { getHeapStatistics } from 'node:v8';
import { parentPort, workerData } from 'node:worker_threads';
import { findScenario } from './scenarios.ts';
import { serveStory } from './served-story.ts';
import type { FromWorker, ToWorker, WorkerTask } from './simulation.ts';

/** The embedded cluster in a thread of its own, so that it does not take the server's time. */

const port = parentPort;
if (port === null) throw new Error('this file runs as a worker thread');
const say = (message: FromWorker): void => port.postMessage(message);

const { name, until, token, port: tcpPort }: WorkerTask = workerData;
const scenario = findScenario(name);
if (scenario === undefined) throw new Error(`there is no scenario ${name}`);
const { server } = await serveStory({
  scenario,
  until,
  token,
  port: tcpPort,
  onProgress: (sentence) => say({ kind: 'Progress', sentence }),
});
port.on('message', (message: ToWorker) => {
  if (message.kind === 'AskMemory') say({ kind: 'Memory', heapUsedBytes: getHeapStatistics().used_heap_size });
});
say({ kind: 'Ready', url: server.url });
