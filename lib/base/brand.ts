declare const brand: unique symbol;

/** A primitive that only one constructor may make, so that a node's name is never taken for a pod's. */
export type Brand<Base, Name extends string> = Base & { readonly [brand]: Name };
