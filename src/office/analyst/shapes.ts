// What a browser may know of the analyst: plain data.
export { type PortraitLine, type PortraitSaid, portraitLines, type WaysFound, waysFound } from './portrait/shapes.ts'
export { type Figures, figuresShape } from './thinking/figures.ts'
