import { failure, type Result, success } from '#lib/base/result.ts';
import type { KindInfo } from '../kinds.ts';
import type { SimulatedObject } from '../objects.ts';
import { parseFieldQuery } from './field-query.ts';
import { parseLabelQuery } from './label-query.ts';
import { badRequest, type Cause, invalidOptions, type StatusError } from './status.ts';

/** What the query of a list or a watch says, once it makes sense. */
export type ListOptions = {
  readonly limit: number;
  readonly continue: string;
  /** Undefined: not said, or empty. */
  readonly resourceVersion: string | undefined;
  readonly resourceVersionMatch: string | undefined;
  readonly watch: boolean;
  /** What is there comes first; with bookmarks allowed, one of them says that this was all. */
  readonly sendInitialEvents: boolean;
  readonly allowWatchBookmarks: boolean;
  /** Undefined: not said, or 0. */
  readonly timeoutSeconds: number | undefined;
  readonly matches: (object: SimulatedObject) => boolean;
  /** There is a selector; then nobody counts what remains. */
  readonly isSelective: boolean;
  /** One object is asked for, by its name. */
  readonly isSingle: boolean;
};

/** As Go reads a boolean of a query: there and not `false` or `0`. */
function isTrue(value: string | null): boolean {
  return value !== null && value.toLowerCase() !== 'false' && value !== '0';
}

export function isWatch(query: URLSearchParams): boolean {
  return isTrue(query.get('watch'));
}

/** What a client asks for that wants all of a resource by a watch. */
export function isWatchList(query: URLSearchParams): boolean {
  return isWatch(query) && isTrue(query.get('sendInitialEvents'));
}

export function readListOptions(query: URLSearchParams, info: KindInfo): Result<ListOptions, StatusError> {
  const said = (name: string) => query.get(name) ?? '';
  for (const name of ['limit', 'timeoutSeconds']) {
    if (said(name) !== '' && !/^[+-]?\d+$/.test(said(name)))
      return failure(badRequest(`strconv.ParseInt: parsing "${said(name)}": invalid syntax`));
  }
  const labels = parseLabelQuery(said('labelSelector'));
  if (!labels.ok) return failure(badRequest(labels.error));
  const fields = parseFieldQuery(said('fieldSelector'), info);
  if (!fields.ok) return failure(badRequest(fields.error));
  const watch = isWatch(query);
  const saidInitialEvents = query.has('sendInitialEvents') ? isTrue(query.get('sendInitialEvents')) : undefined;
  const causes = contradictions(said, watch, saidInitialEvents);
  if (causes.length > 0) return failure(invalidOptions(causes));
  const version = said('resourceVersion');
  const timeoutSeconds = Number(said('timeoutSeconds'));
  return success({
    limit: Math.max(0, Number(said('limit'))),
    continue: said('continue'),
    resourceVersion: version === '' ? undefined : version,
    resourceVersionMatch: said('resourceVersionMatch') === '' ? undefined : said('resourceVersionMatch'),
    watch,
    // A watch from nowhere begins with what is there; since 1.34 that is nothing else than a WatchList.
    sendInitialEvents: saidInitialEvents ?? (watch && (version === '' || version === '0')),
    allowWatchBookmarks: isTrue(query.get('allowWatchBookmarks')),
    timeoutSeconds: timeoutSeconds === 0 ? undefined : timeoutSeconds,
    matches: (object) => fields.value.matches(object) && labels.value(object.metadata.labels ?? {}),
    isSelective: said('labelSelector').trim() !== '' || said('fieldSelector') !== '',
    isSingle: fields.value.isSingle,
  });
}

const FIELD = 'resourceVersionMatch';

function forbid(text: string, field = FIELD): Cause {
  return { reason: 'FieldValueForbidden', message: `Forbidden: ${text}`, field };
}

function unsupported(value: string, supported: readonly string[]): Cause {
  const list = supported.map((each) => `"${each}"`).join(', ');
  return {
    reason: 'FieldValueNotSupported',
    message: `Unsupported value: "${value}": supported values: ${list}`,
    field: FIELD,
  };
}

/** Source: apimachinery, apis/meta/internalversion/validation. */
function contradictions(
  said: (name: string) => string,
  watch: boolean,
  sendInitialEvents: boolean | undefined,
): readonly Cause[] {
  const match = said('resourceVersionMatch');
  const version = said('resourceVersion');
  if (watch) return watchContradictions(match, sendInitialEvents, said('continue') !== '');
  const causes: Cause[] = [];
  if (sendInitialEvents !== undefined) {
    causes.push(forbid('sendInitialEvents is forbidden for list', 'sendInitialEvents'));
  }
  if (match === '') return causes;
  if (version === '') causes.push(forbid('resourceVersionMatch is forbidden unless resourceVersion is provided'));
  if (said('continue') !== '') causes.push(forbid('resourceVersionMatch is forbidden when continue is provided'));
  if (match !== 'Exact' && match !== 'NotOlderThan') causes.push(unsupported(match, ['Exact', 'NotOlderThan', '']));
  if (match === 'Exact' && version === '0')
    causes.push(forbid('resourceVersionMatch "exact" is forbidden for resourceVersion "0"'));
  return causes;
}

function watchContradictions(
  match: string,
  sendInitialEvents: boolean | undefined,
  continues: boolean,
): readonly Cause[] {
  const causes: Cause[] = [];
  if (sendInitialEvents !== undefined && match !== 'NotOlderThan')
    causes.push(forbid('sendInitialEvents requires setting resourceVersionMatch to NotOlderThan'));
  if (match === '') return causes;
  if (sendInitialEvents === undefined)
    causes.push(forbid('resourceVersionMatch is forbidden for watch unless sendInitialEvents is provided'));
  if (match !== 'NotOlderThan') causes.push(unsupported(match, ['NotOlderThan']));
  if (continues) causes.push(forbid('resourceVersionMatch is forbidden when continue is provided'));
  return causes;
}
