import { Button } from '@mantine/core'
import { IconEye } from '@tabler/icons-react'
import { useWords } from '../../ui/words.ts'
import { useMe } from '../session/session.ts'
import classes from './Seeing.module.css'
import { seeingWords } from './seeing.words.ts'
import { useStopSeeing } from './useSeeing.ts'

/** Says through whose eyes the page is looked at, and lets one leave. */
export function SeeingBar() {
  const say = useWords(seeingWords)
  const me = useMe()
  const { mutate, isPending } = useStopSeeing()
  if (me.seenBy === null) return null
  return (
    <section className={classes.bar} aria-label={say('see_as_short')}>
      <IconEye size={18} stroke={1.6} aria-hidden="true" className={classes.eye} />
      <p className={classes.who} role="status">
        {me.name && me.canAnything ? say('as', { name: me.name }) : say('as_gone')}
      </p>
      <p className={classes.how}>{say('how')}</p>
      <Button size="compact-sm" variant="white" color="dark" loading={isPending} onClick={() => mutate(undefined)}>
        {say('leave')}
      </Button>
    </section>
  )
}
