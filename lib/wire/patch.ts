import { sameJson } from './same-json.ts';

/** The fields of `after` that differ; undefined when none does. Both rows have the same fields. */
export function diffFields<Row extends object>(before: Row, after: Row): Partial<Row> | undefined {
  if (before === after) return undefined;
  const patch: Partial<Row> = {};
  let differs = false;
  for (const field of Object.keys(after) as (keyof Row)[]) {
    if (sameJson(before[field], after[field])) continue;
    patch[field] = after[field];
    differs = true;
  }
  return differs ? patch : undefined;
}

/** Gives back `row` itself when the patch brings nothing new. */
export function applyFields<Row extends object>(row: Row, patch: Partial<Row>): Row {
  const patched: Row = { ...row, ...patch };
  return diffFields(row, patched) === undefined ? row : patched;
}
