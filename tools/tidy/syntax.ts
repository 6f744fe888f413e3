import { parseSync } from 'vite'
import type { RepositoryFile } from './files.js'

/** One `import`, `export … from`, `import()`, `import('…').Type` or `new URL('…', import.meta.url)`. */
export interface Reference {
  readonly specifier: string
  readonly line: number
  /** The exported names that it asks for, by the names that the other file gives them; 'all' for a namespace. */
  readonly names: readonly string[] | 'all'
  readonly isTypeOnly: boolean
}

export interface ExportedName {
  readonly name: string
  readonly line: number
  /** Where it comes from when it is only passed on: the specifier, and the name there. */
  readonly from?: { readonly specifier: string; readonly name: string }
  /** Names of the types that its declaration mentions. */
  readonly types: readonly string[]
}

export interface Comment {
  readonly text: string
  readonly line: number
  readonly isLine: boolean
}

export interface Syntax {
  readonly references: readonly Reference[]
  readonly exports: readonly ExportedName[]
  /** Specifiers of `export * from`. */
  readonly stars: readonly string[]
  readonly comments: readonly Comment[]
  /** The text with every comment, string, template text, regular expression and JSX text blanked: what is left is code. */
  readonly code: string
  /** String literals of each type alias, by its name: `type Reason = 'a' | 'b'`. */
  readonly unions: ReadonlyMap<string, readonly { readonly text: string; readonly line: number }[]>
}

interface Node {
  readonly type: string
  readonly start: number
  readonly end: number
  readonly [key: string]: unknown
}

const parsed = new WeakMap<RepositoryFile, Syntax>()

/** What a code file imports, exports and says, from its syntax tree. Throws where it does not parse. */
export function syntaxOf(file: RepositoryFile): Syntax {
  const known = parsed.get(file)
  if (known !== undefined) return known
  const syntax = read(file)
  parsed.set(file, syntax)
  return syntax
}

function read(file: RepositoryFile): Syntax {
  const { program, comments, errors } = parseSync(file.path, file.text)
  if (errors[0] !== undefined) throw new Error(`${file.path} does not parse: ${errors[0].message}`)
  const lineOf = lineCounter(file.text)
  const references: Reference[] = []
  const exports: ExportedName[] = []
  const stars: string[] = []
  const unions = new Map<string, { text: string; line: number }[]>()
  const blanked: { start: number; end: number }[] = [...comments]

  visit(program as unknown as Node, (node) => {
    const line = lineOf(node.start)
    if (isProse(node)) blanked.push(node)
    if (node.type === 'ImportDeclaration' || node.type === 'ExportAllDeclaration') {
      const specifier = textOf(node.source)
      const isTypeOnly = (node.importKind ?? node.exportKind) === 'type'
      references.push({ specifier, line, names: importedNames(node), isTypeOnly })
      if (node.type === 'ExportAllDeclaration' && node.exported === null) stars.push(specifier)
      if (node.type === 'ExportAllDeclaration' && node.exported !== null)
        exports.push({ name: nameOf(node.exported), line, types: [] })
    }
    if (node.type === 'ExportNamedDeclaration') {
      exports.push(...exportedNames(node, lineOf))
      if (node.source)
        references.push({ specifier: textOf(node.source), line, names: [], isTypeOnly: node.exportKind === 'type' })
    }
    if (node.type === 'TSTypeAliasDeclaration') unions.set(nameOf(node.id), literalsOf(node, lineOf))
    if (node.type === 'ExportDefaultDeclaration') exports.push({ name: 'default', line, types: typesIn(node) })
    if (node.type === 'ImportExpression' || node.type === 'TSImportType' || isFileUrl(node)) {
      const specifier = textOf(isFileUrl(node) ? (node.arguments as Node[])[0] : node.source)
      if (specifier !== '') references.push({ specifier, line, names: 'all', isTypeOnly: node.type === 'TSImportType' })
    }
  })
  return {
    references,
    exports,
    stars,
    unions,
    comments: comments.map((c) => ({ text: c.value, line: lineOf(c.start), isLine: c.type === 'Line' })),
    code: blank(file.text, blanked),
  }
}

