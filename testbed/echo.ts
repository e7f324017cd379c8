import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';

/** A server that answers every byte with the same byte, and a client of it, for tests of wires. */
export type Echo = {
  readonly port: number;
  /** Connections that the server holds. */
  readonly connections: () => number;
  readonly close: () => Promise<void>;
};

export async function startEcho(): Promise<Echo> {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined);
    socket.on('close', () => sockets.delete(socket));
    socket.pipe(socket);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    port: (server.address() as AddressInfo).port,
    connections: () => sockets.size,
    close: async () => {
      const closed = new Promise((resolve) => server.close(resolve));
      for (const socket of sockets) socket.destroy();
      await closed;
    },
  };
}

export async function openSocket(port: number): Promise<Socket> {
  const socket = connect(port, '127.0.0.1');
  await once(socket, 'connect');
  return socket;
}

/** Collects what comes until `length` bytes are there or the connection ends, and how it ended. */
export async function receive(socket: Socket, length: number): Promise<{ text: string; end: string }> {
  let text = '';
  const { promise, resolve } = Promise.withResolvers<string>();
  socket.on('data', (chunk: Buffer) => {
    text += chunk.toString('latin1');
    if (text.length >= length) resolve('open');
  });
  socket.on('end', () => resolve('fin'));
  socket.on('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? error.message));
  const end = await promise;
  return { text, end };
}
