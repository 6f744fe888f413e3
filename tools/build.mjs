// `npm run build`: compiles every package, and the web page where it has changed. Installs first where that is needed.
import { build, install, requireNode } from './lib/setup.mjs'

requireNode()
process.exitCode = (await install()) && (await build()) ? 0 : 1