function isProse(node: Node): boolean {
  return (
    node.type === 'TemplateElement' ||
    node.type === 'JSXText' ||
    (node.type === 'Literal' && (typeof node.value === 'string' || node.regex !== undefined))
  )
}

/** `new URL('./worker.js', import.meta.url)`: how a worker names its file. */
function isFileUrl(node: Node): boolean {
  return node.type === 'NewExpression' && nameOf(node.callee) === 'URL' && (node.arguments as Node[]).length === 2
}

function importedNames(node: Node): readonly string[] | 'all' {
  if (node.type === 'ExportAllDeclaration') return node.exported === null ? [] : 'all'
  const specifiers = node.specifiers as Node[]
  if (specifiers.some((specifier) => specifier.type === 'ImportNamespaceSpecifier')) return 'all'
  return specifiers.map((specifier) =>
    specifier.type === 'ImportDefaultSpecifier' ? 'default' : nameOf(specifier.imported),
  )
}

function exportedNames(node: Node, lineOf: (offset: number) => number): ExportedName[] {
  const source = node.source
  const passedOn = (node.specifiers as Node[]).map((specifier) => ({
    name: nameOf(specifier.exported),
    line: lineOf(specifier.start),
    types: [],
    ...(source ? { from: { specifier: textOf(source), name: nameOf(specifier.local) } } : {}),
  }))
  const declaration = node.declaration as Node | null
  if (declaration === null) return passedOn
  const line = lineOf(declaration.start)
  if (declaration.type !== 'VariableDeclaration')
    return [{ name: nameOf(declaration.id), line, types: typesIn(declaration) }]
  const types = typesIn(declaration)
  return (declaration.declarations as Node[])
    .flatMap((each) => boundNames(each.id as Node))
    .map((name) => ({ name: nameOf(name), line: lineOf(name.start), types }))
}

/** The identifiers that a pattern binds: `{ a, b: [c] }` binds a and c. */
function boundNames(pattern: Node): readonly Node[] {
  if (pattern.type === 'Identifier') return [pattern]
  const parts = (pattern.properties ?? pattern.elements ?? []) as (Node | null)[]
  return parts.flatMap((part) => (part === null ? [] : boundNames((part.value ?? part) as Node)))
}

function typesIn(declaration: Node): readonly string[] {
  const names: string[] = []
  visit(declaration, (node) => {
    if (node.type === 'TSTypeReference') names.push(nameOf(node.typeName))
    if (node.type === 'TSInterfaceHeritage') names.push(nameOf(node.expression))
  })
  return names
}

function literalsOf(alias: Node, lineOf: (offset: number) => number): { text: string; line: number }[] {
  const literals: { text: string; line: number }[] = []
  visit(alias, (node) => {
    const literal = node.type === 'TSLiteralType' ? (node.literal as Node) : null
    if (typeof literal?.value === 'string') literals.push({ text: literal.value, line: lineOf(node.start) })
  })
  return literals
}

function textOf(node: unknown): string {
  const text = (node as Node | null)?.value
  return typeof text === 'string' ? text : ''
}

function nameOf(node: unknown): string {
  const { name, value } = node as { name?: unknown; value?: unknown }
  return String(name ?? value ?? '')
}

function visit(node: Node, see: (node: Node) => void): void {
  see(node)
  for (const child of Object.values(node)) {
    for (const each of Array.isArray(child) ? child : [child]) if (isNode(each)) visit(each, see)
  }
}

function isNode(candidate: unknown): candidate is Node {
  return typeof candidate === 'object' && candidate !== null && typeof (candidate as Node).type === 'string'
}

function blank(text: string, ranges: readonly { start: number; end: number }[]): string {
  let code = ''
  let at = 0
  for (const { start, end } of [...ranges].sort((a, b) => a.start - b.start)) {
    if (start < at) continue
    code += text.slice(at, start) + text.slice(start, end).replace(/[^\n]/g, ' ')
    at = end
  }
  return code + text.slice(at)
}

/** Offset → line from 1. */
function lineCounter(text: string): (offset: number) => number {
  const starts = [0]
  for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) starts.push(at + 1)
  return (offset) => {
    let low = 0
    let high = starts.length
    while (high - low > 1) {
      const middle = (low + high) >> 1
      if ((starts[middle] ?? 0) <= offset) low = middle
      else high = middle
    }
    return low + 1
  }
}
