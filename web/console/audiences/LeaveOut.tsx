import { Switch } from '@mantine/core'
import { doubts } from '../../../src/office/audiences/rule.ts'
import { useWords } from '../../ui/words.ts'
import classes from './Audiences.module.css'
import { audiencesWords } from './audiences.words.ts'
import type { Editing } from './building/useRule.ts'

/** Whether those are left out of whom the rule knows too little, or what cannot be so. */
export function LeaveOut({ editing: { root, change } }: { editing: Editing }) {
  const say = useWords(audiencesWords)
  const left = root.leave ?? []
  return (
    <section className={classes.card} aria-label={say('leave_out')}>
      <h2>{say('leave_out')}</h2>
      {doubts.map((doubt) => (
        <Switch
          key={doubt}
          label={say(`leave_${doubt}`)}
          checked={left.includes(doubt)}
          onChange={({ currentTarget: { checked } }) => {
            const { leave: _, ...rest } = root
            const leave = doubts.filter((one) => (one === doubt ? checked : left.includes(one)))
            change(leave.length > 0 ? { ...rest, leave } : rest)
          }}
        />
      ))}
    </section>
  )
}
