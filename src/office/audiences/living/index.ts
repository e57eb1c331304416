export { checkLiving, sweepMoves, switchLiving } from './switching.ts'
export { keepAudiences, type Living, type Turn } from './turn.ts'
