import type { DaemonSetDetails } from '#lib/wire/details.ts';
import { makePictureDaemonSet } from './pictures.ts';

/** The details of a DaemonSet of which nothing is to be said. */
export function makeDaemonSetDetails(overrides: Partial<DaemonSetDetails> = {}): DaemonSetDetails {
  return {
    summary: makePictureDaemonSet(),
    generation: 1,
    observedGeneration: 1,
    minReadySeconds: 0,
    updateStrategy: {
      kind: 'RollingUpdate',
      maxUnavailable: 1,
      maxSurge: 0,
      effective: { kind: 'maxUnavailable', pods: 1 },
    },
    images: [],
    placement: {
      selector: { matchLabels: {}, matchExpressions: [] },
      nodeSelector: {},
      tolerations: [],
      automaticTolerations: [],
      exclusions: [],
      wanted: 2,
      nodes: 2,
    },
    update: null,
    cells: [],
    budget: { kind: 'maxUnavailable', limit: 1, used: 0, need: 0, holders: [] },
    causes: [],
    excludedCauses: [],
    commonTraits: [],
    progress: { parallelism: 1, remaining: 0 },
    alerts: [],
    whatIf: null,
    preflight: null,
    pushSafety: null,
    events: [],
    ...overrides,
  };
}
