/** A record whose optional fields may also be given as undefined. */
export type Fields<Value> = {
  readonly [Key in keyof Value]: object extends Pick<Value, Key> ? Value[Key] | undefined : Value[Key];
};

/** Leaves out the fields that are undefined: an absent field is absent, so that equal records look equal. */
export function withoutUndefined<Value extends object>(fields: Fields<Value>): Value {
  const present: Record<string, unknown> = {};
  // The keys are names of fields in our own code, never of the cluster.
  for (const key in fields) {
    const value: unknown = fields[key];
    if (value !== undefined) present[key] = value;
  }
  return present as Value;
}
