import { NativeSelect } from '@mantine/core'
import type { Condition } from '../../../src/office/lists/shapes.ts'
import { useCodeWords, useWords } from '../../ui/words.ts'
import type { ListColumn } from '../list/queries.ts'
import { whyBroken, withOperator } from './conditions.ts'
import classes from './Filters.module.css'
import { filtersWords } from './filters.words.ts'
import { ValueInput } from './ValueInput.tsx'

type EditorProps = { condition: Condition; known: ReadonlyMap<string, ListColumn>; inside?: boolean; onChange: (condition: Condition) => void }

/** Comparison and value of one condition; one that means nothing any more says why. */
export function ConditionEditor({ condition, known, inside = false, onChange }: EditorProps) {
  const say = useWords(filtersWords)
  const word = useCodeWords(filtersWords)
  const column = known.get(condition.column)
  const broken = whyBroken(condition, known)
  if (!column || broken === 'gone') return <p className={classes.broken}>{say('broken_gone')}</p>
  // One value is a list of one, so "equals" is offered only where it was chosen before.
  const offered = column.filter.filter((is) => is !== 'equals' || !column.filter.includes('one_of') || condition.is === 'equals')
  return (
    <>
      <NativeSelect
        size="xs"
        aria-label={say('operator')}
        value={condition.is}
        data={[
          ...(broken === 'operator' ? [{ value: condition.is, label: word(`op_${condition.is}`) }] : []),
          ...offered.map((is) => ({ value: is, label: word(`op_${is}`) })),
        ]}
        onChange={(event) => {
          const is = offered.find((each) => each === event.currentTarget.value)
          if (is) onChange(withOperator(condition, column, is))
        }}
      />
      {broken === 'operator' ? (
        <p className={classes.broken}>{say('broken_operator')}</p>
      ) : (
        <ValueInput
          column={column}
          condition={condition}
          inside={inside}
          onChange={(value) => onChange({ column: condition.column, is: condition.is, ...(value === undefined ? {} : { value }) })}
        />
      )}
    </>
  )
}
