import type { Millis } from '#lib/base/clock.ts';
import type { CauseFacts, Confidence } from '#lib/domain/rollout/causes/cause.ts';
import { type CauseCode, isCauseCode } from '#lib/domain/rollout/causes/cause-names.ts';
import type { MessageId } from '../catalogue.ts';
import type { MessageValues, Speaker } from '../speaker.ts';
import { cut } from './cut.ts';
import { ABSENT, isMessageId, nameAmount, orAbsent, saySentence, sayWhere } from './phrase.ts';

/** A cause of the domain, or one that came over the wire. */
export type CauseView = {
  readonly code: CauseCode;
  readonly confidence: Confidence;
  readonly nodes: readonly string[];
  readonly since?: Millis | null | undefined;
  readonly facts: { readonly [Name in keyof CauseFacts]?: CauseFacts[Name] | null | undefined };
};

export type CauseDescription = {
  /** A few words for a row of a list. */
  readonly title: string;
  /** What · where · since when, and last what Kubernetes itself says. */
  readonly sentence: string;
  /** What to do, and what it risks. */
  readonly advice: string;
};

/** A cause may have finer words for its detail, such as `NotFound` of an image pull; else those of the cause hold. */
function idFor(part: 'title' | 'what' | 'advice', code: CauseCode, detail: string | null | undefined): MessageId {
  const finer = `cause.${part}.${code}.${detail}`;
  return isMessageId(finer) ? finer : `cause.${part}.${code}`;
}

/** The title of a cause of which nothing but the code is known: a row, or one that was excluded. */
export function nameCause({ say }: Speaker, code: CauseCode): string {
  return say(`cause.title.${code}`);
}

export function describeCause(speaker: Speaker, cause: CauseView, now: Millis): CauseDescription {
  const { say } = speaker;
  const { code, facts } = cause;
  return {
    title: say(idFor('title', code, facts.detail)),
    sentence: saySentences(speaker, cause, now),
    advice: say(idFor('advice', code, facts.detail)),
  };
}

function saySentences(speaker: Speaker, cause: CauseView, now: Millis): string {
  const { say } = speaker;
  const { code, confidence, facts, nodes } = cause;
  const plain = say(idFor('what', code, facts.detail), valuesOf(speaker, cause, now));
  const what = say(`cause.what.${confidence}`, { what: plain });
  const since = typeof cause.since === 'number' ? saySince(speaker, now - cause.since) : undefined;
  const sentences = [saySentence(speaker, what, sayWhere(speaker, nodes), since)];
  const message = cut(facts.message ?? '');
  if (message !== '' && !isTold(code, facts))
    sentences.push(say(`cause.message.${speakerOf(commonCode(facts) ?? code)}`, { message }));
  return speaker.paragraph(sentences);
}

/** These facts are the whole of the message, taken apart: it would say the same again. */
const TOLD_BY: Readonly<Partial<Record<CauseCode, keyof CauseFacts>>> = {
  C01: 'requested',
  C02: 'resource',
  C04: 'violations',
  C07: 'serviceAccount',
  C08: 'priorityClass',
  C09: 'runtimeClass',
};

function isTold(code: CauseCode, facts: CauseView['facts']): boolean {
  const fact = TOLD_BY[code];
  return fact !== undefined && orAbsent(facts[fact]) !== ABSENT;
}

function saySince({ say, duration }: Speaker, millis: number): string {
  return say('daemonSet.since', { duration: duration(millis) });
}

/** Whose words the message of a cause is. */
function speakerOf(code: CauseCode): 'apiServer' | 'scheduler' | 'kubelet' | 'kubernetes' {
  if (code.startsWith('C') || code === 'R07') return 'apiServer';
  if (code.startsWith('S')) return 'scheduler';
  return code.startsWith('K') || code.startsWith('T') ? 'kubelet' : 'kubernetes';
}

type Facts = CauseView['facts'];

/** The cause that all pods of a cause of the rollout as a whole have in common. */
function commonCode({ detail }: Facts): CauseCode | undefined {
  return typeof detail === 'string' && isCauseCode(detail) ? detail : undefined;
}

function valuesOf(speaker: Speaker, { code, facts, nodes }: CauseView, now: Millis): MessageValues {
  const common = commonCode(facts);
  const of = common === undefined ? ABSENT : nameCause(speaker, common);
  const amounts = { ...amountsOf(speaker, code, facts), ...timesOf(speaker, facts, now) };
  return { ...namesOf(facts), ...amounts, of, nodes: nodes.length };
}

function namesOf(facts: Facts): MessageValues {
  const { port, protocol, exitCode, generation, observedGeneration } = facts;
  const texts = {
    detail: facts.detail,
    container: facts.container,
    image: facts.image,
    waitingReason: facts.waitingReason,
    quota: facts.quota,
    level: facts.level,
    violations: facts.violations,
    webhook: facts.webhook,
    policy: facts.policy,
    priorityClass: facts.priorityClass,
    serviceAccount: facts.serviceAccount,
    runtimeClass: facts.runtimeClass,
    holder: facts.holder,
    taint: facts.taint,
    schedulerName: facts.schedulerName,
    finalizers: facts.finalizers,
    subject: facts.subject,
    nodeStatus: facts.nodeStatus,
    exitCode,
    generation,
    observedGeneration,
    hostPort: typeof port === 'number' ? `${port}/${protocol ?? 'TCP'}` : undefined,
  };
  return Object.fromEntries(Object.entries(texts).map(([name, fact]) => [name, cutFact(fact)]));
}

/** A list of violations may be as long as the template. */
function cutFact(fact: string | number | null | undefined): string {
  return orAbsent(typeof fact === 'string' ? cut(fact) : fact);
}

/** `used` and `limited` are nodes, pods or changes here, whatever resource a common cause is about. */
function countsThings(code: CauseCode): boolean {
  return (code.startsWith('R') && code !== 'R06') || code === 'K29';
}

function amountsOf(speaker: Speaker, code: CauseCode, facts: Facts): MessageValues {
  const { resource } = facts;
  const rounded = (quantity: string) => speaker.quantity(resource ?? '', quantity);
  const { requested, free, used, limited, allocatable } = facts;
  const other = free ?? allocatable ?? limited;
  // "needs 4 GiB, 4 GiB free" would be no reason: then the quantities are told as they are.
  const alike = typeof requested === 'string' && typeof other === 'string' && rounded(requested) === rounded(other);
  const raw = alike || countsThings(code);
  const write = (quantity: string | null | undefined) =>
    typeof quantity === 'string' && quantity !== '' ? (raw ? quantity : rounded(quantity)) : ABSENT;
  return {
    resource: typeof resource === 'string' && resource !== '' ? nameAmount(speaker, resource) : ABSENT,
    requested: write(requested),
    free: write(free),
    used: write(used),
    limited: write(limited),
    allocatable: write(allocatable),
  };
}

function timesOf(speaker: Speaker, { restartCount, seconds, until }: Facts, now: Millis): MessageValues {
  const { say, duration } = speaker;
  return {
    restarts:
      typeof restartCount === 'number' && restartCount > 0 ? say('cause.times', { count: restartCount }) : ABSENT,
    time: typeof seconds === 'number' ? duration(seconds * 1_000) : ABSENT,
    left: typeof until === 'number' && until > now ? duration(until - now) : ABSENT,
  };
}
