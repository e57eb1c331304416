import assert from 'node:assert/strict'
import { test } from 'node:test'
import { abilityCodes } from '../../../src/platform/http/abilities.ts'
import { abilityGroups, groupCodes } from './groups.ts'

test('every ability stands in one group of the matrix, and nothing else does', () => {
  assert.deepEqual(groupCodes.flatMap((group): string[] => [...abilityGroups[group]]).sort(), [...abilityCodes].sort())
})
