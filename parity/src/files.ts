import { readFileSync } from 'node:fs'
import { broker } from './formats/broker.js'
import type { Case, Format } from './formats/format.js'
import { lending } from './formats/lending.js'
import { perpetuals } from './formats/perpetuals.js'
import { simulation } from './formats/simulation.js'
import { isRecord } from './registry.js'

const FORMATS: readonly Format[] = [perpetuals, broker, simulation, lending]

/** The file cannot be run at all; the message is one sentence. */
export class UnreadableFile extends Error {}

/** The cases of a vector file. @throws UnreadableFile */
export function readCases(path: string): readonly Case[] {
  const document = parse(path, read(path))
  const format = isRecord(document) ? FORMATS.find((each) => each.matches(document)) : undefined
  if (format === undefined || !isRecord(document))
    throw new UnreadableFile(`${path} has none of the known formats (${FORMATS.map(({ name }) => name).join(', ')}).`)
  return format.cases(document)
}

function read(path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch (error) {
    const isMissing = (error as NodeJS.ErrnoException).code === 'ENOENT'
    throw new UnreadableFile(isMissing ? `There is no file ${path}.` : `${path} cannot be read: ${messageOf(error)}.`)
  }
}

function parse(path: string, text: string): unknown {
  try {
    return JSON.parse(text)
  } catch (error) {
    throw new UnreadableFile(`${path} is not JSON: ${messageOf(error)}.`)
  }
}

function messageOf(error: unknown): string {
  return (error instanceof Error ? error.message : String(error)).replace(/\.$/, '')
}
