export { type Ages, ageOfConsent, agesAreSound, agesNow, childrenTask, lawfulAges, setAges, usualAge, wardsOtherwise } from './ages.ts'
export { type Care, careOf, checkUnits, readUnits, unitTitles, unitTitlesOf, writtenUnits } from './care.ts'
export { careChangesOf, publishCare, setOwner, setUnits } from './caring.ts'
export { consentsFrom } from './childhood.ts'
export { lookAtTheUnsure, lookForChildren, publishChildren } from './children.ts'
export { publishClosed } from './closed.ts'
export { type Derived, derive, genderOf } from './derive.ts'
export { type Directory, openDirectory } from './directory.ts'
export { keptAs, longestOf, whyNotField, whyNotTyped } from './fieldRule.ts'
export { categoryOf, contentPlace, type Field, identifierPlace, isField, vaultPlace } from './fields.ts'
export { goneAmong, goneKey, letBack } from './gone.ts'
export {
  addIdentifier,
  changesOf,
  identifierId,
  type Marks,
  markIdentifier,
  openChanges,
  type Point,
  pointAt,
  pointsOf,
  removeIdentifier,
  takenAway,
} from './identifiers/index.ts'
export { type Joined, type Moved, mergeCustomers, mergesOf, unmergeCustomer, wasSeparated } from './merge.ts'
export { type Name, nameOf } from './naming.ts'
export { type Normal, normaliseIdentifier } from './normalise.ts'
export {
  fitOwn,
  isOwn,
  type NewOwnField,
  type OwnField,
  ownFields,
  publishOwnFacts,
  registerOwnField,
  retireOwnField,
  sameOwn,
} from './ownFields.ts'
export { groupsOf, rootsOf } from './person.ts'
export { correctPersonal, forgetPersonal, openPersonal, type Personal, rememberPersonal } from './personal.ts'
export { newBatch, publishDerived } from './publish.ts'
export {
  bothOf,
  changeRelation,
  dropRelation,
  type OwnedRelation,
  openPositions,
  openRelationChanges,
  relate,
  relationsOfAll,
  writtenRelations,
} from './relations.ts'
export { changeLanguage, changeRole, rowChanges } from './roles.ts'
export { type Alike, alike, fold, otherLayout } from './search/index.ts'
export { dpvOf, isDelicate, isRowField, type RowField, rowFields } from './shapes.ts'
export type { CustomerTables } from './tables.ts'

export { listTrash, restoreCustomers, type Trashed, trashCustomers, trashDays, trashedLong } from './trash.ts'
export { allUnits, type NewUnit, putUnitUnder, registerUnit, setUnitRetired, type Unit, unitsOfThese, unitsWithBelow } from './units.ts'

export {
  earlierValuesOf,
  type FieldValue,
  type FieldVersion,
  type FieldWrite,
  type Groups,
  historyOf,
  newestFirst,
  type OpenIdentifier,
  openFields,
  openFieldsOf,
  openIdentifiers,
  openIdentifiersOf,
  openSealedFields,
  openSealedIdentifiers,
  type SealedField,
  type SealedIdentifier,
  Stale,
  sealedFieldsOf,
  sealedIdentifiersOf,
  writeFields,
} from './vault.ts'
export { countWithin, customersWithin, isWithin, unseenAmong, type Within, withinOf } from './within.ts'
