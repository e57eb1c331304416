export { deriveRules } from './derive.ts'
export { type InferredHeld, inferredOf, sayWrong } from './said.ts'
