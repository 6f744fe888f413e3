import { type TInteger, type TObject, type TOptional, type TString, Type } from 'typebox'
import { ServerError } from '../errors.js'

/** A query that knows no key: anything in it is a mistake worth saying. */
export const noQuery: TObject<Record<never, never>> = Type.Object({}, { additionalProperties: false })

/** The same bounds on every list. */
export function limitOf({ max, otherwise }: { readonly max: number; readonly otherwise: number }): TOptional<TInteger> {
  return Type.Optional(Type.Integer({ minimum: 1, maximum: max, default: otherwise }))
}

export const cursor: TOptional<TString> = Type.Optional(Type.String({ maxLength: 2000 }))

/** Opaque to callers: where the last page ended. */
export function cursorText(parts: readonly (string | null)[]): string {
  return Buffer.from(JSON.stringify(parts)).toString('base64url')
}

/** @throws `cursor_invalid` what no page of this list has given */
export function cursorParts(text: string, kind: string, length: number): readonly (string | null)[] {
  const parts = decoded(text)
  const isOurs =
    Array.isArray(parts) &&
    parts.length === length &&
    parts[0] === kind &&
    parts.every((part) => part === null || typeof part === 'string')
  if (isOurs) return parts
  throw new ServerError(
    'cursor_invalid',
    'cursor is not the nextCursor of a page with the same order: begin again without one.',
  )
}

function decoded(text: string): unknown {
  try {
    return JSON.parse(Buffer.from(text, 'base64url').toString('utf8'))
  } catch {
    return null
  }
}
