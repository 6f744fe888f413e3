export * from './errors.js'
export * from './model/index.js'
export * from './number/index.js'
export * from './rules/derivatives/tiers.js'
