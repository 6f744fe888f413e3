import preact from '@preact/preset-vite'
import { defineConfig } from 'vite'

/** Where `npm run dev` finds a running server; the built page asks the server that served it. */
const server = process.env.PLIMSOLL_URL ?? 'http://127.0.0.1:7546'

export default defineConfig({
  plugins: [preact()],
  base: './',
  // The server's package carries the page.
  build: { outDir: '../../packages/server/static', emptyOutDir: true, target: 'es2022', assetsInlineLimit: 0 },
  server: { proxy: { '/v1': { target: server, ws: true } } },
})
