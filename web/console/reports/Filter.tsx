import { Button } from '@mantine/core'
import { useDebouncedCallback } from '@mantine/hooks'
import { useEffect } from 'react'
import type { Question } from '../../../src/office/reports/shapes.ts'
import { useWords } from '../../ui/words.ts'
import { ForPurpose } from '../audiences/building/offered.ts'
import { RuleBuilder } from '../audiences/building/RuleBuilder.tsx'
import { useRule } from '../audiences/building/useRule.ts'
import classes from './Reports.module.css'
import { reportsWords } from './reports.words.ts'

type Rule = NonNullable<Question['filter']>
type FilterProps = { filter: Rule | undefined; onChange: (filter: Rule | undefined) => void }
const everybody: Rule = { all: [], any: [], none: [] }
/** Each change asks the report anew. */
const waitMs = 600

/** Of whom a report tells: any rule, built as audiences are. */
export default function Filter({ filter, onChange }: FilterProps) {
  return (
    <ForPurpose value="analysis">
      <Built filter={filter} onChange={onChange} />
    </ForPurpose>
  )
}

const saysNothing = ({ all, any, none }: Rule) => all.length + any.length + none.length === 0

function Built({ filter, onChange }: FilterProps) {
  const say = useWords(reportsWords)
  const editing = useRule(filter ?? everybody)
  const said = JSON.stringify(editing.compiled.rule)
  const put = useDebouncedCallback(onChange, waitMs)
  useEffect(() => {
    if (said !== JSON.stringify(filter ?? everybody)) put(saysNothing(editing.compiled.rule) ? undefined : editing.compiled.rule)
  }, [said])
  return (
    <div className={classes.filter}>
      <RuleBuilder editing={editing} wrong={undefined} />
      {filter ? (
        <Button size="compact-sm" variant="subtle" color="gray" onClick={() => editing.put(everybody)}>
          {say('filter_none')}
        </Button>
      ) : null}
    </div>
  )
}
