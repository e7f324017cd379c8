import type { Edits } from './manifest-base.ts';
import { CAUTION_CASES } from './manifest-cases/caution.ts';
import { CONTAINER_CASES } from './manifest-cases/container.ts';
import { ENVIRONMENT_CASES } from './manifest-cases/environment.ts';
import { METADATA_CASES } from './manifest-cases/metadata.ts';
import { PLACEMENT_CASES } from './manifest-cases/placement.ts';
import { POD_CASES } from './manifest-cases/pod.ts';
import { PROBE_CASES } from './manifest-cases/probe.ts';
import { RESOURCE_CASES } from './manifest-cases/resource.ts';
import { SECURITY_CASES } from './manifest-cases/security.ts';
import { SHAPE_CASES } from './manifest-cases/shape.ts';
import { UPDATE_STRATEGY_CASES } from './manifest-cases/update-strategy.ts';
import { VOLUME_CASES } from './manifest-cases/volume.ts';
import { VOLUME_MOUNT_CASES } from './manifest-cases/volume-mount.ts';

/** What becomes of the good manifest, and what is to be said of it. */
export type ManifestCase = {
  readonly name: string;
  readonly edits: Edits;
  /** `path: message`, a warning with that word before it. */
  readonly problems: readonly string[];
  /** Where the API server says it in other words, or not at all: what it says instead. */
  readonly apart?: string;
};

/** Put to the rules by one test and to a real API server by another. */
export const MANIFEST_CASES: readonly ManifestCase[] = [
  ...METADATA_CASES,
  ...UPDATE_STRATEGY_CASES,
  ...SHAPE_CASES,
  ...CONTAINER_CASES,
  ...ENVIRONMENT_CASES,
  ...RESOURCE_CASES,
  ...PROBE_CASES,
  ...VOLUME_CASES,
  ...VOLUME_MOUNT_CASES,
  ...PLACEMENT_CASES,
  ...POD_CASES,
  ...SECURITY_CASES,
  ...CAUTION_CASES,
];
