import { seededRandom } from '#lib/base/random.ts';
import { startFaultProxy } from './proxy.ts';
import { FlagError, type ProxyFlags, readProxyFlags } from './proxy-flags.ts';
import { startFlapping } from './proxy-flap.ts';

/** A wire that fails as it is told to, in front of any cluster, until Ctrl-C. */

const HELP = `A wire that fails as it is told to, in front of any cluster, until Ctrl-C.

  node testbed/proxy-main.ts --target=HOST:PORT [flags]

  --target=HOST:PORT        where the cluster listens
  --listen=PORT             where to listen on 127.0.0.1 (a free port)
  --latency=TIME            later each way; TIME/TIME: to the server/to the client
  --drip=BYTES/TIME         so many bytes at once, then nothing for so long: 1/100ms
  --flap=TIME/TIME          up/down, again and again; down: connections are reset, new ones refused
  --reset-after=AMOUNT      each connection is reset then
  --half-open-after=AMOUNT  from then on the connection stays, and all its bytes vanish
  --seed=N                  the same seed draws the same (1)
  --help                    this text

  TIME    200ms, 5s, 2m; a span such as 50ms..200ms is drawn from anew each time
  AMOUNT  a TIME since the connection was opened, or bytes to the client: 500B, 64KiB, 1KiB..64KiB

Bytes pass as they are, so TLS passes through: give the client https://127.0.0.1:PORT and a name
that the certificate holds (tls-server-name in a kubeconfig).
`;

async function main(): Promise<void> {
  const flags = readProxyFlags(process.argv.slice(2));
  if (flags === 'help') {
    process.stdout.write(HELP);
    return;
  }
  const stopped = untilStopped();
  const { target, listen, wire, fate, flap, seed } = flags;
  const random = seededRandom(seed);
  const proxy = await startFaultProxy(target, { listenPort: listen, random, wire, fate });
  const stopFlapping = flap === undefined ? undefined : startFlapping(proxy, { flap, random });
  process.stdout.write(`127.0.0.1:${proxy.port} -> ${nameOf(target)}; Ctrl-C ends it.\n`);
  await stopped;
  await stopFlapping?.();
  await proxy.close();
}

function nameOf({ host, port }: ProxyFlags['target']): string {
  return host.includes(':') ? `[${host}]:${port}` : `${host}:${port}`;
}

function untilStopped(): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => resolve());
  return promise;
}

main().then(
  () => process.exit(0),
  (error: unknown) => {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    process.exit(error instanceof FlagError ? 2 : 4);
  },
);
