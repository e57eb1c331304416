import { useState } from 'react'
import { channelWords } from '../../ui/channel.words.ts'
import { dayOf } from '../../ui/formats.ts'
import { inferredWords } from '../../ui/inferred.words.ts'
import { MayButton } from '../../ui/MayButton.tsx'
import { useNow } from '../../ui/now.ts'
import { Section } from '../../ui/Page.tsx'
import { useTimes } from '../../ui/times.tsx'
import { useCodeWords, useLanguage, useWords } from '../../ui/words.ts'
import { useMe } from '../session/session.ts'
import classes from './Consents.module.css'
import { consentsWords } from './consents.words.ts'
import { EnterForm, type Fixed } from './EnterForm.tsx'
import type { Terms } from './queries.ts'

/** What shows in what they do and was never said, with its evidence; where they say it is wrong, a colleague enters that. */
export function Inferred({ customerId, terms }: { customerId: string; terms: Terms }) {
  const say = useWords(inferredWords)
  const sayTerms = useWords(consentsWords)
  const channel = useCodeWords(channelWords)
  const times = useTimes()
  const language = useLanguage()
  const now = useNow()
  const may = useMe().can('consents.enter')
  const [saying, setSaying] = useState<Fixed>()
  if (terms.inferred.length === 0) return null
  const day = (at: string) => dayOf(new Date(at), now, language)
  return (
    <Section title={say('title')}>
      <ul className={classes.list}>
        {terms.inferred.map((one) => {
          const told =
            one.kind === 'channel'
              ? say('channel', { channel: channel(one.channel ?? ''), of: one.of })
              : say('hours', { times: times(one.open ?? []), hits: one.hits, of: one.of })
          return (
            <li key={`${one.kind} ${one.channel}`}>
              <div className={classes.row}>
                <span className={classes.what}>{told}</span>
                <span className={classes.state}>
                  {one.wrong_at
                    ? say('wrong_since', { day: day(one.wrong_at) })
                    : say('span', { from: day(one.from), to: day(one.to), at: day(one.at), until: day(one.valid_until) })}
                </span>
                {one.wrong_at ? null : (
                  <MayButton
                    may={may}
                    why={sayTerms('only')}
                    size="compact-xs"
                    variant="subtle"
                    color="gray"
                    aria-label={`${say('wrong')}: ${told}`}
                    onClick={() => setSaying({ said: { wrong: { kind: one.kind, channel: one.channel } }, title: say('wrong') })}
                  >
                    {say('wrong')}
                  </MayButton>
                )}
              </div>
            </li>
          )
        })}
      </ul>
      {saying ? <EnterForm customerId={customerId} terms={terms} fixed={saying} onClose={() => setSaying(undefined)} /> : null}
    </Section>
  )
}
