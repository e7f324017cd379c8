import { assertUnreachable } from '#lib/base/assert.ts';
import type { Millis } from '#lib/base/clock.ts';
import type { CellReason } from '#lib/domain/placement/reason.ts';
import type { Speaker } from '../speaker.ts';
import type { Description } from './description.ts';

type NodeReason = Extract<CellReason, { kind: 'Unreadable' | 'NodeNotReady' | 'NodeGone' }>;

function describeNotReady(
  speaker: Speaker,
  reason: Extract<CellReason, { kind: 'NodeNotReady' }>,
  now: Millis,
): Description {
  const { say } = speaker;
  const { status, conditionReason, since } = reason;
  const silent = status === 'Unknown';
  const condition = `Ready=${status}${conditionReason === undefined ? '' : `, ${conditionReason}`}`;
  const phrase = say(silent ? 'reason.NodeNotReady.phrase.silent' : 'reason.NodeNotReady.phrase');
  if (since === undefined) {
    const id = silent ? 'reason.NodeNotReady.sentence.silent' : 'reason.NodeNotReady.sentence';
    return { phrase, sentences: [say(id, { condition })] };
  }
  const id = silent ? 'reason.NodeNotReady.sentence.silent.since' : 'reason.NodeNotReady.sentence.since';
  return { phrase, sentences: [say(id, { condition, duration: speaker.duration(now - since) })] };
}

/** What is wrong with the node, or with our sight of it. */
export function describeNodeReason(speaker: Speaker, reason: NodeReason, now: Millis): Description {
  const { say } = speaker;
  switch (reason.kind) {
    case 'Unreadable': {
      const { resource, why } = reason;
      return {
        phrase: say(`reason.Unreadable.phrase.${why}`, { resource }),
        sentences: [say(`reason.Unreadable.sentence.${why}`, { resource })],
      };
    }
    case 'NodeNotReady':
      return describeNotReady(speaker, reason, now);
    case 'NodeGone':
      return { phrase: say('reason.NodeGone.phrase'), sentences: [say('reason.NodeGone.sentence')] };
    default:
      return assertUnreachable(reason);
  }
}
