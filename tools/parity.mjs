// `npm run parity -- FILE…`: see parity/README.md.
import { runProgram } from './lib/program.mjs'

await runProgram('parity', process.argv.slice(2))
