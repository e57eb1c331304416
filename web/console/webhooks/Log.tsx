import { Button, SegmentedControl } from '@mantine/core'
import { IconWebhook } from '@tabler/icons-react'
import { useInfiniteQuery, useQuery, useQueryClient } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { useState } from 'react'
import { resend, resendFailed } from '../../../src/office/webhooks/contract.ts'
import { call } from '../../ui/api.ts'
import { Empty } from '../../ui/Empty.tsx'
import { ErrorBox } from '../../ui/ErrorBox.tsx'
import { timeOf } from '../../ui/formats.ts'
import { Lines } from '../../ui/Loading.tsx'
import { Mark } from '../../ui/Mark.tsx'
import { More } from '../../ui/More.tsx'
import { notice } from '../../ui/notices.tsx'
import { useNow } from '../../ui/now.ts'
import { Section } from '../../ui/Page.tsx'
import { useAct } from '../../ui/useAct.ts'
import { When } from '../../ui/values.tsx'
import { useCodeWords, useLanguage, useWords } from '../../ui/words.ts'
import { type Delivery, deliveriesQuery, deliveryQuery, type Webhook } from './queries.ts'
import { states } from './search.ts'
import { wordOfKind } from './state.ts'
import classes from './Webhooks.module.css'
import { webhooksWords } from './webhooks.words.ts'

const route = getRouteApi('/shell/webhooks/$webhookId')
const tones = { waiting: 'wait', delivered: 'good', failed: 'bad', dropped: 'bad' } as const
const keptDays = 30

/** What a receiver was told, and how that went. */
export function Log({ of }: { of: Webhook }) {
  const say = useWords(webhooksWords)
  const { state } = route.useSearch()
  const navigate = route.useNavigate()
  const client = useQueryClient()
  const now = useNow()
  const pages = useInfiniteQuery(deliveriesQuery(of.id, state))
  const { data, error, isPending, refetch } = pages
  const items = data?.pages.flatMap((page) => page.items)
  const again = useAct({
    run: () => call(resendFailed, { params: { webhook_id: of.id }, body: { since: new Date(now.getTime() - keptDays * 86_400_000).toISOString() } }),
    then: ({ waiting }) => {
      notice(say('resent_failed', { count: waiting }))
      void client.invalidateQueries({ queryKey: ['webhook', of.id] })
    },
  })
  const choose = (next: string) => {
    const chosen = states.find((each) => each === next)
    void navigate({ search: chosen ? { state: chosen } : {}, replace: true, resetScroll: false })
  }
  return (
    <Section
      title={say('log')}
      actions={
        <Button size="xs" variant="default" loading={again.isPending} onClick={() => again.mutate(undefined)}>
          {say('resend_failed')}
        </Button>
      }
    >
      <div style={{ overflowX: 'auto' }}>
        <SegmentedControl
          size="xs"
          aria-label={say('log')}
          value={state ?? ''}
          onChange={choose}
          data={[{ value: '', label: say('log_all') }, ...states.map((each) => ({ value: each, label: say(`log_${each}`) }))]}
        />
      </div>
      {isPending ? <Lines count={4} /> : null}
      {error ? <ErrorBox error={error} onRetry={refetch} /> : null}
      {items?.length === 0 ? (
        <Empty small icon={IconWebhook} title={say(state ? 'log_empty_filter' : 'log_empty')} text={state ? '' : say('log_empty_text')} />
      ) : null}
      {items && items.length > 0 ? (
        <ul className={classes.list}>
          {items.map((each) => (
            <Told key={each.id} of={each} webhook={of.id} />
          ))}
        </ul>
      ) : null}
      <More of={pages} />
    </Section>
  )
}

function Told({ of, webhook }: { of: Delivery; webhook: string }) {
  const say = useWords(webhooksWords)
  const word = useCodeWords(webhooksWords)
  const language = useLanguage()
  const client = useQueryClient()
  const [open, setOpen] = useState(false)
  const { mutate, isPending } = useAct({
    run: () => call(resend, { params: { webhook_id: webhook, delivery_id: of.id }, body: {} }),
    then: () => {
      notice(say('resent'))
      void client.invalidateQueries({ queryKey: ['webhook', webhook] })
    },
  })
  const answer = of.trouble ? word(`trouble_${of.trouble}`) : of.status === null ? say('no_answer') : undefined
  const parts = [
    answer,
    of.status === null ? undefined : say('answered', { status: of.status }),
    of.took_ms === null ? undefined : say('took', { ms: of.took_ms }),
    of.tries > 0 ? say('tries', { count: of.tries }) : undefined,
    of.next_at && of.tries > 0 ? say('next_try', { when: timeOf(new Date(of.next_at), language) }) : undefined,
  ]
  return (
    <li className={classes.row}>
      <div className={classes.text}>
        <p>
          {word(wordOfKind(of.type))}{' '}
          <span className="quiet small">
            <When at={of.happened_at} />
          </span>
        </p>
        <p className="quiet small">{parts.filter(Boolean).join(' · ')}</p>
      </div>
      <div className={classes.end}>
        <Mark tone={tones[of.state]}>{say(`log_${of.state}`)}</Mark>
        <Button size="compact-xs" variant="subtle" color="gray" aria-expanded={open} onClick={() => setOpen(!open)}>
          {say('body')}
        </Button>
        <Button size="compact-xs" variant="subtle" loading={isPending} onClick={() => mutate(undefined)}>
          {say('resend')}
        </Button>
      </div>
      {open ? <Body webhook={webhook} delivery={of.id} /> : null}
    </li>
  )
}

function Body({ webhook, delivery }: { webhook: string; delivery: string }) {
  const { data, error, refetch } = useQuery(deliveryQuery(webhook, delivery))
  if (error) return <ErrorBox error={error} onRetry={refetch} />
  return <pre className={classes.body}>{data ? `webhook-id: ${data.id}\n\n${JSON.stringify(JSON.parse(data.body), undefined, 2)}` : '…'}</pre>
}
