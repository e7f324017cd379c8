/**
 * Next only renders: `lib/server/edge.ts` stands in front of it and sets every security header.
 *
 * @type {import('next').NextConfig}
 */
const config = {
  poweredByHeader: false,
  // Nothing a page says is ever stored: each carries a nonce.
  generateEtags: false,
  images: { unoptimized: true },
  productionBrowserSourceMaps: false,
  reactStrictMode: true,
  // `npm run typecheck` checks the types, with the same compiler and the tests too; a build need not do it again.
  typescript: { ignoreBuildErrors: true },
  devIndicators: false,
  // Browsers ask for this one unasked, and would say in their console that it is not there.
  rewrites: async () => [{ source: '/favicon.ico', destination: '/icon.svg' }],
};

export default config;
