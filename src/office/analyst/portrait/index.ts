export { type PortraitRows, portraitOf, readPortrait } from './read.ts'
export { type PortraitLine, type PortraitSaid, portrait, type WaysFound, waysFound } from './shapes.ts'
