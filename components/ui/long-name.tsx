type Props = { readonly text: string; readonly className?: string };

/** Names may have 253 characters, and what tells two of them apart is mostly their end. */
const TAIL_CHARACTERS = 8;

/**
 * A name that is cut in its middle where there is no room. What is seen is drawn by the style sheet; the name itself lies
 * over it unseen and in one piece, since two pieces side by side are read aloud and copied as two words.
 */
export function LongName({ text, className = '' }: Props) {
  const cut = text.length > TAIL_CHARACTERS * 2 ? text.length - TAIL_CHARACTERS : text.length;
  const drawn = 'whitespace-pre before:content-[attr(data-part)]';
  return (
    <span className={`relative inline-flex min-w-0 max-w-full ${className}`} title={text}>
      <span className="absolute inset-0 overflow-hidden whitespace-pre text-transparent">{text}</span>
      <span aria-hidden="true" data-part={text.slice(0, cut)} className={`truncate ${drawn}`} />
      <span aria-hidden="true" data-part={text.slice(cut)} className={`flex-none ${drawn}`} />
    </span>
  );
}
