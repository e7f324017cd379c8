import type { Millis } from '#lib/base/clock.ts';

/** The latest refusal to create a pod of a DaemonSet that no later success has answered. */
export type FailedCreate = { readonly message: string; readonly lastSeen?: Millis };
