import type { ServerResponse } from 'node:http';
import type { Clock } from '#lib/base/clock.ts';
import { untilDrained } from './drained.ts';
import { type Fault, poison } from './faults.ts';

/** Bytes that a client has not taken: whoever is that slow is cut off, as by the real server. */
const SLOW_BYTES = 16 * 1_024 * 1_024;

/** Of an event its type, the name of its object and the object's text; of a bookmark the whole line. */
export type Line =
  | { readonly type: string; readonly name: string; readonly object: string }
  | { readonly bookmark: string; readonly isEnd: boolean };

/** Where the lines of a watch go out, and where faults happen to them. */
export class Outlet {
  private readonly response: ServerResponse;
  private readonly faults: readonly Fault[];
  private readonly clock: Clock;
  private events = 0;
  private bytes = 0;
  private isFrozen = false;
  private held: string | undefined;

  constructor(response: ServerResponse, faults: readonly Fault[], clock: Clock) {
    this.response = response;
    this.faults = faults;
    this.clock = clock;
    if (this.limitOf('Close') === 0) response.end();
    if (this.limitOf('Reset') === 0) this.reset();
    if (this.limitOf('Freeze') === 0) this.isFrozen = true;
  }

  get isOpen(): boolean {
    return !this.response.writableEnded && !this.response.destroyed;
  }

  freeze(): void {
    this.isFrozen = true;
  }

  reset(): void {
    this.response.socket?.resetAndDestroy();
    this.response.destroy();
  }

  /** False when the client should be given time. */
  say(line: Line): boolean {
    if (!this.isOpen || this.isFrozen) return true;
    if ('bookmark' in line) {
      if (this.has('NoBookmarks') || (line.isEnd && this.has('NoInitialEventsEnd'))) return true;
      return this.write(line.bookmark);
    }
    if (this.has('BookmarksOnly')) return true;
    const text = `${this.textOf(line)}\n`;
    const late = this.faults.find((fault) => fault.kind === 'Late');
    if (late !== undefined) {
      this.clock.setTimer(() => this.write(text), late.millis);
      return true;
    }
    const isTaken = this.has('Reorder') ? this.writeSwapped(text) : this.write(text);
    if (this.has('Twice')) this.write(text);
    this.events += 1;
    this.endAfterEvents();
    return isTaken;
  }

  async untilTaken(): Promise<void> {
    if (this.isOpen) await untilDrained(this.response, this.response);
  }

  private textOf({ type, name, object }: Extract<Line, { readonly type: string }>): string {
    const poisoned = this.faults.find((fault) => fault.kind === 'Poison' && fault.name === name);
    if (poisoned?.kind === 'Poison') return poison(poisoned.as, object, type);
    return `{"type":"${type}","object":${object}}`;
  }

  private writeSwapped(text: string): boolean {
    if (this.held === undefined) {
      this.held = text;
      return true;
    }
    const before = this.held;
    this.held = undefined;
    return this.write(text + before);
  }

  private write(text: string): boolean {
    if (!this.isOpen) return true;
    const limit = this.faults.find(
      (fault) => fault.kind === 'Cut' || (fault.kind === 'Reset' && fault.afterBytes !== undefined),
    );
    const most = limit?.kind === 'Cut' || limit?.kind === 'Reset' ? limit.afterBytes : undefined;
    if (most !== undefined && this.bytes + Buffer.byteLength(text) >= most) {
      const part = Buffer.from(text).subarray(0, Math.max(0, most - this.bytes));
      this.response.write(part, () => (limit?.kind === 'Cut' ? this.response.destroy() : this.reset()));
      this.isFrozen = true;
      return true;
    }
    this.bytes += Buffer.byteLength(text);
    const isTaken = this.response.write(text);
    if (this.response.writableLength > SLOW_BYTES) this.response.destroy();
    return isTaken;
  }

  private endAfterEvents(): void {
    if (this.limitOf('Close') === this.events) this.response.end();
    if (this.limitOf('Reset') === this.events) this.reset();
    if (this.limitOf('Freeze') === this.events) this.isFrozen = true;
  }

  private has(kind: Fault['kind']): boolean {
    return this.faults.some((fault) => fault.kind === kind);
  }

  /** After so many events; undefined when there is no such fault, or it goes by bytes. */
  private limitOf(kind: 'Close' | 'Reset' | 'Freeze'): number | undefined {
    for (const fault of this.faults) {
      if (fault.kind !== kind) continue;
      if (fault.kind === 'Reset' && fault.afterBytes !== undefined) continue;
      return fault.afterEvents ?? 0;
    }
    return undefined;
  }
}
