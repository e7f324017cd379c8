import { EventEmitter } from 'node:events';
import { describe, expect, test, vi } from 'vitest';
import { startSimulation } from './simulation.ts';

/* The thread itself is replaced: how it ends is what matters here. */

const threads = vi.hoisted(() => ({ last: undefined as EventEmitter | undefined }));

vi.mock('node:worker_threads', () => ({
  Worker: class extends EventEmitter {
    constructor() {
      super();
      threads.last = this;
    }
    postMessage() {}
    async terminate() {
      this.emit('exit', 1);
      return 1;
    }
  },
}));

function start() {
  const faults: string[] = [];
  const starting = startSimulation({
    scenario: 'healthy',
    until: 'history',
    onFault: ({ message }) => faults.push(message),
  });
  return { starting, faults, thread: threads.last ?? new EventEmitter() };
}

async function ready() {
  const begun = start();
  begun.thread.emit('message', { kind: 'Ready', url: 'http://127.0.0.1:1' });
  return { ...begun, simulation: await begun.starting };
}

const ENDED = 'the thread of the simulated cluster ended with code 3';

describe('the thread of a simulated cluster', () => {
  test('that ends before it is ready, and without an error, keeps nobody waiting', async () => {
    const { starting, thread } = start();
    thread.emit('exit', 3);
    await expect(starting).rejects.toThrow(ENDED);
  });

  test('that ends later is a fault, and whoever asks for its memory learns of it', async () => {
    const { simulation, faults, thread } = await ready();
    const asked = simulation.memory();
    thread.emit('exit', 3);
    await expect(asked).rejects.toThrow(ENDED);
    expect(faults).toStrictEqual([ENDED]);
    await expect(simulation.memory()).rejects.toThrow(ENDED);
  });

  test('that throws is one fault, not two', async () => {
    const { faults, thread } = await ready();
    thread.emit('error', new Error('a fault of ours'));
    thread.emit('exit', 1);
    expect(faults).toStrictEqual(['a fault of ours']);
  });

  test('that is told to stop is no fault', async () => {
    const { simulation, faults } = await ready();
    await simulation.stop();
    expect(faults).toStrictEqual([]);
  });
});
