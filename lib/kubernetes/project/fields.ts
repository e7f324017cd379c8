/** A record whose optional fields may also be given as undefined. */
export type Fields<Value> = {
  readonly [Key in keyof Value]: object extends Pick<Value, Key> ? Value[Key] | undefined : Value[Key];
};

/** Leaves out the fields that are undefined: an absent field is absent, so that equal records look equal. */
export function withoutUndefined<Value extends object>(fields: Fields<Value>): Value {
  // A loop, because every pod that is looked at comes through here several times.
  const present: Partial<Fields<Value>> = {};
  for (const name of Object.keys(fields) as (keyof Value)[]) {
    if (fields[name] !== undefined) present[name] = fields[name];
  }
  return present as Value;
}
