import { decodeFrame, type FrameAnswer, type ServerEvent } from './frames.ts';

/**
 * Reads an event stream from chunks that may end anywhere, in the middle of a character too. The rules are those of the
 * HTML standard (section 9.2.6): lines end with LF, CR or CRLF, a byte order mark at the start is skipped, an empty line
 * ends an event, an event without data is none, and what the end of the stream cuts off is dropped.
 */
export type EventStreamParser = { readonly push: (chunk: Uint8Array) => readonly FrameAnswer[] };

/** Our server never sends a frame above 256 KiB; whoever sends this much without an end is not our server. */
const LONGEST_EVENT_CHARACTERS = 2 ** 20;

const TOO_LONG: FrameAnswer = { kind: 'Malformed', event: 'too long' };

export function createEventStreamParser(): EventStreamParser {
  const decoder = new TextDecoder();
  let pending = '';
  let afterCarriageReturn = false;
  let event = '';
  let id = '';
  let data: string[] = [];
  let size = 0;

  function takeField(line: string): void {
    const colon = line.indexOf(':');
    const field = colon < 0 ? line : line.slice(0, colon);
    const rest = colon < 0 ? '' : line.slice(colon + 1);
    const value = rest.startsWith(' ') ? rest.slice(1) : rest;
    if (field === 'event') event = value;
    if (field === 'data') data.push(value);
    if (field === 'id' && !value.includes('\0')) id = value;
  }

  function takeLine(line: string): ServerEvent | undefined {
    size += line.length;
    if (line !== '') {
      takeField(line);
      return undefined;
    }
    const whole = data.length === 0 ? undefined : { event: event || 'message', id, data: data.join('\n') };
    event = '';
    data = [];
    size = 0;
    return whole;
  }

  /** Cuts the next line off `pending`; undefined when its end has not come. */
  function cutLine(): string | undefined {
    if (afterCarriageReturn && pending !== '') {
      afterCarriageReturn = false;
      if (pending.startsWith('\n')) pending = pending.slice(1);
    }
    const end = pending.search(/[\r\n]/);
    if (end < 0) return undefined;
    const line = pending.slice(0, end);
    afterCarriageReturn = pending[end] === '\r';
    pending = pending.slice(end + 1);
    return line;
  }

  return {
    push: (chunk) => {
      pending += decoder.decode(chunk, { stream: true });
      const answers: FrameAnswer[] = [];
      for (let line = cutLine(); line !== undefined; line = cutLine()) {
        const whole = takeLine(line);
        const answer = whole === undefined ? undefined : decodeFrame(whole);
        if (answer !== undefined) answers.push(answer);
      }
      if (size + pending.length > LONGEST_EVENT_CHARACTERS) {
        pending = '';
        data = [];
        size = 0;
        answers.push(TOO_LONG);
      }
      return answers;
    },
  };
}
