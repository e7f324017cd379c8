import type { Millis } from '#lib/base/clock.ts';
import type { ContainerStatus, EventRecord } from '../../objects.ts';
import { type BoundPod, causeOf, containerFacts, eventEvidence, podEvidence, statusPath } from './bound-pod.ts';
import type { CellCause } from './cause.ts';
import type { CauseCode } from './cause-names.ts';
import { isAbout, latestEvent, noteOf } from './kubelet-events.ts';
import { firstMatch, type Wording } from './wording.ts';

/** The waiting reasons about an image, and the code of each [K12] [K13] [K14]. */
const IMAGE_REASONS: ReadonlyMap<string, CauseCode> = new Map([
  ['ErrImagePull', 'K12'],
  ['ImagePullBackOff', 'K12'],
  ['ImageInspectError', 'K12'],
  ['RegistryUnavailable', 'K12'],
  ['SignatureValidationFailed', 'K12'],
  ['InvalidImageName', 'K13'],
  ['ErrImageNeverPull', 'K14'],
]);

/**
 * The words of registries and runtimes for why a pull failed. The order matters: a registry says "not found" of a missing
 * platform too, and "may not exist" of what it does not show to strangers.
 */
const WORDINGS: readonly Wording[] = [
  ['Certificate', /x509:|failed to verify certificate|certificate signed by unknown authority/i],
  ['RateLimited', /toomanyrequests|too many requests|rate limit|pull QPS exceeded/i],
  ['NoSpace', /no space left on device/i],
  [
    'NoMatchingPlatform',
    /no matching manifest for|no match for (?:current )?platform|no image found in (?:manifest list|image index) for architecture/i,
  ],
  [
    'Unauthorized',
    /unauthori[sz]ed|(?<!permission )denied|authentication required|authorization failed|no basic auth credentials|403 Forbidden|insufficient_scope/i,
  ],
  [
    'Unreachable',
    /no such host|i\/o timeout|connection refused|connection reset|deadline exceeded|handshake timeout|unreachable|no route to host|Client\.Timeout|server misbehaving|temporary failure in name resolution|unavailable|unexpected EOF|50\d (?:Internal|Bad|Service|Gateway)/i,
  ],
  ['NotFound', /not found|manifest unknown|name unknown/i],
];

/** Reasons that say by themselves what is the matter. */
const DETAILS: ReadonlyMap<string, string> = new Map([
  ['ImageInspectError', 'InspectFailed'],
  ['RegistryUnavailable', 'Unreachable'],
  ['SignatureValidationFailed', 'SignatureInvalid'],
]);

/** Names why a container has no image, from its own waiting message, else from the event of the last try. */
export function explainImage(bound: BoundPod, status: ContainerStatus): readonly CellCause[] {
  const { pod, events } = bound;
  const { name, state, restartCount } = status;
  if (state.kind !== 'Waiting' || state.reason === undefined) return [];
  const code = IMAGE_REASONS.get(state.reason);
  if (code === undefined) return [];
  const facts = containerFacts(pod, name);
  const image = facts.image ?? '';
  const own = code === 'K12' ? detailOf(state.reason, state.message, image) : undefined;
  const event = code === 'K12' && own === undefined ? findPullEvent(events, status, image) : undefined;
  const detail = own ?? (event === undefined ? undefined : detailOf('', noteOf(event), image));
  const message = event === undefined ? state.message : noteOf(event);
  return [
    causeOf(bound, {
      code,
      confidence: 'H',
      facts: {
        ...facts,
        ...(code === 'K12' ? { detail: detail ?? 'Unrecognised' } : {}),
        waitingReason: state.reason,
        ...(message === undefined ? {} : { message }),
        restartCount,
      },
      evidence: [
        podEvidence(pod, statusPath(status, 'state.waiting.reason'), state.reason),
        ...(state.message === undefined
          ? []
          : [podEvidence(pod, statusPath(status, 'state.waiting.message'), state.message)]),
        ...(event === undefined ? [] : [eventEvidence(event)]),
      ],
    }),
  ];
}

function detailOf(reason: string, message: string | undefined, image: string): string | undefined {
  return (
    DETAILS.get(reason) ?? (message === undefined ? undefined : firstMatch(WORDINGS, withoutImage(message, image)))
  );
}

/** An image may be called `denied` or `not-found`, and its registry `unavailable.example.com`. */
function withoutImage(message: string, image: string): string {
  const [repository = ''] = image.split(/@|:(?!.*\/)/); // A colon before a slash is that of a port.
  const [host = ''] = repository.split('/');
  const names = [image, repository, ...(/[.:]/.test(host) ? [host] : [])].filter(Boolean);
  return names.reduce((text, each) => text.replaceAll(each, ''), message);
}

/** Kubelets before 1.32 say in the status only that they back off; the event of the last try says why. */
function findPullEvent(
  events: readonly EventRecord[],
  { name, lastTermination }: ContainerStatus,
  image: string,
): EventRecord | undefined {
  const from: Millis | undefined = lastTermination?.finishedAt;
  const pulls = events.filter(
    (event) => event.regarding.container === name || (isAbout(event, name) && noteOf(event).includes(image)),
  );
  const failure = { reason: 'Failed', note: /^Failed to pull image/, from };
  return latestEvent(pulls, failure) ?? latestEvent(events, { ...failure, container: name });
}
