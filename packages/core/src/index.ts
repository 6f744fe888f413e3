export * from './errors.js'
export * from './number/index.js'
