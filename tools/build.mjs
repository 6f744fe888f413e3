// Builds every package that has something to build. Installs first where node_modules is missing.
import { build, install } from './lib/setup.mjs'

await install()
await build()
