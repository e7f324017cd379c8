import type { Millis } from '#lib/base/clock.ts';
import type { NodeTroubleGroup } from '#lib/domain/rollout/node-trouble.ts';
import type { Speaker } from '../speaker.ts';
import { orAbsent, saySentence, sayWhere } from './phrase.ts';

/** Nodes of one pool in the same trouble, as the browser's picture has them. */
export type NodeTroubleView = {
  readonly pool?: string | null | undefined;
  readonly kind: NodeTroubleGroup['kind'];
  readonly phase: NodeTroubleGroup['phase'];
  /** How many nodes, and the first of them. */
  readonly nodes: number;
  readonly names: readonly string[];
  readonly since?: Millis | null | undefined;
  /** The DaemonSets that concern them. */
  readonly daemonSets: readonly string[];
};

export type NodeTroubleDescription = {
  /** "3 nodes of pool p not Ready for 12 min". */
  readonly title: string;
  /** The same, what it does to DaemonSets, and which nodes. */
  readonly sentence: string;
};

/** One sentence for many DaemonSets: the trouble is with the nodes. */
export function describeNodeTrouble(speaker: Speaker, trouble: NodeTroubleView, now: Millis): NodeTroubleDescription {
  const { say } = speaker;
  const { kind, phase, nodes, names, daemonSets } = trouble;
  const since = typeof trouble.since === 'number' ? speaker.duration(now - trouble.since) : undefined;
  const id = phase === 'Steady' ? (`nodeTrouble.${kind}` as const) : (`nodeTrouble.${phase}` as const);
  const title = say(id, { nodes, pool: orAbsent(trouble.pool), since: orAbsent(since) });
  const effect = phase === 'Steady' ? 'nodeTrouble.effect' : 'nodeTrouble.effect.passing';
  const what = say(effect, { what: title, daemonSets: daemonSets.length });
  return { title, sentence: saySentence(speaker, what, sayWhere(speaker, names, nodes), undefined) };
}
