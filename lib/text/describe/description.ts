/** What is said of one thing: a phrase for a tooltip or a column, and whole sentences for whoever wants to know. */
export type Description = { readonly phrase: string; readonly sentences: readonly string[] };
