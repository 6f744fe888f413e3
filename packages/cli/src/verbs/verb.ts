import type { Command as Program } from 'commander'

/** Where a verb writes: results to `out`, everything else to `err`. */
export interface Streams {
  readonly out: Output
  readonly err: Output
}

/** A stream as far as a verb needs it. */
export interface Output {
  write(text: string): unknown
  /** A person watches: progress is shown. */
  readonly isTTY?: boolean
}

/** One verb of the command; it returns its exit code. A new verb is one file and one line in `index.ts`. */
export interface Verb {
  readonly name: string
  /** Adds the verb to the program; `finish` takes the exit code. */
  register(program: Program, streams: Streams, finish: (code: number) => void): void
}

export function print(stream: Output, text: string): void {
  stream.write(`${text}\n`)
}

export function printJson(stream: Output, json: unknown): void {
  print(stream, JSON.stringify(json, null, 2))
}
