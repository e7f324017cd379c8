import type { CauseEvidence } from '#lib/domain/rollout/causes/cause.ts';

export type EvidenceRow = {
  readonly key: string;
  /** `Kind namespace/name`. */
  readonly objects: readonly string[];
  readonly field: string;
  readonly value: string;
};

function nameObject({ object: { kind, namespace, name } }: CauseEvidence): string {
  return `${kind} ${namespace === undefined ? name : `${namespace}/${name}`}`;
}

/** Objects in which the same field has the same value are one row: three pods that say the same say it once. */
export function joinEvidence(evidence: readonly CauseEvidence[]): readonly EvidenceRow[] {
  const groups = Map.groupBy(evidence, ({ object, field, value }) => JSON.stringify([object.kind, field, value]));
  return [...groups].flatMap(([key, members]) => {
    const [first] = members;
    if (first === undefined) return [];
    return [{ key, objects: [...new Set(members.map(nameObject))], field: first.field, value: `${first.value}` }];
  });
}
