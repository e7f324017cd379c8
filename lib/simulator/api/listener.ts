import { createServer, type RequestListener } from 'node:http';

/** An HTTP server on 127.0.0.1 that can be closed and opened again on its port. */
export type Listener = {
  /** Gives the port; rejects when it is taken. */
  readonly listen: (port: number) => Promise<number>;
  /** At once, with every connection. Closing what is closed is fine. */
  readonly close: () => Promise<void>;
};

const KEEP_ALIVE_MILLIS = 60_000;

export function createListener(onRequest: RequestListener): Listener {
  const server = createServer({ keepAliveTimeout: KEEP_ALIVE_MILLIS }, onRequest);
  // A watch that says nothing for long is no fault of the connection.
  server.requestTimeout = 0;
  // What goes wrong with one connection does not end the others.
  server.on('error', () => undefined);
  return {
    listen: (port) =>
      new Promise((resolve, reject) => {
        server.once('error', reject);
        server.listen(port, '127.0.0.1', () => {
          server.off('error', reject);
          const address = server.address();
          resolve(typeof address === 'object' && address !== null ? address.port : port);
        });
      }),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
