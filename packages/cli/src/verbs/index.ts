import { checkVerb } from './check.js'
import { demoVerb } from './demo.js'
import { previewVerb } from './preview.js'
import { replayVerb } from './replay.js'
import { serveVerb } from './serve.js'
import { venuesVerb } from './venues.js'
import type { Verb } from './verb.js'
import { verifyVerb } from './verify.js'

/** Every verb, in the order in which help lists them. */
export const VERBS: readonly Verb[] = [checkVerb, previewVerb, serveVerb, demoVerb, replayVerb, verifyVerb, venuesVerb]
