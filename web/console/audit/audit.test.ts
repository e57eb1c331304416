import assert from 'node:assert/strict'
import { test } from 'node:test'
import { actGroups, everyAct } from '../../../src/keep/access/shapes.ts'
import { auditWords } from './audit.words.ts'

test('every act has its sentence and every group its name, in both languages', () => {
  const wanted = [...everyAct.map((act) => `did_${act.replace('.', '_')}`), ...actGroups.map((group) => `group_${group}`)]
  for (const words of [auditWords.en, auditWords.ru])
    assert.deepEqual(
      wanted.filter((key) => !(key in words)),
      [],
    )
})
