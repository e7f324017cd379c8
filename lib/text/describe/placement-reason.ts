import { assertUnreachable } from '#lib/base/assert.ts';
import type { NodeSelectorRequirement, Taint } from '#lib/domain/objects.ts';
import type { FailedTerm, PlacementReason } from '#lib/domain/placement/reason.ts';
import type { Speaker } from '../speaker.ts';
import type { Description } from './description.ts';

/** As kubectl writes it: `key=value:effect`. */
function writeTaint(taint: Pick<Taint, 'key' | 'value' | 'effect'>): string {
  return `${taint.key}${taint.value === '' ? '' : `=${taint.value}`}:${taint.effect}`;
}

/** In Kubernetes' own words: `topology.kubernetes.io/zone In [a, b]`. */
function writeRequirement({ key, operator, values }: NodeSelectorRequirement): string {
  return values.length === 0 ? `${key} ${operator}` : `${key} ${operator} [${values.join(', ')}]`;
}

function describeTerm(speaker: Speaker, { requirement, have, invalid }: FailedTerm): string {
  const written = writeRequirement(requirement);
  if (invalid) return speaker.say('reason.Affinity.term.invalid', { requirement: written });
  if (have === undefined) return speaker.say('reason.Affinity.term.absent', { requirement: written });
  return speaker.say('reason.Affinity.term.have', { requirement: written, have });
}

function describeAffinity(speaker: Speaker, failedTerms: readonly FailedTerm[]): Description {
  const [first] = failedTerms;
  if (first === undefined) {
    return {
      phrase: speaker.say('reason.Affinity.phrase'),
      sentences: [speaker.say('reason.Affinity.sentence.none')],
    };
  }
  const terms = failedTerms.map((term) => describeTerm(speaker, term)).join('; ');
  return {
    phrase:
      failedTerms.length === 1
        ? speaker.say('reason.Affinity.phrase.one', { requirement: writeRequirement(first.requirement) })
        : speaker.say('reason.Affinity.phrase'),
    sentences: [speaker.say('reason.Affinity.sentence', { count: failedTerms.length, terms })],
  };
}

/** Why a node is not a target [EL13]. */
export function describePlacementReason(speaker: Speaker, reason: PlacementReason): Description {
  const { say } = speaker;
  switch (reason.kind) {
    case 'NodeName': {
      const { want } = reason;
      return {
        phrase: say('reason.NodeName.phrase', { want }),
        sentences: [say('reason.NodeName.sentence', { want })],
      };
    }
    case 'NodeSelector': {
      const { key, want, have } = reason;
      return {
        phrase: say('reason.NodeSelector.phrase', { key, want }),
        sentences: [
          have === undefined
            ? say('reason.NodeSelector.sentence.absent', { key, want })
            : say('reason.NodeSelector.sentence', { key, want, have }),
        ],
      };
    }
    case 'Affinity':
      return describeAffinity(speaker, reason.failedTerms);
    case 'Taint': {
      const taint = writeTaint(reason.taint);
      return {
        phrase: say('reason.Taint.phrase', { taint }),
        sentences: [say(reason.hint === undefined ? 'reason.Taint.sentence' : 'reason.Taint.sentence.gate', { taint })],
      };
    }
    default:
      return assertUnreachable(reason);
  }
}
