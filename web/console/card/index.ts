// What other slices of the console may use of the card.
export { CardBody } from './CardBody.tsx'
export { CardHead } from './CardHead.tsx'
export { Failed, useRemember } from './CardPage.tsx'
export { cardWords } from './card.words.ts'
export type { Card } from './queries.ts'
export { cardQuery } from './queries.ts'
export type { CardSearch } from './search.ts'
