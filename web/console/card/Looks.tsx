import { Button, UnstyledButton } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { IconChevronRight } from '@tabler/icons-react'
import { useInfiniteQuery } from '@tanstack/react-query'
import type { z } from 'zod'
import type { listLooks } from '../../../src/office/console/contract.ts'
import { ErrorBox } from '../../ui/ErrorBox.tsx'
import { Lines } from '../../ui/Loading.tsx'
import { reasonWords } from '../../ui/reason.words.ts'
import { ui } from '../../ui/ui.words.ts'
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
  const sayUi = useWords(ui)
  const { data, error, isPending, hasNextPage, isFetchingNextPage, fetchNextPage, refetch } = useInfiniteQuery(looksQuery(customerId))
  if (isPending) return <Lines count={3} />
  if (error) return <ErrorBox error={error} onRetry={refetch} />
  const looks = data.pages.flatMap(({ items }) => items)
  if (looks.length === 0) return <p className="quiet small">{say('looks_empty')}</p>
  return (
    <div className={classes.stack} style={{ marginTop: 10 }}>
      <ol className={classes.looks}>
        {looks.map((look) => (
          <One key={look.receipt_id} look={look} />
        ))}
      </ol>
      {hasNextPage ? (
        <Button variant="default" size="xs" loading={isFetchingNextPage} onClick={() => void fetchNextPage()}>
          {sayUi('more')}
        </Button>
      ) : null}
    </div>
  )
}

function One({ look }: { look: Look }) {
  const say = useWords(cardWords)
  const roleName = useRoleName()
  const reason = useCodeWords(reasonWords)
  const deed = useDeed()
  const language = useLanguage()
  const refused = look.decision === 'deny'
  const who = look.actor.name ?? (look.actor.role === 'related' ? say('a_related') : say(whoIs[look.actor.kind]))
  const role =
    look.actor.kind === 'staff' ? `, ${roleName(look.actor.role)}` : look.actor.kind === 'api' && look.actor.name ? `, ${say('a_program').toLowerCase()}` : ''
  const refusal = refused ? ` · ${say('look_refused', { reason: lower(reason(look.reason ?? 'unknown')) })}` : ''
  return (
    <li data-refused={refused || undefined}>
      <div>
        {who}
        <span className="faint">
          {role}
          {look.actor.as ? ` · ${say('look_as', { name: look.actor.as })}` : ''}
        </span>
      </div>
      <div className="quiet">
        {deed(look)}
        {refusal} · {lower(pick(look.purpose.title, language)) ?? look.purpose.code} · <When at={look.at} as="both" />
      </div>
    </li>
  )
}

const whoIs = { staff: 'someone', customer: 'the_customer', api: 'a_program', service: 'the_house', ai: 'the_house' } as const

/** What was done, in a word or two. */
function useDeed(): (look: Look) => string {
  const say = useWords(cardWords)
  return ({ actor, operation, fields, activity }) => {
    if (actor.kind === 'customer') return say('op_page')
    if (activity === 'mailbox') return say(operation === 'list' ? 'op_letters' : 'op_letter')
    if (operation === 'list') return say(activity === 'search' ? 'op_search' : 'op_list')
    if (operation === 'write') return say(fields.includes('merge') ? 'op_merge' : fields.includes('unmerge') ? 'op_unmerge' : 'op_write')
    if (operation.startsWith('dpv:')) return say('op_send')
    if (fields.includes('card')) return say('op_card')
    return say(fields.includes('texts') ? 'op_texts' : 'op_read')
  }
}
