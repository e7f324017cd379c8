import { groupVersion, type KindInfo } from '../kinds.ts';
import type { SimulatedObject } from '../objects.ts';
import { type Fault, faultOf } from './fault.ts';
import type { Page } from './list-page.ts';
import { poison, poisonOf } from './poison.ts';
import { itemText } from './render.ts';

/** The pieces of a list are about as long; the whole of it is never one text. */
const PIECE_LENGTH = 64 * 1_024;

/** A page of a list, piece by piece. */
export function* listText(page: Page, info: KindInfo, faults: readonly Fault[]): Generator<string, void> {
  const metadata = {
    resourceVersion: String(page.revision),
    ...(page.continue !== undefined && { continue: page.continue }),
    ...(page.remaining !== undefined && { remainingItemCount: page.remaining }),
  };
  const wrong = faultOf(faults, 'Items')?.as;
  const type = `"kind":"${info.kind}List","apiVersion":"${groupVersion(info)}"`;
  let text = `{${type},"metadata":${JSON.stringify(metadata)},"items":`;
  if (wrong === 'null') {
    yield `${text}null}\n`;
    return;
  }
  let separator = '[';
  for (const object of wrong === undefined ? page.objects : disordered(page.objects, wrong)) {
    text += separator + textOf(object, info, faults);
    separator = ',';
    if (text.length < PIECE_LENGTH) continue;
    yield text;
    text = '';
  }
  yield `${text}${separator === '[' ? '[' : ''}]}\n`;
}

function textOf(object: SimulatedObject, info: KindInfo, faults: readonly Fault[]): string {
  const text = itemText(object, info);
  const as = faults.length === 0 ? undefined : poisonOf(faults, object.metadata.name);
  return as === undefined ? text : poison(as, text, undefined);
}

function disordered(objects: readonly SimulatedObject[], as: 'shuffled' | 'twice'): readonly SimulatedObject[] {
  if (as === 'twice') return objects.flatMap((object) => [object, object]);
  // Far from the order of names, and the same each time.
  return [...objects.filter((_, index) => index % 2 === 1).reverse(), ...objects.filter((_, index) => index % 2 === 0)];
}
