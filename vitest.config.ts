import { defineConfig } from 'vitest/config'

// Workspace packages resolve to their TypeScript sources, so that tests never run a stale build.
const conditions = ['@plimsoll/source']

export default defineConfig({
  resolve: { conditions },
  ssr: { resolve: { conditions, externalConditions: conditions } },
  test: {
    include: ['{packages,apps,parity,bench,tools,examples}/**/*.test.ts', '{packages,apps}/**/*.test.tsx'],
    // Property tests share two cores with everything else; none is a measurement.
    testTimeout: 60_000,
    exclude: ['**/node_modules/**', '**/dist/**'],
  },
})
