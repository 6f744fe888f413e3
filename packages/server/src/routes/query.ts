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
export function cursorParts(
  text: string,
  shape: { readonly kind: string; readonly key: 'whole' | 'whole or null' },
): {
  readonly key: bigint | null
  readonly rest: readonly string[]
} {
  const [kind, key, ...rest] = decoded(text)
  const isKey = typeof key === 'string' ? /^-?\d{1,60}$/.test(key) : key === null && shape.key === 'whole or null'
  if (kind !== shape.kind || !isKey || !rest.every((part) => typeof part === 'string')) {
    throw new ServerError(
      'cursor_invalid',
      'cursor is not the nextCursor of a page with the same order: begin again without one.',
    )
  }
  return { key: typeof key === 'string' ? BigInt(key) : null, rest }
}

function decoded(text: string): readonly unknown[] {
  try {
    const parts: unknown = JSON.parse(Buffer.from(text, 'base64url').toString('utf8'))
    return Array.isArray(parts) ? parts : []
  } catch {
    return []
  }
}
