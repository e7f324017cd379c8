import { randomInt } from 'node:crypto';
import { createServer, type Server } from 'node:net';

/*
 * Ports below the range from which the system takes source ports (32768 and up on Linux). A free port above it is a
 * trap: while its server restarts, a client that reconnects may be given that very port as its own, connect to itself,
 * and the server finds its port taken.
 */
const LOWEST = 20_000;
const BEYOND_HIGHEST = 32_000;

/** Gives `count` different ports of 127.0.0.1 on which nothing listens. */
export async function freePorts(count: number): Promise<number[]> {
  const held = new Map<number, Server>();
  // Far more tries than a machine with 12,000 candidates needs; the bound only keeps a broken machine from hanging us.
  for (let tries = 0; held.size < count && tries < 1_000; tries += 1) {
    const port = randomInt(LOWEST, BEYOND_HIGHEST);
    if (held.has(port)) continue;
    const server = await tryListen(port);
    if (server !== undefined) held.set(port, server);
  }
  await Promise.all([...held.values()].map((server) => new Promise((closed) => server.close(closed))));
  if (held.size < count) throw new Error(`found ${held.size} of ${count} free ports on 127.0.0.1`);
  return [...held.keys()];
}

function tryListen(port: number): Promise<Server | undefined> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(undefined));
    server.listen({ port, host: '127.0.0.1', exclusive: true }, () => resolve(server));
  });
}
