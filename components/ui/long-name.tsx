type Props = { readonly text: string; readonly className?: string };

/** Names may have 253 characters, and what tells two of them apart is mostly their end. */
const TAIL_CHARACTERS = 8;

/** A name that is cut in its middle where there is no room; whole in the title, for a reader's ear, and when copied. */
export function LongName({ text, className = '' }: Props) {
  const cut = text.length > TAIL_CHARACTERS * 2 ? text.length - TAIL_CHARACTERS : text.length;
  return (
    <span className={`inline-flex min-w-0 max-w-full ${className}`} title={text}>
      <span className="truncate whitespace-pre">{text.slice(0, cut)}</span>
      <span className="flex-none whitespace-pre">{text.slice(cut)}</span>
    </span>
  );
}
