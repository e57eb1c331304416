// What a browser may know of the analyst: plain data.
export { type Figures, figuresShape } from './thinking/figures.ts'
