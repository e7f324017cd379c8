import type { DaemonSetRecord } from '#lib/domain/objects.ts';
import { projectDaemonSet } from '../project/daemonset.ts';
import { rawOf, textOf } from '../project/raw.ts';
import { completeTemplate } from './completed-template.ts';

/** The namespace of a manifest that names none, unless the caller knows a better one. */
const DEFAULT_NAMESPACE = 'default';

/**
 * The record of a DaemonSet that is not applied yet, with the API's defaults where nothing is written or nothing that
 * makes sense: whatever is wrong with a manifest, its nodes can be told. Identity and status of a manifest that was
 * copied from a cluster are the cluster's, and left out.
 */
export function manifestDaemonSet(object: unknown, namespace = DEFAULT_NAMESPACE): DaemonSetRecord {
  const raw = rawOf(object);
  const [metadata, spec] = [rawOf(raw['metadata']), rawOf(raw['spec'])];
  // A text of invisible characters alone is as empty as none.
  const name = textOf(metadata['name']) || textOf(metadata['generateName']) || UNNAMED;
  const record = projectDaemonSet({
    apiVersion: raw['apiVersion'],
    kind: raw['kind'],
    metadata: { name, namespace: textOf(metadata['namespace']) || namespace, uid: NO_UID, labels: metadata['labels'] },
    spec: { ...spec, template: completeTemplate(spec['template']) },
  });
  if (record === undefined) throw new Error('a DaemonSet with a name has a record');
  return record;
}

const UNNAMED = '(without a name)';
const NO_UID = 'manifest';
