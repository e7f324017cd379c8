import * as z from 'zod/mini';

// Without this zod tries `new Function` once, which a page with a strict Content-Security-Policy reports as a violation.
z.config({ jitless: true });

export { z };
