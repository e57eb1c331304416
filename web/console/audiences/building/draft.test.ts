import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { type Condition, type Group, isGroup, type Part, rule } from '../../../../src/office/audiences/rule.ts'
import {
  add,
  begin,
  boxOf,
  conditionsIn,
  depthOf,
  draftOf,
  draftOfRule,
  duplicate,
  isBox,
  leafOf,
  move,
  type Node,
  redo,
  replace,
  ruleOf,
  step,
  undo,
  whatStandsAt,
  wrap,
} from './draft.ts'
import { whole } from './whole.ts'

const asIs = (condition: Condition) => condition
const codes = ['a', 'b', 'c', 'd', 'e']
const condition = (code: string): Condition => ({ language: [code] })
const leaf = fc.constantFrom(...codes).map(condition)

/** Groups in groups, none of them empty. */
const group: fc.Arbitrary<Group> = fc.letrec<{ part: Part; group: Group }>((tie) => ({
  part: fc.oneof({ maxDepth: 3, depthSize: 'small' }, leaf, tie('group')),
  group: fc
    .record(
      {
        all: fc.array(tie('part'), { minLength: 1, maxLength: 3 }),
        any: fc.array(tie('part'), { minLength: 1, maxLength: 3 }),
        none: fc.array(tie('part'), { minLength: 1, maxLength: 3 }),
      },
      { requiredKeys: [], noNullPrototype: true },
    )
    .filter((said) => Object.keys(said).length > 0),
})).group

/** What a rule says of somebody of whom these hold. */
function holds(part: Part, known: ReadonlySet<string>): boolean {
  if (!isGroup(part)) return 'language' in part && part.language.every((code) => known.has(code))
  const { all = [], any = [], none = [] } = part
  const of = (one: Part) => holds(one, known)
  return all.every(of) && (any.length === 0 || any.some(of)) && !none.some(of)
}

test('a rule that goes through the builder comes back as it was', () => {
  fc.assert(
    fc.property(group, (said) => assert.deepEqual(ruleOf(draftOf(said), asIs).rule, { all: [], any: [], none: [], ...said })),
    { numRuns: 400 },
  )
})

test('whom a rule leaves out goes through the builder, and stays when its boxes change', () => {
  const said = rule.parse({ all: [{ role: ['lead'] }], none: [{ language: ['ru'] }], leave_out: ['contradictory'] })
  const root = draftOfRule(said)
  assert.deepEqual(ruleOf(root, asIs).rule, said)
  assert.deepEqual(ruleOf(add(root, root.id, leafOf(condition('a'))), asIs).rule.leave_out, ['contradictory'])
  assert.equal(ruleOf(draftOfRule(rule.parse({})), asIs).rule.leave_out, undefined)
})

test('whatever is moved about and doubled, the rule means what the boxes say', () => {
  fc.assert(
    fc.property(
      group,
      fc.subarray(codes),
      fc.array(fc.tuple(fc.nat(), fc.constantFrom('up', 'down', 'double', 'wrap')), { maxLength: 6 }),
      (said, known, deeds) => {
        const root = deeds.reduce((box, [n, deed]) => {
          const ids = idsIn(box).slice(1)
          const id = ids[n % Math.max(1, ids.length)] ?? 0
          if (deed === 'double') return duplicate(box, id)
          return deed === 'wrap' ? wrap(box, id) : (move(box, id, deed === 'up' ? -1 : 1) ?? box)
        }, draftOf(said))
        assert.equal(holds(ruleOf(root, asIs).rule, new Set(known)), saidBy(root, new Set(known)) ?? true)
      },
    ),
    { numRuns: 400 },
  )
})

const idsIn = (node: Node): number[] => [node.id, ...(isBox(node) ? node.of.flatMap(idsIn) : [])]

/** What the boxes say, as one reads them; a box with nothing in it says nothing. */
function saidBy(node: Node, known: ReadonlySet<string>): boolean | undefined {
  if (!isBox(node)) return holds(node.condition, known)
  const inside = node.of.map((each) => saidBy(each, known)).filter((each) => each !== undefined)
  if (inside.length === 0) return undefined
  if (node.join === 'any') return inside.includes(true)
  return node.join === 'all' ? !inside.includes(false) : !inside.includes(true)
}

test('each place of a rule is known by what stands there, and what is inside it too', () => {
  fc.assert(
    fc.property(group, (said) => {
      const root = draftOf(said)
      const { rule: made, places } = ruleOf(root, asIs)
      const at = new Map<number, Condition>()
      const walk = (node: Node): void => (isBox(node) ? node.of.forEach(walk) : void at.set(node.id, node.condition))
      walk(root)
      const follow = (of: Group, place: string): void => {
        for (const join of ['all', 'any', 'none'] as const)
          (of[join] ?? []).forEach((part, i) => {
            const here = `${place}.${join}[${i}]`
            if (isGroup(part)) follow(part, here)
            else assert.deepEqual(at.get(whatStandsAt(places, `${here}.event.where[0].one_of`) ?? 0), part)
          })
      }
      follow(made, 'rule')
    }),
  )
  assert.equal(whatStandsAt(new Map([['rule.all[1]', 7]]), 'rule.all[11]'), undefined, 'one place is not the beginning of another')
  assert.equal(whatStandsAt(new Map(), 'purpose'), undefined)
})

