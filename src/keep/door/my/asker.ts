import { AppError } from '../../../platform/errors.ts'
import type { Asker } from '../deps.ts'

// Who asks about themselves, and by what.

/** Gives the customer of the session; whoever has none is unauthenticated. */
export function ownId(asker: Asker): number {
  if (asker.customer === null) throw new AppError('unauthenticated', 'Open your page by the link in a message, or ask for a new one.')
  return asker.customer
}

/**
 * A session that a message's own link opened: whoever a letter was forwarded to holds it too. It sees what the letter
 * concerns, personal values masked, and may only make things quieter.
 */
export const byLinkOnly = (asker: Asker) => asker.message !== null

export const onlyByMessage = () =>
  new AppError('forbidden', 'By the link of a message you can only make us quieter. For anything else ask for a link to your own page.')

/** Somebody whose page was open while they were erased. */
export const gone = () => new AppError('unauthenticated', 'This page is not there any more.')
