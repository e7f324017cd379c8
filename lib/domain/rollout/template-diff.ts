/** One difference between two templates, as meaning; values that are never kept are only told to differ. */
export type TemplateChange = {
  readonly area:
    | 'image'
    | 'command'
    | 'env'
    | 'resources'
    | 'probes'
    | 'ports'
    | 'security'
    | 'volumes'
    | 'tolerations'
    | 'nodeSelector'
    | 'affinity'
    | 'priority'
    | 'host'
    | 'labels'
    | 'containers'
    | 'other';
  /** What it is about within its area: a container's name, an environment name, a label key. Empty when it is the whole. */
  readonly subject: string;
  readonly kind: 'added' | 'removed' | 'changed';
  /** Absent when the value is never kept. */
  readonly before?: string;
  readonly after?: string;
};
