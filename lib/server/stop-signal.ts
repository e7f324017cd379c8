const SIGNALS = { SIGTERM: 15, SIGINT: 2, SIGHUP: 1 } as const;

/**
 * Resolves at the first SIGTERM, SIGINT or SIGHUP. The second ends the process where it stands: whoever sends two does
 * not want to wait.
 */
export function stopSignal(): Promise<keyof typeof SIGNALS> {
  return new Promise((resolve) => {
    let isStopping = false;
    for (const name of Object.keys(SIGNALS) as (keyof typeof SIGNALS)[]) {
      process.on(name, () => {
        if (isStopping) process.exit(128 + SIGNALS[name]);
        isStopping = true;
        resolve(name);
      });
    }
  });
}
