export { countMatching, keptOf, keptWho, matchingAfter, type WhoHouse } from './who.ts'
