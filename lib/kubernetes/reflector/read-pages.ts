import { failure, type Result, success } from '#lib/base/result.ts';
import type { Relist } from '../memory-store.ts';
import type { Transport } from '../transport.ts';
import { type Place, pageShape } from './list-request.ts';
import { type ListFailure, readList } from './read-list.ts';

export type PagesHandlers = {
  readonly beginRelist: () => Relist;
  /** Puts the text of one item into the relist. */
  readonly onItem: (relist: Relist, text: string) => void;
  /** A page is read: so many objects there are in all, as far as the server knows. */
  readonly onPage: (expected: number) => void;
  readonly onRestart: () => void;
};

export type PagesFailure = { readonly failed: ListFailure; readonly expired: boolean };
export type WholeList = { readonly relist: Relist; readonly resourceVersion: string };

/** Reads a list page by page into a new state. When its rest is compacted away it begins once more, from the start. */
export async function readPages(
  transport: Transport,
  place: Place,
  signal: AbortSignal,
  handlers: PagesHandlers,
): Promise<Result<WholeList, PagesFailure>> {
  const first = await readOnce(transport, place, signal, handlers);
  if (first.ok || !first.error.expired) return first;
  handlers.onRestart();
  return readOnce(transport, place, signal, handlers);
}

async function readOnce(
  transport: Transport,
  place: Place,
  signal: AbortSignal,
  { beginRelist, onItem, onPage }: PagesHandlers,
): Promise<Result<WholeList, PagesFailure>> {
  const relist = beginRelist();
  let token: string | undefined;
  let resourceVersion: string | undefined;
  do {
    const page = await readList(transport, pageShape(place, token), signal, ({ text }) => onItem(relist, text));
    if (!page.ok) return failure({ failed: page.error, expired: token !== undefined && isExpired(page.error) });
    resourceVersion = page.value.resourceVersion ?? resourceVersion;
    token = page.value.continueToken;
    onPage(relist.size() + page.value.remainingItemCount);
  } while (token !== undefined);
  return resourceVersion === undefined
    ? failure({ failed: { kind: 'NoList', why: 'NoFrame' }, expired: false })
    : success({ relist, resourceVersion });
}

function isExpired(failed: ListFailure): boolean {
  return failed.kind === 'Request' && failed.failure.kind === 'Status' && failed.failure.status === 410;
}
