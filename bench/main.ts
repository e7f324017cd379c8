import process from 'node:process';

/** `npm run bench -- NAME`: runs one bench, prints its table; exit code 1 when a "must" of performance.md is not kept. */
const BENCHES: Readonly<Record<string, () => Promise<boolean>>> = {
  derive: async () => (await import('./derive.ts')).benchDerive(),
  'first-picture': async () => (await import('./first-picture.ts')).benchFirstPicture(),
  latency: async () => (await import('./latency.ts')).benchLatency(),
  picture: async () => (await import('./picture.ts')).benchPicture(),
  room: async () => (await import('./room.ts')).benchRoom(),
  store: async () => (await import('./store.ts')).benchStore(),
};

const [, , name = ''] = process.argv;
const bench = Object.hasOwn(BENCHES, name) ? BENCHES[name] : undefined;
if (bench === undefined) {
  process.stderr.write(`no bench ${JSON.stringify(name)}; there is ${Object.keys(BENCHES).join(', ')}\n`);
  process.exitCode = 4;
} else if (!(await bench())) process.exitCode = 1;
