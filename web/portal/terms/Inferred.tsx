import { Button } from '@mantine/core'
import { callInferredWrong } from '../../../src/office/portal/contract.ts'
import { call } from '../../ui/api.ts'
import { channelWords } from '../../ui/channel.words.ts'
import { dayOf } from '../../ui/formats.ts'
import { inferredWords } from '../../ui/inferred.words.ts'
import { useNow } from '../../ui/now.ts'
import { useTimes } from '../../ui/times.tsx'
import { useCodeWords, useLanguage, useWords } from '../../ui/words.ts'
import type { Terms } from '../page/queries.ts'
import { useByMessage } from '../session/session.ts'
import { Part } from '../shell/Leaf.tsx'
import classes from './Terms.module.css'
import { useTermsAct } from './useTerms.ts'

/** What shows in what they do and was never said: in plain words with its evidence, and a button that ends its effect. */
export function Inferred({ terms }: { terms: Terms }) {
  const say = useWords(inferredWords)
  if (terms.inferred.length === 0) return null
  return (
    <Part title={say('my_title')} lead={say('my_lead')}>
      <ul className={classes.list}>
        {terms.inferred.map((one) => (
          <One key={`${one.kind} ${one.channel}`} of={one} />
        ))}
      </ul>
    </Part>
  )
}

function One({ of }: { of: Terms['inferred'][number] }) {
  const say = useWords(inferredWords)
  const channel = useCodeWords(channelWords)
  const times = useTimes()
  const language = useLanguage()
  const now = useNow()
  const byMessage = useByMessage()
  const wrong = useTermsAct(() => call(callInferredWrong, { body: { kind: of.kind, channel: of.channel } }), say('noted'))
  const day = (at: string) => dayOf(new Date(at), now, language)
  const told =
    of.kind === 'channel' ? say('my_channel', { channel: channel(of.channel ?? ''), of: of.of }) : say('my_hours', { of: of.of, times: times(of.open ?? []) })
  return (
    <li className={classes.question}>
      <span>
        {told}
        <span className="faint small">
          {' '}
          {of.wrong_at
            ? say('wrong_since', { day: day(of.wrong_at) })
            : say('span', { from: day(of.from), to: day(of.to), at: day(of.at), until: day(of.valid_until) })}
        </span>
      </span>
      {of.wrong_at ? null : (
        <Button size="compact-md" variant="default" disabled={byMessage} loading={wrong.isPending} onClick={() => wrong.mutate(undefined)}>
          {say('wrong')}
        </Button>
      )}
    </li>
  )
}
