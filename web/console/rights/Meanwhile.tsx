import { Button } from '@mantine/core'
import { ToCopy } from '../../ui/ToCopy.tsx'
import { When } from '../../ui/values.tsx'
import { useWords } from '../../ui/words.ts'
import type { CaseView } from './queries.ts'
import classes from './Rights.module.css'
import { rightsWords } from './rights.words.ts'
import type { Unsent } from './useUnsent.ts'
import { useWho } from './useWho.ts'

type MeanwhileProps = { one: CaseView; unsent: Unsent /** What ended the form they were typed in. */; by: CaseView['events'][number]['what'] }

/** Somebody else was first: by whom and when, and the words that were typed here, to be taken elsewhere, until their writer puts them away. */
export function Meanwhile({ one, unsent, by }: MeanwhileProps) {
  const say = useWords(rightsWords)
  const who = useWho()
  const event = one.events.findLast(({ what }) => what === by)
  if (unsent.going || unsent.words.trim() === '' || !event) return null
  return (
    <section className={classes.meanwhile} aria-label={say('meanwhile')} role="status">
      <p>
        <strong>{say(`meanwhile_${event.what}`)}</strong> <span data-own-words>{who(event.by)}</span> · <When at={event.at} as="both" />
      </p>
      <p>{say('meanwhile_kept')}</p>
      <ToCopy what={say('meanwhile_words')} text={unsent.words} />
      <div>
        <Button size="xs" variant="subtle" color="gray" onClick={unsent.away}>
          {say('meanwhile_away')}
        </Button>
      </div>
    </section>
  )
}
