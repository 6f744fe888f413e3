export * from './errors.js'
export * from './number/index.js'
export * from './rules/derivatives/tiers.js'
