export { type Added, addIdentifier, type ChangeBy, type Marks, markIdentifier, removeIdentifier } from './change.ts'
export { changesOf, type IdentifierChange, openChanges, takenAway } from './history.ts'
export { identifierId, type Point, pointAt, pointsOf } from './point.ts'
