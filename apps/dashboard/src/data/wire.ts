/** The server's wire types; types only, so that nothing of the server comes into the page. */

export type {
  AbsenceReason,
  Answer,
  AnswerCall,
  AnswerHolding,
  AnswerPosition,
  AnswerScope,
  AnswerSide,
  Cure,
  Status,
} from '@plimsoll/core'
export type * from '@plimsoll/server/wire'
