import type { Server } from 'node:http';
import { type AddressInfo, isIPv6 } from 'node:net';
import { failure, type Result, success } from '#lib/base/result.ts';
import type { Listen } from './config.ts';

/** The port it listens on, or one sentence that names the flag. */
export function listen(server: Server, { address, port }: Listen, flag: string): Promise<Result<number, string>> {
  return new Promise((resolve) => {
    const onError = (error: NodeJS.ErrnoException) => resolve(failure(describe(error, address, port, flag)));
    server.once('error', onError);
    server.listen(port, address, () => {
      server.off('error', onError);
      resolve(success((server.address() as AddressInfo).port));
    });
  });
}

function describe({ code }: NodeJS.ErrnoException, address: string, port: number, flag: string): string {
  switch (code ?? '') {
    case 'EADDRINUSE':
      return `--${flag} ${port} is in use on ${address}; choose another, or 0 for a free one`;
    case 'EACCES':
      return `--${flag} ${port} may not be opened on ${address} by this user`;
    case 'EADDRNOTAVAIL':
      return `${address} is not an address of this machine`;
    default:
      return `--${flag} ${port} cannot be opened on ${address}: ${code ?? 'unknown'}`;
  }
}

export function urlOf(address: string, port: number): string {
  return `http://${isIPv6(address) ? `[${address}]` : address}:${port}`;
}
