/** RFC 3339 in whole seconds, as metav1.Time is written. */
export function timestamp(millis: number): string {
  return `${new Date(Math.floor(millis / 1_000) * 1_000).toISOString().slice(0, 19)}Z`;
}

/** RFC 3339 with microseconds, as metav1.MicroTime is written. */
export function microTimestamp(millis: number): string {
  return `${new Date(millis).toISOString().slice(0, 23)}000Z`;
}
