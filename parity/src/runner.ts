import { readCases, UnreadableFile } from './files.js'
import type { Case } from './formats/format.js'
import type { Registered } from './registry.js'

export interface Outcome {
  /** Lines of the answer, the count last. */
  readonly lines: readonly string[]
  /** What keeps the files from being run at all, one sentence each; then there are no lines. */
  readonly complaints: readonly string[]
  /** 0 all passed · 1 some failed · 2 no file was named · 3 a file is missing, unreadable or of no known format */
  readonly exitCode: 0 | 1 | 2 | 3
}

/** Runs the vectors of all files through the models. Nothing is run where one of the files cannot be. */
export function runFiles(paths: readonly string[], models: readonly Registered[]): Outcome {
  if (paths.length === 0)
    return { lines: [], complaints: ['Name one or more vector files: npm run parity -- FILE…'], exitCode: 2 }
  const read = paths.map(readOrComplain)
  const complaints = read.filter((each) => typeof each === 'string')
  if (complaints.length > 0) return { lines: [], complaints, exitCode: 3 }
  const results = read.flatMap((cases) => (typeof cases === 'string' ? [] : [...runCases(cases, models)]))
  const faults = results.flatMap(([id, fault]) => (fault === null ? [] : [`${id}: ${fault}`]))
  const closing = `${results.length - faults.length} passed, ${faults.length} failed`
  return { lines: [...faults, closing], complaints: [], exitCode: faults.length > 0 ? 1 : 0 }
}

function readOrComplain(path: string): readonly Case[] | string {
  try {
    return readCases(path)
  } catch (error) {
    if (error instanceof UnreadableFile) return error.message
    throw error
  }
}

/** The first fault by id: an id counts once, however often a file has it. */
function runCases(cases: readonly Case[], models: readonly Registered[]): ReadonlyMap<string, string | null> {
  const faults = new Map<string, string | null>()
  for (const each of cases) faults.set(each.id, faults.get(each.id) ?? faultOf(each, models))
  return faults
}

function faultOf(vector: Case, models: readonly Registered[]): string | null {
  try {
    return vector.fault(models)
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error)
    return `failed with: ${message.replaceAll('\n', ' ')}`
  }
}
