import { checkVerb } from './check.js'
import { previewVerb } from './preview.js'
import { replayVerb } from './replay.js'
import type { Verb } from './verb.js'
import { verifyVerb } from './verify.js'

/** Every verb, in the order in which help lists them. */
export const VERBS: readonly Verb[] = [checkVerb, previewVerb, replayVerb, verifyVerb]
