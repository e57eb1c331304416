export { type Answered, answerQuestion } from './answer.ts'
export { endQuestions, writeQuestions } from './letter.ts'
export { type OpenQuestion, openQuestions } from './open.ts'
export { askingRoutes } from './page.ts'
