'use client';

import { createContext, useContext } from 'react';
import type { Text } from '#lib/text/text.ts';

export const TextContext = createContext<Text | undefined>(undefined);

/** All that is said, in the language of this page. */
export function useText(): Text {
  const text = useContext(TextContext);
  if (text === undefined) throw new Error('useText is used outside its provider');
  return text;
}
