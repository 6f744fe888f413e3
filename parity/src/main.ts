import { models } from './models.js'
import { runFiles } from './runner.js'

const { lines, complaints, exitCode } = runFiles(process.argv.slice(2), models)
for (const complaint of complaints) console.error(complaint)
for (const line of lines) console.log(line)
process.exitCode = exitCode
