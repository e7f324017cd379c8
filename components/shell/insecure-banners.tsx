'use client';

import { useText } from './text-context.ts';

type Props = { readonly noAuth: boolean; readonly skipTlsVerify: boolean };

/** What the operator has switched off, said on every page. */
export function InsecureBanners({ noAuth, skipTlsVerify }: Props) {
  const text = useText();
  const sentences = [
    ...(noAuth ? [text.say('screen.insecure.noAuth')] : []),
    ...(skipTlsVerify ? [text.say('screen.insecure.tls')] : []),
  ];
  if (sentences.length === 0) return null;
  return <p className="bg-failed px-4 py-1 text-on-failed text-sm">{text.paragraph(sentences)}</p>;
}
