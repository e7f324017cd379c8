import type { NodeName } from '../keys.ts';
import type { Shortage } from '../room/fit.ts';

/** A node on which the new template will not fit when its turn comes [RS8]. */
export type PreflightBlock = { readonly node: NodeName; readonly shortages: readonly Shortage[] };

export type Preflight = {
  /** Nodes still to be updated that were looked at. */
  readonly checked: number;
  readonly blocked: readonly PreflightBlock[];
  /** The requests are those of a live pod of the new revision, or only the template's, which admission may raise [FT2]. */
  readonly requestsFrom: 'Pod' | 'Template';
};
