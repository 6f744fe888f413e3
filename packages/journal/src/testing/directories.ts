import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll } from 'vitest'

/** A new empty directory, removed when the test file is done. */
export function temporaryDirectory(): string {
  const directory = mkdtempSync(join(tmpdir(), 'plimsoll-journal-'))
  afterAll(() => rmSync(directory, { recursive: true, force: true }))
  return directory
}

export const segmentName = '0000000000000001.journal'
export const markName = 'synced'
