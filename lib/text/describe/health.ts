import { type Knowledge, RESOURCES, type Resource } from '#lib/domain/objects.ts';
import type { MessageId } from '../catalogue.ts';
import type { Speaker } from '../speaker.ts';
import { capitalise } from './phrase.ts';

const API_GROUPS: Readonly<Record<Resource, readonly string[]>> = {
  daemonsets: ['apps'],
  controllerrevisions: ['apps'],
  pods: [''],
  nodes: [''],
  events: ['events.k8s.io', ''],
  namespaces: [''],
  poddisruptionbudgets: ['policy'],
  priorityclasses: ['scheduling.k8s.io'],
};

/** The rule of a Role or ClusterRole that lets Rollcall read this resource [reliability 10]. */
export function rbacRuleFor(resource: Resource): string {
  const groups = API_GROUPS[resource].map((group) => `"${group}"`).join(', ');
  return `{apiGroups: [${groups}], resources: ["${resource}"], verbs: ["list", "watch"]}`;
}

export function isResource(text: string): text is Resource {
  return RESOURCES.some((resource) => resource === text);
}

/** The plural, as a person says it; what we do not know is called by its own name. */
export function nameResource({ say }: Speaker, resource: string): string {
  return isResource(resource) ? say(`resource.name.${resource}`) : resource;
}

export type KnowledgeDescription = {
  readonly sentence: string;
  /** The RBAC rule that would grant it; only where it is forbidden. */
  readonly grant?: string;
};

/** What we may say about a resource, and what is lost where it is forbidden [RD1]. */
export function describeKnowledge(speaker: Speaker, resource: Resource, knowledge: Knowledge): KnowledgeDescription {
  const { say } = speaker;
  const values = { resource: nameResource(speaker, resource), loss: say(`loss.${resource}`) };
  const sentence = capitalise(say(`knowledge.${knowledge}`, values));
  return knowledge === 'Forbidden' ? { sentence, grant: rbacRuleFor(resource) } : { sentence };
}

const REFLECTOR_STATES: ReadonlyMap<string, MessageId> = new Map<string, MessageId>([
  ['idle', 'reflector.state.idle'],
  ['listing', 'reflector.state.listing'],
  ['syncing', 'reflector.state.syncing'],
  ['live', 'reflector.state.live'],
  ['suspect', 'reflector.state.suspect'],
  ['retrying', 'reflector.state.retrying'],
  ['relisting', 'reflector.state.relisting'],
]);
const REFLECTOR_CAUSES: ReadonlyMap<string, MessageId> = new Map<string, MessageId>([
  ['unreachable', 'reflector.cause.unreachable'],
  ['credentials', 'reflector.cause.credentials'],
  ['forbidden', 'reflector.cause.forbidden'],
  ['throttled', 'reflector.cause.throttled'],
  ['gone', 'reflector.cause.gone'],
  ['server', 'reflector.cause.server'],
]);

/** The word for the state of one resource's reflector [reliability 8.3]. */
export function describeReflectorState({ say }: Speaker, state: string): string {
  const id = REFLECTOR_STATES.get(state);
  return id === undefined ? state : say(id);
}

/** Why a resource cannot be followed now; undefined when nothing is wrong. */
export function describeReflectorCause(
  { say }: Speaker,
  cause: string | null,
  note: string | null,
): string | undefined {
  if (cause === null) return undefined;
  const id = REFLECTOR_CAUSES.get(cause);
  const sentence = id === undefined ? cause : say(id);
  return note === null ? sentence : say('reflector.cause.note', { cause: sentence, note });
}
