export * from './answer.js'
export { type CheckQuery, check } from './check.js'
export { type ParsedDocument, parseDocument } from './document.js'
export { instantOf, instantText } from './time.js'
