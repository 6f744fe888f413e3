import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { parseAccounts, readAccounts } from './accounts.js'
import { refusal } from './testing/refusal.js'

const file = 'accounts.yaml'
const parse = (text: string) => parseAccounts(text, { file })

describe('account documents are read', () => {
  test.each([
    { form: 'a JSON list', text: '[{ "id": "a" },\n { "id": "b" }]', lines: [undefined, undefined] },
    { form: 'a JSON list with a trailing comma, as YAML', text: '[{ "id": "a" },\n { "id": "b" },]', lines: [1, 2] },
    { form: 'a YAML list', text: '# two\n- id: a\n- { id: b }\n', lines: [2, 3] },
    { form: 'YAML documents', text: 'id: a\n---\nid: b\n---\n', lines: [1, 3] },
    { form: 'YAML documents that hold lists', text: '- id: a\n---\n# more\n- id: b\n', lines: [1, 4] },
  ])('from $form', ({ text, lines }) => {
    const sources = parse(text)
    expect(sources.map(({ document }) => document)).toEqual([{ id: 'a' }, { id: 'b' }])
    expect(sources.map(({ place }) => place.line)).toEqual(lines)
    expect(sources.every(({ place }) => place.file === file)).toBe(true)
  })

  test('from one document alone', () => {
    expect(parse('id: a\nbalances: { USDT: "10000" }\n')).toEqual([
      { document: { id: 'a', balances: { USDT: '10000' } }, place: { file, line: 1 } },
    ])
    expect(parse('{ "id": "a" }')).toEqual([{ document: { id: 'a' }, place: { file } }])
  })

  test('with the place of each in its list', () => {
    expect(parse('[{ "id": "a" }, { "id": "b" }]').map(({ place }) => place.path)).toEqual(['[0]', '[1]'])
  })

  test('with their dates and numbers as they are written, not as other types', () => {
    expect(parse('asOf: 2026-11-22T09:30:00Z\nquantity: "1.50"\n')[0]?.document).toEqual({
      asOf: '2026-11-22T09:30:00Z',
      quantity: '1.50',
    })
  })

  test('from a file on disk, with a byte order mark', () => {
    const path = join(mkdtempSync(join(tmpdir(), 'accounts-')), file)
    writeFileSync(path, '\uFEFF[{ "id": "a" }]')
    expect(readAccounts(path)).toEqual([{ document: { id: 'a' }, place: { file: path, path: '[0]' } }])
    expect(refusal(() => readAccounts(`${path}.none`)).code).toBe('file_missing')
  })
})

describe('a file is refused with file and line', () => {
  test.each([
    { fault: 'a JSON brace that is not closed', text: '[{ "id": "a" },\n { "id": "b" ', line: 2 },
    { fault: 'a wrong indentation', text: 'id: a\nbalances:\n  USDT: "1"\n BTC: "2"\n', line: 4 },
    { fault: 'a tab', text: 'id: a\nbalances:\n\tUSDT: "1"\n', line: 3 },
    { fault: 'a key given twice', text: 'id: a\nvenue: x\nid: b\n', line: 3 },
    { fault: 'a broken second document', text: 'id: a\n---\nid: [\n', line: 4 },
    { fault: 'a word in the list', text: '- id: a\n- word\n', line: 2 },
    { fault: 'a list in the list', text: '- id: a\n- [1]\n', line: 2 },
    { fault: 'an empty entry', text: '- id: a\n-\n', line: 2 },
    { fault: 'text', text: 'Dear reader\n', line: 1 },
  ])('for $fault', ({ text, line }) => {
    const error = refusal(() => parse(text))
    expect(error).toMatchObject({ code: 'document_invalid', place: { file, line } })
  })

  test('for aliases that would fill the memory', () => {
    const levels = Array.from(
      { length: 12 },
      (_, level) => `l${level + 1}: &l${level + 1} [${`*l${level},`.repeat(9)}]`,
    )
    expect(refusal(() => parse(`l0: &l0 [x]\n${levels.join('\n')}\n`)).code).toBe('document_invalid')
  })

  test.each(['[]', '# nothing yet\n', '---\n---\n'])('without an account: %j', (text) => {
    expect(refusal(() => parse(text)).code).toBe('file_empty')
  })
})
