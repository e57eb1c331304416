import type { Card } from '../card/queries.ts'

/** Whether the card is closed because its customer was deleted. */
export const isTrashed = (card: Card): boolean => card.hidden.some(({ section, reason }) => section === 'card' && reason === 'trashed')
