// `npm run bench -- NAME [--json]`: see bench/README.md.
import { runProgram } from './lib/program.mjs'

await runProgram('bench', process.argv.slice(2))
