import type { CauseEvidence } from '#lib/domain/rollout/causes/cause.ts';
import type { Speaker } from '../speaker.ts';
import { cut } from './cut.ts';

export type EvidenceView = {
  readonly object: { readonly kind: string; readonly namespace?: string | null | undefined; readonly name: string };
  readonly field: CauseEvidence['field'];
  readonly value: CauseEvidence['value'];
};

/** What was read, and where: "Pod logging/agent-x · status.reason = OutOfcpu". */
export function describeEvidence({ say }: Speaker, { object, field, value }: EvidenceView): string {
  const { kind, namespace, name } = object;
  const path = namespace === undefined || namespace === null || namespace === '' ? name : `${namespace}/${name}`;
  return say('cause.evidence', { object: `${kind} ${path}`, field, value: cut(`${value}`) });
}
