import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';
import { formatStreamId } from '#lib/wire/id.ts';
import { encodeSnapshot, type Snapshot } from '#lib/wire/snapshot.ts';
import { type ContentEncoding, chooseEncoding } from './content-encoding.ts';

export type SnapshotBytes = {
  /** Weak: the encodings of one picture are one picture. */
  readonly etag: string;
  readonly contentType: string;
  readonly contentEncoding: ContentEncoding | undefined;
  readonly bytes: Uint8Array<ArrayBuffer>;
};

/** The bytes of the latest snapshot asked for: encoded once, compressed once per encoding, the same for everyone. */
export type SnapshotCache = {
  readonly get: (snapshot: Snapshot, acceptEncoding: string | null) => Promise<SnapshotBytes>;
  readonly encodes: () => number;
};

/** Level 4 of brotli: 9 makes a tenth less of it in ten times the time. */
const BROTLI_QUALITY = 4;

const compressBrotli = promisify(brotliCompress);
const compressGzip = promisify(gzip);

function compress(plain: Uint8Array<ArrayBuffer>, encoding: ContentEncoding): Promise<Uint8Array<ArrayBuffer>> {
  if (encoding === 'gzip') return compressGzip(plain);
  const params = {
    [constants.BROTLI_PARAM_QUALITY]: BROTLI_QUALITY,
    [constants.BROTLI_PARAM_MODE]: constants.BROTLI_MODE_TEXT,
    [constants.BROTLI_PARAM_SIZE_HINT]: plain.byteLength,
  };
  return compressBrotli(plain, { params });
}

type Entry = {
  readonly id: string;
  readonly plain: Uint8Array<ArrayBuffer>;
  readonly compressed: Map<ContentEncoding, Promise<Uint8Array<ArrayBuffer>>>;
};

export function createSnapshotCache(): SnapshotCache {
  let latest: Entry | undefined;
  let encodes = 0;

  function entryOf(snapshot: Snapshot): Entry {
    const id = formatStreamId(snapshot.id);
    if (latest?.id === id) return latest;
    encodes += 1;
    latest = { id, plain: encodeSnapshot(snapshot), compressed: new Map() };
    return latest;
  }

  return {
    get: async (snapshot, acceptEncoding) => {
      const entry = entryOf(snapshot);
      const contentEncoding = chooseEncoding(acceptEncoding);
      const head = { etag: `W/"${entry.id}"`, contentType: 'application/json', contentEncoding };
      if (contentEncoding === undefined) return { ...head, bytes: entry.plain };
      const pending = entry.compressed.get(contentEncoding) ?? compress(entry.plain, contentEncoding);
      entry.compressed.set(contentEncoding, pending);
      return { ...head, bytes: await pending };
    },
    encodes: () => encodes,
  };
}
