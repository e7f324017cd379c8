export type StreamLimits = { readonly total: number; readonly perAddress: number };

/** The places for open streams. `take` gives the way to give the place back (twice is once), or undefined when full. */
export type StreamPlaces = {
  readonly take: (address: string) => (() => void) | undefined;
  readonly open: () => number;
};

export function createStreamPlaces({ total, perAddress }: StreamLimits): StreamPlaces {
  const byAddress = new Map<string, number>();
  let open = 0;
  return {
    take(address) {
      const here = byAddress.get(address) ?? 0;
      if (open >= total || here >= perAddress) return undefined;
      open += 1;
      byAddress.set(address, here + 1);
      let isHeld = true;
      return () => {
        if (!isHeld) return;
        isHeld = false;
        open -= 1;
        const left = (byAddress.get(address) ?? 1) - 1;
        if (left === 0) byAddress.delete(address);
        else byAddress.set(address, left);
      };
    },
    open: () => open,
  };
}
