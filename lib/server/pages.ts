import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';

export type Pages = {
  readonly handle: (request: IncomingMessage, response: ServerResponse) => Promise<void>;
  readonly upgrade: (request: IncomingMessage, socket: Duplex, head: Buffer) => void;
  readonly close: () => Promise<void>;
};

export type PagesOptions = {
  readonly root: string;
  readonly development: boolean;
  readonly address: string;
  readonly port: number;
};

/** Next, behind the edge. */
export async function startPages({ root, development, address, port }: PagesOptions): Promise<Pages> {
  // Both are read while Next and React are being loaded, so they come before the import.
  Object.assign(process.env, {
    NODE_ENV: development ? 'development' : 'production',
    NEXT_TELEMETRY_DISABLED: '1',
  });
  const { default: next } = await import('next');
  // Next adds an upgrade listener of its own to the server it is given, in production too: it gets one that never listens.
  const decoy = createServer();
  const app = next({ dev: development, dir: root, hostname: address, port, httpServer: decoy });
  await app.prepare();
  const handle = app.getRequestHandler();
  return {
    handle: (request, response) => handle(request, response),
    upgrade: (request, socket, head) => void decoy.emit('upgrade', request, socket, head),
    close: () => app.close(),
  };
}
