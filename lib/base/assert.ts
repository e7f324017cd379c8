/** Closes a switch over a union: compiles only while every member has a case. */
export function assertUnreachable(value: never): never {
  throw new Error(`unreachable: ${JSON.stringify(value)}`);
}
