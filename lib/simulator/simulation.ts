import { randomUUID } from 'node:crypto';
import { Worker } from 'node:worker_threads';
import type { Scenario } from './scenario.ts';
import { findScenario } from './scenarios.ts';
import type { Moment } from './served-story.ts';

/** A simulated cluster that runs in a thread of this process. */
export type Simulation = {
  /** Of its API server, on loopback. */
  readonly url: string;
  /** Without it the API server answers 401. */
  readonly token: string;
  readonly scenario: Pick<Scenario, 'name' | 'description'>;
  readonly memory: () => Promise<{ readonly heapUsedBytes: number }>;
  /** Ends the thread, and with it every connection, at once. */
  readonly stop: () => Promise<void>;
};

export type SimulationOptions = {
  readonly scenario: string;
  /** `history`: where people come in. `end`: the whole story has been lived. */
  readonly until: Moment;
  readonly port?: number;
  readonly onProgress?: (sentence: string) => void;
  /** Something went wrong after it had begun: the cluster is away from then on. */
  readonly onFault?: (error: Error) => void;
};

export type WorkerTask = {
  readonly name: string;
  readonly until: Moment;
  readonly token: string;
  readonly port: number;
};
export type ToWorker = { readonly kind: 'AskMemory' };
export type FromWorker =
  | { readonly kind: 'Progress'; readonly sentence: string }
  | { readonly kind: 'Ready'; readonly url: string }
  | { readonly kind: 'Memory'; readonly heapUsedBytes: number };

/** Rejects when there is no such scenario, or when the port is taken. */
export async function startSimulation(options: SimulationOptions): Promise<Simulation> {
  const { scenario: name, until, port = 0, onProgress = () => {}, onFault = () => {} } = options;
  const scenario = findScenario(name);
  if (scenario === undefined) throw new Error(`there is no scenario ${name}`);
  const token = randomUUID();
  const task: WorkerTask = { name, until, token, port };
  const worker = new Worker(new URL('./worker.ts', import.meta.url), { name: 'simulator', workerData: task });
  const ready = Promise.withResolvers<string>();
  let memory = Promise.withResolvers<{ readonly heapUsedBytes: number }>();
  let ended: Error | undefined;
  const end = (fault: Error): void => {
    if (ended !== undefined) return;
    ended = fault;
    ready.reject(fault);
    memory.reject(fault);
    onFault(fault);
  };
  // Nobody may be asking when the thread ends.
  memory.promise.catch(() => {});
  worker.on('message', (message: FromWorker) => {
    if (message.kind === 'Progress') onProgress(message.sentence);
    if (message.kind === 'Ready') ready.resolve(message.url);
    if (message.kind === 'Memory') memory.resolve({ heapUsedBytes: message.heapUsedBytes });
  });
  worker.on('error', (error) => end(error instanceof Error ? error : new Error(String(error))));
  // A thread can also end without an error, and whoever waits for it would wait for ever.
  worker.on('exit', (code) => end(new Error(`the thread of the simulated cluster ended with code ${code}`)));
  const url = await ready.promise;
  return {
    url,
    token,
    scenario: { name: scenario.name, description: scenario.description },
    memory: () => {
      if (ended !== undefined) return Promise.reject(ended);
      memory = Promise.withResolvers();
      const ask: ToWorker = { kind: 'AskMemory' };
      worker.postMessage(ask);
      return memory.promise;
    },
    stop: async () => {
      ended ??= new Error('the simulated cluster has been stopped');
      await worker.terminate();
    },
  };
}
