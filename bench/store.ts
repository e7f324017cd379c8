import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { Interner } from '#lib/kubernetes/intern.ts';
import { createMemoryStore, type MemoryStore } from '#lib/kubernetes/memory-store.ts';
import { processDigest } from '#lib/kubernetes/project/digest.ts';
import { projectPod } from '#lib/kubernetes/project/pod.ts';
import { daemonPod, ordinaryPod } from './pod-maker.ts';

/*
 * What the store keeps per pod. Each size is measured in a process of its own: heap after full collections with the
 * store, less the heap without. What grows with the pods is their own; what is left at the beginning is shared.
 */

/** Performance P5: 40 times less than an informer that keeps whole objects. */
export const MOST_OWN_BYTES = 495;
const SIZES = [10_000, 50_000] as const;

type Case = { readonly daemon: number; readonly ordinary: number };

function collect(): number {
  for (let round = 0; round < 6; round += 1) globalThis.gc?.();
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}

/** Fills a store the way a reflector does: text, value, record. */
function fill({ daemon, ordinary }: Case): MemoryStore {
  const interner = new Interner();
  const context = {
    digest: processDigest(),
    text: (text: string) => interner.text(text),
    share: <Value extends object>(value: Value) => interner.share(value),
  };
  const store = createMemoryStore({ interner });
  const put = (text: string) => {
    const record = projectPod(JSON.parse(text), context);
    if (record === undefined) throw new Error('a pod of the bench was not projected');
    store.apply('pods', [{ type: 'Put', record }]);
  };
  for (let index = 0; index < daemon; index += 1) put(daemonPod(index));
  for (let index = 0; index < ordinary; index += 1) put(ordinaryPod(index));
  store.drain();
  return store;
}

function measureHere(size: Case): number {
  // Warmed up, so that code and shapes of objects are not counted as pods.
  fill({ daemon: 1_000, ordinary: 1_000 });
  const before = collect();
  const store = fill(size);
  const bytes = collect() - before;
  if (store.size('pods') !== size.daemon + size.ordinary) throw new Error('pods were lost');
  return bytes;
}

async function measure(size: Case): Promise<number> {
  const { promise, resolve, reject } = Promise.withResolvers<number>();
  const child = fork(fileURLToPath(import.meta.url), [JSON.stringify(size)], { execArgv: ['--expose-gc'] });
  child.once('message', (bytes) => resolve(Number(bytes)));
  child.once('exit', (code) => reject(new Error(`the measuring process ended with ${code}`)));
  return promise;
}

type Row = { readonly pods: string; readonly retained: number; readonly own: number; readonly shared: number };

/** Own: what a further pod costs. Shared: what is left of the small size when its pods' own is taken off, per pod. */
async function measureGrowth(name: string, caseOf: (size: number) => Case): Promise<readonly Row[]> {
  const [small, large] = SIZES;
  const few = await measure(caseOf(small));
  const many = await measure(caseOf(large));
  const own = (many - few) / (large - small);
  const shared = few - own * small;
  return [
    { pods: `${small} ${name}`, retained: few / small, own, shared: shared / small },
    { pods: `${large} ${name}`, retained: many / large, own, shared: shared / large },
  ];
}

/** Prints the table; true when a daemon pod keeps within its limit, also among ordinary pods. */
export async function benchStore(): Promise<boolean> {
  const alone = await measureGrowth('daemon pods', (daemon) => ({ daemon, ordinary: 0 }));
  const ordinary = await measureGrowth('ordinary pods', (size) => ({ daemon: 0, ordinary: size }));
  const both = await measureGrowth('of each', (size) => ({ daemon: size, ordinary: size }));
  const ownOf = (rows: readonly Row[]) => rows[0]?.own ?? Infinity;
  const amongOthers = ownOf(both) - ownOf(ordinary);
  const lines = [...alone, ...ordinary, ...both].map(({ pods, retained, own, shared }) =>
    [pods.padEnd(22), ...[retained, own, shared].map((bytes) => bytes.toFixed(0).padStart(10))].join(''),
  );
  process.stdout.write(
    [
      'bytes per pod'.padEnd(22) + ['retained', 'own', 'shared'].map((title) => title.padStart(10)).join(''),
      ...lines,
      `a daemon pod's own: ${ownOf(alone).toFixed(0)} B alone, ${amongOthers.toFixed(0)} B among as many ordinary pods; at most ${MOST_OWN_BYTES} B`,
      '',
    ].join('\n'),
  );
  return ownOf(alone) <= MOST_OWN_BYTES && amongOthers <= MOST_OWN_BYTES;
}

const [, , size] = process.argv;
if (process.send !== undefined && size !== undefined) {
  process.send(measureHere(JSON.parse(size)));
  process.disconnect();
}
