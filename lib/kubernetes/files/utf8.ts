/** What PowerShell writes with `>`; the bytes are the mark with which it begins. */
const ENCODINGS = [
  { name: 'utf-16le', mark: [0xff, 0xfe] },
  { name: 'utf-16be', mark: [0xfe, 0xff] },
] as const;

/** The bytes of a text as UTF-8, if they say of themselves that they are not. */
export async function* asUtf8(bytes: AsyncIterable<Uint8Array>): AsyncIterable<Uint8Array> {
  let decoder: TextDecoder | undefined;
  let isFirst = true;
  for await (const chunk of bytes) {
    if (isFirst) {
      const encoding = ENCODINGS.find(({ mark }) => mark.every((byte, index) => chunk[index] === byte));
      decoder = encoding === undefined ? undefined : new TextDecoder(encoding.name);
    }
    isFirst = false;
    yield decoder === undefined ? chunk : Buffer.from(decoder.decode(chunk, { stream: true }));
  }
}
