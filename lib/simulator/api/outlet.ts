import type { ServerResponse } from 'node:http';

/** So much goes out in one piece, and then others have their turn. */
const PIECE_BYTES = 64 * 1_024;

/**
 * Where the bytes of one answer go out. What a client does not take is not piled up: whoever writes looks whether there
 * is room, and waits for `onRoom`.
 */
export class Outlet {
  private readonly response: ServerResponse;
  private readonly sliceBytes: number;
  private gathered: Buffer[] = [];
  private gatheredBytes = 0;
  private isTaken = true;
  private isSilent = false;

  /** With `sliceBytes` every piece goes out in slices of that size, each on its own. */
  constructor(response: ServerResponse, sliceBytes?: number) {
    this.response = response;
    this.sliceBytes = sliceBytes ?? 0;
    // A connection that has gone is no error of the server's.
    response.on('error', () => response.destroy());
    response.on('drain', () => {
      this.isTaken = true;
    });
  }

  get isOpen(): boolean {
    return !this.response.writableEnded && !this.response.destroyed;
  }

  /** The client has taken what went out. */
  get hasRoom(): boolean {
    return this.isTaken && this.gatheredBytes < PIECE_BYTES;
  }

  onRoom(run: () => void): void {
    this.response.on('drain', run);
  }

  onClose(run: () => void): void {
    this.response.on('close', run);
  }

  /** Goes out with the next `flush`. */
  write(bytes: Buffer | string): void {
    if (!this.isOpen || this.isSilent) return;
    const buffer = typeof bytes === 'string' ? Buffer.from(bytes) : bytes;
    this.gathered.push(buffer);
    this.gatheredBytes += buffer.length;
  }

  flush(): void {
    const bytes = this.take();
    if (bytes.length === 0 || !this.isOpen) return;
    const step = this.sliceBytes === 0 ? bytes.length : this.sliceBytes;
    for (let at = 0; at < bytes.length; at += step) this.isTaken = this.response.write(bytes.subarray(at, at + step));
  }

  /** From now on nothing more is said; the connection stays as it is. */
  freeze(): void {
    this.flush();
    this.isSilent = true;
  }

  /** Nothing is heard any more either, not even that the client goes away. */
  goDeaf(): void {
    this.freeze();
    this.response.socket?.pause();
  }

  /** The end that a client expects. */
  end(): void {
    if (this.isSilent) return;
    this.flush();
    this.response.end();
  }

  /** What was written goes out, and the body breaks off. */
  cut(): void {
    this.breakOff(() => this.response.destroy());
  }

  /** The same with a reset of the connection. */
  reset(): void {
    this.breakOff(() => {
      this.response.socket?.resetAndDestroy();
      this.response.destroy();
    });
  }

  private breakOff(end: () => void): void {
    const last = this.take();
    this.isSilent = true;
    if (last.length > 0 && this.isOpen) this.response.write(last, end);
    else end();
  }

  private take(): Buffer {
    const bytes = Buffer.concat(this.gathered);
    this.gathered = [];
    this.gatheredBytes = 0;
    return bytes;
  }
}
