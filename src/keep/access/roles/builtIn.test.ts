import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type Ability, abilities, abilityCodes } from '../../../platform/http/index.ts'
import { builtInRoles } from './builtIn.ts'

// Who has what, read by a person: whoever widens a built-in role changes this list too.
const meant: { [ability in Ability]: string } = {
  'customers.see': 'admin privacy marketer clerk',
  'customers.add': 'admin privacy marketer clerk',
  'customers.change': 'admin privacy marketer clerk',
  'addresses.change': 'admin privacy clerk',
  'customers.tag': 'admin privacy marketer clerk',
  'customers.join': 'admin privacy clerk',
  'customers.erase': 'admin privacy',
  'rights.work': 'admin privacy',
  'consents.enter': 'admin privacy clerk',
  'work.see': 'admin privacy marketer clerk analyst',
  'reports.see': 'admin privacy marketer analyst',
  'analysis.sql': 'admin analyst',
  'work.do': 'admin privacy marketer clerk',
  'leads.work': 'admin privacy marketer clerk',
  'needs.answer': 'admin privacy marketer clerk',
  'sales.record': 'admin clerk',
  'forms.keep': 'admin privacy marketer',
  'campaigns.run': 'admin marketer',
  'imports.run': 'admin marketer',
  'exports.run': 'admin privacy marketer',
  'registers.keep': 'admin privacy',
  'mailbox.read': 'admin',
  'budgets.approve': 'admin privacy',
  'staff.manage': 'admin',
  'roles.manage': 'admin',
  'units.manage': 'admin',
  'staff.preview': 'admin',
  'keys.manage': 'admin',
  'webhooks.manage': 'admin',
  'desk.see': 'admin privacy',
  'audit.read': 'admin privacy',
  'health.read': 'admin',
}

test('the built-in roles may what was meant, and nothing more', () => {
  const roles = Object.entries(builtInRoles)
  for (const ability of abilityCodes) {
    const able = roles.filter(([, rights]) => rights.abilities.some((one) => one === ability)).map(([role]) => role)
    assert.equal(able.join(' '), meant[ability], ability)
  }
})

test('an analyst sees no name, and nobody changes what they do not see', () => {
  assert.deepEqual([...builtInRoles.analyst.sees, ...builtInRoles.analyst.changes], [])
  for (const [role, { sees, changes }] of Object.entries(builtInRoles))
    for (const category of changes)
      assert.ok(
        sees.some((seen) => seen === category),
        `${role} ${category}`,
      )
})

test('what each lets one do is said in a sentence, in both languages', () => {
  for (const [code, said] of Object.entries(abilities)) {
    assert.match(said.en, /^[A-Z].+\.$/, code)
    assert.match(said.ru, /^[А-ЯЁ].+\.$/, code)
  }
})
