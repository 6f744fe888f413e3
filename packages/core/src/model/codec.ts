import { fail, nearestOrKnown } from '../errors.js'
import { formatDecimal, parseDecimal } from '../number/index.js'

/**
 * One codec for everything that leaves memory: a record is described field by field, and the description writes it, reads it and
 * refuses what does not fit. Numbers of every kind travel as decimal strings, times and counts as integers.
 */
export interface Codec<T> {
  encode(value: T): Json
  /** @throws `document_invalid`, `unknown_key` or a number's own code, with the path of the field. */
  decode(json: Json, path: string): T
}

export type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json }

export type Fields<T> = { readonly [K in keyof T]-?: Codec<Exclude<T[K], undefined>> }

export const text: Codec<string> = {
  encode: (value) => value,
  decode: (json, path) => (typeof json === 'string' ? json : refuse(path, 'a string', json)),
}

/** An integer below 2⁵³: times in ms, counts, sequence numbers. */
export const integer: Codec<number> = {
  encode: (value) => value,
  decode: (json, path) =>
    typeof json === 'number' && Number.isSafeInteger(json) ? json : refuse(path, 'a whole number', json),
}

export const flag: Codec<boolean> = {
  encode: (value) => value,
  decode: (json, path) => (typeof json === 'boolean' ? json : refuse(path, 'true or false', json)),
}

/** A Price, Quantity, Value or Ratio: a decimal string of up to 18 decimals. */
export function decimal<K extends bigint>(): Codec<K> {
  return scaled(18) as Codec<K>
}

/** A native integer of an asset's own units, kept as an integer string. */
export const native: Codec<bigint> = scaled(0)

export function literal<const T extends string>(...allowed: readonly T[]): Codec<T> {
  return {
    encode: (value) => value,
    decode: (json, path) => {
      const found = allowed.find((candidate) => candidate === json)
      return found ?? refuse(path, `one of ${allowed.join(', ')}`, json)
    },
  }
}

export function nullable<T>(inner: Codec<T>): Codec<T | null> {
  return {
    encode: (value) => (value === null ? null : inner.encode(value)),
    decode: (json, path) => (json === null ? null : inner.decode(json, path)),
  }
}

/** A field that may be absent; `record` leaves it out. */
export function optional<T>(inner: Codec<T>): Codec<T> & { readonly isOptional: true } {
  return { ...inner, isOptional: true }
}

export function list<T>(inner: Codec<T>): Codec<readonly T[]> {
  return {
    encode: (values) => values.map((value) => inner.encode(value)),
    decode: (json, path) =>
      Array.isArray(json)
        ? json.map((item: Json, index) => inner.decode(item, `${path}[${index}]`))
        : refuse(path, 'a list', json),
  }
}

/** A map with string keys; written in the order of its keys, so that equal maps give equal text. */
export function mapOf<T>(inner: Codec<T>): Codec<ReadonlyMap<string, T>> {
  return {
    encode: (values) => {
      const keys = [...values.keys()].sort(compareText)
      return Object.fromEntries(keys.map((key) => [key, inner.encode(values.get(key) as T)]))
    },
    decode: (json, path) => {
      const object = objectOf(json, path)
      return new Map(Object.entries(object).map(([key, item]) => [key, inner.decode(item, `${path}.${key}`)]))
    },
  }
}

export function record<T extends object>(fields: Fields<T>): Codec<T> {
  const entries = Object.entries(fields) as [string, Codec<unknown> & { isOptional?: true }][]
  return {
    encode: (value) => {
      const out: Record<string, Json> = {}
      for (const [key, codec] of entries) {
        const field = (value as Record<string, unknown>)[key]
        if (field !== undefined) out[key] = codec.encode(field)
      }
      return out
    },
    decode: (json, path) => {
      const object = objectOf(json, path)
      refuseUnknownKeys(object, Object.keys(fields), path)
      const out: Record<string, unknown> = {}
      for (const [key, codec] of entries) {
        const field = Object.hasOwn(object, key) ? object[key] : undefined
        if (field !== undefined) out[key] = codec.decode(field, join(path, key))
        else if (codec.isOptional !== true)
          fail('document_invalid', `${join(path, key)} is missing.`, { place: { path } })
      }
      return out as T
    },
  }
}

/** A union told apart by its `tag` field: one record a case. */
export function union<T extends { readonly [P in Tag]: string }, Tag extends string>(
  tag: Tag,
  cases: { readonly [C in T[Tag]]: Codec<Extract<T, { readonly [P in Tag]: C }>> },
): Codec<T> {
  const known = cases as unknown as Readonly<Record<string, Codec<T>>>
  return {
    encode: (value) => ({ [tag]: value[tag], ...(known[value[tag]]?.encode(value) as object) }),
    decode: (json, path) => {
      const { [tag]: name, ...rest } = objectOf(json, path) as Record<string, Json>
      if (typeof name !== 'string')
        return refuse(join(path, tag), `one of ${Object.keys(cases).join(', ')}`, name ?? null)
      const codec = Object.hasOwn(known, name) ? known[name] : undefined
      if (codec === undefined) {
        return fail(
          'unknown_command',
          `${join(path, tag)} "${name}" is not known.${nearestOrKnown(name, Object.keys(cases))}`,
          {
            place: { path },
          },
        )
      }
      return { ...codec.decode(rest, path), [tag]: name } as T
    },
  }
}

/** Refuses a key that no field has, with the nearest known one. @throws `unknown_key` */
export function refuseUnknownKeys(
  object: { readonly [key: string]: Json },
  known: readonly string[],
  path: string,
): void {
  for (const key of Object.keys(object)) {
    if (known.includes(key)) continue
    fail('unknown_key', `${join(path, key)} is not a known key.${nearestOrKnown(key, known)}`, { place: { path } })
  }
}

/** @throws `document_invalid` for anything but a plain object. */
export function objectOf(json: Json, path: string): { readonly [key: string]: Json } {
  if (typeof json !== 'object' || json === null || Array.isArray(json)) return refuse(path, 'an object', json)
  return json as { readonly [key: string]: Json }
}

/** Orders text by code units: the same everywhere, unlike a locale's order. */
export function compareText(a: string, b: string): -1 | 0 | 1 {
  return a < b ? -1 : a > b ? 1 : 0
}

function scaled(decimals: number): Codec<bigint> {
  return {
    encode: (value) => formatDecimal(value, decimals),
    decode: (json, path) => {
      if (typeof json !== 'string') return refuse(path, 'a decimal string', json)
      try {
        return parseDecimal(json, { decimals })
      } catch (cause) {
        if (cause instanceof Error && 'code' in cause) {
          return fail(cause.code as 'number_invalid', `${path}: ${cause.message}`, { place: { path }, cause })
        }
        throw cause
      }
    },
  }
}

function refuse(path: string, wanted: string, got: Json): never {
  const shown = JSON.stringify(got)
  return fail(
    'document_invalid',
    `${path} must be ${wanted}, not ${shown.length > 60 ? `${shown.slice(0, 57)}…` : shown}.`,
    {
      place: { path },
    },
  )
}

function join(path: string, key: string): string {
  return path === '' ? key : `${path}.${key}`
}