const flat = (node: Node): string[] =>
  isBox(node) ? node.of.flatMap((each) => (isBox(each) ? ['(', ...flat(each), ')'] : flat(each))) : 'language' in node.condition ? node.condition.language : []

test('a part goes up and down through everything, into groups and out of them, and nothing is lost on the way', () => {
  const b = leafOf(condition('b'))
  const root = boxOf('all', [leafOf(condition('a')), boxOf('any', [leafOf(condition('c'))]), b])
  const ways = [flat(root).join('')]
  let now = root
  for (let next = move(now, b.id, -1); next; next = move(now, b.id, -1)) {
    now = next
    ways.push(flat(now).join(''))
  }
  assert.deepEqual(ways, ['a(c)b', 'a(cb)', 'a(bc)', 'ab(c)', 'ba(c)'])
  for (let next = move(now, b.id, 1); next; next = move(now, b.id, 1)) now = next
  assert.equal(flat(now).join(''), 'a(c)b')
  assert.equal(move(root, 0, 1), undefined)
  fc.assert(
    fc.property(group, fc.nat(), fc.constantFrom(-1 as const, 1 as const), (said, n, by) => {
      const box = draftOf(said)
      const ids = idsIn(box)
      const moved = move(box, ids[n % ids.length] ?? 0, by)
      if (!moved) return
      assert.equal(conditionsIn(moved), conditionsIn(box))
      assert.ok(depthOf(moved) <= depthOf(box), 'no box goes into a box')
    }),
  )
})

test('parts are added, doubled, put into a group and taken away, and each step can be undone', () => {
  const root = boxOf('all', [])
  const a = leafOf(condition('a'))
  const one = add(root, root.id, a)
  const two = duplicate(one, a.id)
  assert.equal(flat(two).join(''), 'aa')
  assert.equal(new Set(two.of.map(({ id }) => id)).size, 2)
  assert.equal(flat(wrap(two, a.id)).join(''), '(a)a')
  assert.deepEqual(
    ruleOf(
      replace(one, a.id, () => []),
      asIs,
    ).rule,
    rule.parse({}),
  )
  const steps = [one, two].reduce((history, next) => step(history, next, 0), begin(root))
  assert.equal(undo(steps).now, one)
  assert.equal(undo(undo(undo(steps))).now, root, 'before the first there is nothing')
  assert.equal(redo(undo(steps)).now, two)
  const typed = step(step(begin(one), two, 0, a.id), root, 100, a.id)
  assert.equal(undo(typed).now, one, 'what is typed at one go is one step')
  assert.equal(undo(step(step(begin(one), two, 0, a.id), root, 9_000, a.id)).now, two)
})

test('what lacks something is not asked, and what was begun and left empty is not said', () => {
  const known = new Map()
  const lacking: Condition[] = [
    { value_class: [] },
    { language: [] },
    { role: [] },
    { audience: '' },
    { reach: { purpose: 'marketing', channel: '', topic: null } },
    { trait: { trait: 'pace', is: 'one_of', value: [] } },
    { spent: { currency: 'RUB' } },
    { last_purchase: {} },
    { about: { fact: 'country', is: 'one_of', value: [] } },
    { event: { kind: 'visit', at_least: 1, sum: { attribute: 'cups' } } },
    { sequence: [{ bought: {} }, { event: { kind: '' } }] },
  ]
  for (const each of lacking) assert.equal(whole(each, known), undefined, JSON.stringify(each))
  assert.deepEqual(whole({ bought: { at_least: 1, sku: [], category: ['Tea'], within_days: undefined } }, known), {
    bought: { at_least: 1, category: ['Tea'] },
  })
  assert.deepEqual(whole({ event: { kind: 'visit', at_least: 1, channel: [], where: [{ attribute: 'tea', one_of: [] }] } }, known), {
    event: { kind: 'visit', at_least: 1 },
  })
  assert.deepEqual(whole({ sequence: [{ bought: { sku: [] } }, { not: { bought: { sku: ['B'] } }, within_days: 30 }] }, known), {
    sequence: [{ bought: {} }, { not: { bought: { sku: ['B'] } }, within_days: 30 }],
  })
  const gone: Condition = { own: { field: 'x_gone', is: 'true' } }
  assert.deepEqual(whole(gone, known), gone, 'the server says what is wrong with a field that is gone')
})
