/** A record whose optional fields may also be given as undefined. */
export type Fields<Value> = {
  readonly [Key in keyof Value]: object extends Pick<Value, Key> ? Value[Key] | undefined : Value[Key];
};

/** Leaves out the fields that are undefined: an absent field is absent, so that equal records look equal. */
export function withoutUndefined<Value extends object>(fields: Fields<Value>): Value {
  const present = Object.entries(fields).filter((entry) => entry[1] !== undefined);
  return Object.fromEntries(present) as Value;
}
