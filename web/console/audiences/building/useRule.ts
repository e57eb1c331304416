import { useEffect, useState } from 'react'
import type { Condition, Rule } from '../../../../src/office/audiences/rule.ts'
import { type Box, begin, type Compiled, draftOfRule, type History, redo, ruleOf, step, undo } from './draft.ts'
import { columnsOf, useOffered } from './offered.ts'
import { whole } from './whole.ts'

export type Editing = {
  root: Box
  history: History
  /** What the boxes say by now, without what is still lacking something. */
  compiled: Compiled
  whole(condition: Condition): Condition | undefined
  /** `id`: of the condition that is being typed in, so that typing is one step back. */
  change(root: Box, id?: number): void
  undo(): void
  redo(): void
  /** Another rule in its place; it can be undone. */
  put(rule: Rule): void
}

/** A rule while it is built; it begins with `rule`, and begins anew when that is another one from elsewhere. */
export function useRule(rule: Rule): Editing {
  const columns = columnsOf(useOffered())
  const asked = JSON.stringify(rule)
  const [history, setHistory] = useState(() => begin(draftOfRule(rule)))
  const of = (condition: Condition) => whole(condition, columns)
  const compiled = ruleOf(history.now, of)
  const said = JSON.stringify(compiled.rule)
  const [told, setTold] = useState(asked)
  useEffect(() => {
    if (asked === told) return
    setTold(asked)
    if (asked !== said) setHistory((old) => step(old, draftOfRule(rule), performance.now()))
  }, [asked])
  return {
    root: history.now,
    history,
    compiled,
    whole: of,
    change: (root, id) => setHistory((old) => step(old, root, performance.now(), id)),
    undo: () => setHistory(undo),
    redo: () => setHistory(redo),
    put: (next) => setHistory((old) => step(old, draftOfRule(next), performance.now())),
  }
}
