export { everyDay, holdsFor, isOpen, isQuieter, minutesOfDay, type OpenTime, openTimes, ruleFrom, type SaidRule, storedTimes } from './rule.ts'
export { endRule, type HeldRule, rulesOfPerson, sayRule } from './say.ts'
export { ruleOf, spokenRule, spokenTimes, timesOf } from './spoken.ts'
