import { type Condition, type Doubt, type Group, isGroup, type Part, type Rule } from '../../../../src/office/audiences/rule.ts'

// A rule while it is built: boxes in boxes, each joined one way, so that whatever stands on the screen is a box or a condition. A condition may still lack
// something; then it is seen here and not asked. Everything has a number of its own, by which it is moved, taken away and told what is wrong with it.

export type Join = 'all' | 'any' | 'none'
export type Leaf = { id: number; condition: Condition }
/** `beside`: what a group says besides what all of it must be, and no group of its own. */
export type Box = {
  id: number
  join: Join
  of: readonly Node[]
  beside?: true /** Of the whole: of whom too little is known is left out. */
  leave?: readonly Doubt[]
}
export type Node = Leaf | Box

/** What the server allows; the screen stops before. */
export const limits = { depth: 5, conditions: 60, inGroup: 20 } as const

let last = 0
const newId = (): number => ++last

export const isBox = (node: Node): node is Box => 'join' in node
export const leafOf = (condition: Condition): Leaf => ({ id: newId(), condition })
export const boxOf = (join: Join, of: readonly Node[]): Box => ({ id: newId(), join, of })

const joins = ['all', 'any', 'none'] as const

/** A whole rule as boxes. */
export function draftOfRule({ leave_out, ...group }: Rule): Box {
  return { ...draftOf(group), ...(leave_out && leave_out.length > 0 && { leave: leave_out }) }
}

/** A rule as boxes. A group that says several things is a box of all of them. */
export function draftOf(group: Group): Box {
  const said = joins.filter((join) => (group[join] ?? []).length > 0)
  const inside = (join: Join) => (group[join] ?? []).map(nodeOf)
  const [only] = said
  if (only !== undefined && said.length === 1) return boxOf(only, inside(only))
  const apart = (['any', 'none'] as const).filter((join) => said.includes(join))
  return boxOf('all', [...inside('all'), ...apart.map((join) => ({ ...boxOf(join, inside(join)), beside: true as const }))])
}

const nodeOf = (part: Part): Node => (isGroup(part) ? draftOf(part) : leafOf(part))

export type Compiled = { rule: Rule /** What stands at a place of the rule (`rule.all[1]`), by its number here. */; places: ReadonlyMap<string, number> }

/** The rule that the boxes say; `whole` gives a condition as it can be asked, or undefined while something is lacking. Boxes with nothing in them say nothing. */
export function ruleOf(root: Box, whole: (condition: Condition) => Condition | undefined): Compiled {
  const places = new Map<string, number>()
  const kept = pruned(root, whole)
  const group = kept && isBox(kept) ? groupOf(kept, 'rule', places) : {}
  return {
    rule: { all: group.all ?? [], any: group.any ?? [], none: group.none ?? [], ...(root.leave && root.leave.length > 0 && { leave_out: [...root.leave] }) },
    places,
  }
}

function pruned(node: Node, whole: (condition: Condition) => Condition | undefined): Node | undefined {
  if (!isBox(node)) {
    const condition = whole(node.condition)
    return condition && { id: node.id, condition }
  }
  const of = node.of.flatMap((each) => pruned(each, whole) ?? [])
  return of.length > 0 ? { ...node, of } : undefined
}

/** A box of all takes into its own group what was said beside it: so a saved rule comes back as it was. */
function groupOf(box: Box, place: string, places: Map<string, number>): Group {
  const put = (join: Join, of: readonly Node[]): Part[] =>
    of.map((node, i) => {
      const at = `${place}.${join}[${i}]`
      places.set(at, node.id)
      return isBox(node) ? groupOf(node, at, places) : node.condition
    })
  if (box.join !== 'all') return { [box.join]: put(box.join, box.of) }
  const lifted = (['any', 'none'] as const).flatMap((join) => {
    const found = box.of.find((node) => isBox(node) && node.beside && node.join === join)
    return found && isBox(found) ? [found] : []
  })
  const rest = box.of.filter((node) => !lifted.some(({ id }) => id === node.id))
  const group: Group = rest.length > 0 ? { all: put('all', rest) } : {}
  for (const inner of lifted) {
    places.set(`${place}.${inner.join}`, inner.id)
    group[inner.join] = put(inner.join, inner.of)
  }
  return group
}

