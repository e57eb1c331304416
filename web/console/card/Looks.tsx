import { UnstyledButton } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { IconChevronRight } from '@tabler/icons-react'
import { useInfiniteQuery } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import type { z } from 'zod'
import type { listLooks } from '../../../src/office/console/contract.ts'
import { channelWords } from '../../ui/channel.words.ts'
import { DeedFilter } from '../../ui/DeedFilter.tsx'
import { deedFilterWords, lookWords } from '../../ui/deed.words.ts'
import { asksNothing, type DeedAsk } from '../../ui/deedAsk.ts'
import { ErrorBox } from '../../ui/ErrorBox.tsx'
import { Lines } from '../../ui/Loading.tsx'
import { More } from '../../ui/More.tsx'
import { reasonWords } from '../../ui/reason.words.ts'
import { When } from '../../ui/values.tsx'
import { lower, pick, useCodeWords, useLanguage, useWords } from '../../ui/words.ts'
import { useRoleName } from '../shell/roles.ts'
import classes from './Card.module.css'
import { cardWords } from './card.words.ts'
import { looksQuery } from './queries.ts'

type Look = z.output<typeof listLooks.output>['items'][number]

/** Who looked at this customer and for what; asked for only when somebody wants to know. */
export function Looks({ customerId }: { customerId: string }) {
  const say = useWords(cardWords)
  const [open, { toggle }] = useDisclosure(false)
  return (
    <section aria-label={say('looks')}>
      <UnstyledButton className={classes.disclosure} aria-expanded={open} onClick={toggle}>
        <IconChevronRight size={15} aria-hidden="true" /> {say('looks')}
      </UnstyledButton>
      {open ? <List customerId={customerId} /> : null}
    </section>
  )
}

function List({ customerId }: { customerId: string }) {
  const say = useWords(cardWords)
  const sayFilter = useWords(deedFilterWords)
  const language = useLanguage()
  const [ask, setAsk] = useState<DeedAsk>({})
  const looks = useInfiniteQuery(looksQuery(customerId, ask))
  const { data, error, isPending, hasNextPage, isFetchingNextPage, fetchNextPage, refetch } = looks
  const lines = data?.pages.flatMap(({ items }) => items) ?? []
  // A call looks at so many records and no more: where none of them was asked for, the next ones are looked at by themselves.
  const lookOn = data !== undefined && lines.length === 0 && hasNextPage && !isFetchingNextPage && !error
  useEffect(() => {
    if (lookOn) void fetchNextPage()
  }, [lookOn, fetchNextPage])
  return (
    <div className={classes.stack} style={{ marginTop: 10 }}>
      <DeedFilter ask={ask} onAsk={setAsk} purposes={new Map(lines.map(({ purpose }) => [purpose.code, pick(purpose.title, language) ?? purpose.code]))} />
      {isPending || (lines.length === 0 && hasNextPage) ? <Lines count={3} /> : null}
      {error ? <ErrorBox error={error} onRetry={refetch} /> : null}
      {data && lines.length === 0 && !hasNextPage ? <p className="quiet small">{asksNothing(ask) ? say('looks_empty') : sayFilter('none_text')}</p> : null}
      {lines.length > 0 ? (
        <ol className={classes.looks}>
          {lines.map((look) => (
            <One key={`${look.receipt_id} ${look.at}`} look={look} />
          ))}
        </ol>
      ) : null}
      {lines.length > 0 ? <More of={looks} /> : null}
    </div>
  )
}

function One({ look }: { look: Look }) {
  const say = useWords(cardWords)
  const sayFilter = useWords(deedFilterWords)
  const roleName = useRoleName()
  const reason = useCodeWords(reasonWords)
  const deed = useDeed()
  const language = useLanguage()
  const refused = look.decision !== 'allow'
  const named = (['case', 'campaign'] as const).find((each) => each === look.activity?.type)
  const unit = pick(look.actor.unit, language)
  const said = look.decision === 'later' ? 'look_later' : look.decision === 'ask' ? 'look_ask' : 'look_refused'
  const who =
    look.actor.name ?? (look.actor.role === 'related' ? say('a_related') : look.actor.role === 'guardian' ? say('a_guardian') : say(whoIs[look.actor.kind]))
  const role =
    look.actor.kind === 'staff' ? `, ${roleName(look.actor.role)}` : look.actor.kind === 'api' && look.actor.name ? `, ${say('a_program').toLowerCase()}` : ''
  const refusal = refused ? ` · ${say(said, { reason: lower(reason(look.reason ?? 'unknown')) })}` : ''
  return (
    <li data-refused={refused || undefined}>
      <div>
        {who}
        <span className="faint">
          {role}
          {unit ? ` · ${unit}` : ''}
          {look.actor.as ? ` · ${say('look_as', { name: look.actor.as })}` : ''}
        </span>
      </div>
      <div className="quiet">
        {deed(look)}
        {refusal} · {lower(pick(look.purpose.title, language)) ?? look.purpose.code}
        {named && look.activity?.title ? ` · ${say(`look_for_${named}`, { title: look.activity.title })}` : ''} ·{' '}
        {look.times > 1 ? (
          <>
            <When at={look.first_at} as="both" />–<When at={look.at} as="time" /> · {sayFilter('times', { count: look.times })}
          </>
        ) : (
          <When at={look.at} as="both" />
        )}
      </div>
    </li>
  )
}

const whoIs = { staff: 'someone', customer: 'the_customer', api: 'a_program', service: 'the_house', ai: 'the_house' } as const

/** What was done, in a word or two; what the customer did themselves is told as theirs. */
function useDeed(): (look: Look) => string {
  const say = useWords(lookWords)
  const channel = useCodeWords(channelWords)
  return (look) => {
    const { deed } = look
    const own = look.actor.kind === 'customer' && look.actor.role !== 'related' && look.actor.role !== 'guardian'
    if (deed === 'send') return say(own ? 'own_send' : 'op_send', { channel: lower(channel(look.channel ?? '')) })
    if (own && (deed === 'texts' || deed === 'write' || deed === 'terms' || deed === 'consent' || deed === 'need')) return say(`own_${deed}`)
    return say(own && deed !== 'page' ? 'own_read' : `op_${deed}`)
  }
}
