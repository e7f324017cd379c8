/** One object that cannot be made sense of must not take the others with it; what stands in for it is the caller's to say. */
export function attempt<Value>(action: () => Value, fallback: (failure: unknown) => Value): Value {
  try {
    return action();
  } catch (failure) {
    return fallback(failure);
  }
}
