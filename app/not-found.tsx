import { NothingHere } from '#components/shell/messages.tsx';

export default function NotFound() {
  return <NothingHere />;
}