/** What stands at a place, or nearest around it. */
export function whatStandsAt(places: ReadonlyMap<string, number>, place: string): number | undefined {
  for (let at = place; at; at = at.replace(/(\.\w+|\[\d+\])$/, '')) {
    const found = places.get(at)
    if (found !== undefined) return found
    if (!/(\.\w+|\[\d+\])$/.test(at)) return undefined
  }
  return undefined
}

/** Puts something else, or nothing, or several things, where one stands. */
export function replace(root: Box, id: number, by: (node: Node) => readonly Node[]): Box {
  return { ...root, of: root.of.flatMap((node) => (node.id === id ? by(node) : isBox(node) ? [replace(node, id, by)] : [node])) }
}

export function changeBox(root: Box, id: number, change: (box: Box) => Box): Box {
  return root.id === id ? change(root) : replace(root, id, (node) => [isBox(node) ? change(node) : node])
}

export const add = (root: Box, box: number, node: Node): Box => changeBox(root, box, (found) => ({ ...found, of: [...found.of, node] }))

/** The same once more, right behind it. */
export const duplicate = (root: Box, id: number): Box => replace(root, id, (node) => [node, copyOf(node)])

const copyOf = (node: Node): Node => (isBox(node) ? boxOf(node.join, node.of.map(copyOf)) : leafOf(node.condition))

/** Puts something into a box of its own. */
export const wrap = (root: Box, id: number): Box => replace(root, id, (node) => [boxOf('any', [node])])

/** One step up or down: over its neighbour, into the box beside it, or out of its own. Undefined: there is no way further. */
export function move(root: Box, id: number, by: -1 | 1): Box | undefined {
  const at = root.of.findIndex((node) => node.id === id)
  const moved = root.of[at]
  if (moved === undefined) {
    for (const inner of root.of) {
      if (!isBox(inner)) continue
      const place = inner.of.findIndex((node) => node.id === id)
      const node = inner.of[place]
      if (node !== undefined && (by < 0 ? place === 0 : place === inner.of.length - 1)) {
        const left = { ...inner, of: inner.of.filter((each) => each.id !== id) }
        return { ...root, of: root.of.flatMap((each) => (each.id !== inner.id ? [each] : by < 0 ? [node, left] : [left, node])) }
      }
      const next = move(inner, id, by)
      if (next) return { ...root, of: root.of.map((each) => (each.id === inner.id ? next : each)) }
    }
    return undefined
  }
  const beside = root.of[at + by]
  if (beside === undefined) return undefined
  const others = root.of.filter((node) => node.id !== id)
  if (isBox(beside) && !isBox(moved) && beside.of.length < limits.inGroup) {
    const into = { ...beside, of: by < 0 ? [...beside.of, moved] : [moved, ...beside.of] }
    return { ...root, of: others.map((node) => (node.id === beside.id ? into : node)) }
  }
  return { ...root, of: others.toSpliced(at + by, 0, moved) }
}

export const conditionsIn = (node: Node): number => (isBox(node) ? node.of.reduce((n, each) => n + conditionsIn(each), 0) : 1)

/** How many boxes stand in one another. */
export const depthOf = (node: Node): number => (isBox(node) ? 1 + Math.max(0, ...node.of.map(depthOf)) : 0)

/** What was there before, to go back to. */
export type History = {
  now: Box
  past: readonly Box[]
  future: readonly Box[] /** What was changed last, and when: typing is one step. */
  typed: { id: number; at: number } | undefined
}

const oneStepMs = 1_500
const mostSteps = 100

export const begin = (now: Box): History => ({ now, past: [], future: [], typed: undefined })

/** `id`: of the condition that is being typed in. */
export function step({ now, past, typed }: History, next: Box, at: number, id?: number): History {
  const same = id !== undefined && typed?.id === id && at - typed.at < oneStepMs
  return { now: next, past: same ? past : [...past, now].slice(-mostSteps), future: [], typed: id === undefined ? undefined : { id, at } }
}

export function undo(history: History): History {
  const before = history.past.at(-1)
  return before ? { now: before, past: history.past.slice(0, -1), future: [history.now, ...history.future], typed: undefined } : history
}

export function redo(history: History): History {
  const [next, ...future] = history.future
  return next ? { now: next, past: [...history.past, history.now], future, typed: undefined } : history
}
