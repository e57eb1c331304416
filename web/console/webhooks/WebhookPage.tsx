import { Button } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useNavigate, useParams } from '@tanstack/react-router'
import { useState } from 'react'
import { changeWebhook, removeWebhook, rotateSecret, tryWebhook } from '../../../src/office/webhooks/contract.ts'
import { call } from '../../ui/api.ts'
import { ErrorBox } from '../../ui/ErrorBox.tsx'
import { dayOf, timeOf } from '../../ui/formats.ts'
import { PageLoading } from '../../ui/Loading.tsx'
import { Mark } from '../../ui/Mark.tsx'
import { notice, trouble } from '../../ui/notices.tsx'
import { useNow } from '../../ui/now.ts'
import { Page } from '../../ui/Page.tsx'
import { SecretOnce } from '../../ui/SecretOnce.tsx'
import { Sure } from '../../ui/Sure.tsx'
import { useAct } from '../../ui/useAct.ts'
import { useCodeWords, useLanguage, useWords } from '../../ui/words.ts'
import { Log } from './Log.tsx'
import { type Webhook, webhookQuery, webhooksQuery } from './queries.ts'
import { stateOf } from './state.ts'
import { WebhookForm } from './WebhookForm.tsx'
import classes from './Webhooks.module.css'
import { webhooksWords } from './webhooks.words.ts'

/** One webhook: how its receiver fares, what it was told, and what can be done about it. */
export default function WebhookPage() {
  const { webhookId } = useParams({ from: '/shell/webhooks/$webhookId' })
  const { data, error, refetch } = useQuery(webhookQuery(webhookId))
  const [changing, on] = useDisclosure(false)
  const say = useWords(webhooksWords)
  if (error && !data) return <ErrorBox error={error} onRetry={refetch} />
  if (!data) return <PageLoading />
  const { word, tone } = stateOf(data)
  const lead = (
    <>
      {data.url} <Mark tone={tone}>{say(word)}</Mark>
    </>
  )
  return (
    <Page title={data.title} lead={lead} actions={<Deeds of={data} onChange={on.open} />}>
      <Trouble of={data} />
      <Log of={data} />
      {changing ? <WebhookForm of={data} onClose={on.close} /> : null}
    </Page>
  )
}

function Trouble({ of }: { of: Webhook }) {
  const say = useWords(webhooksWords)
  const language = useLanguage()
  const now = useNow()
  const moment = (at: string) => `${dayOf(new Date(at), now, language)}, ${timeOf(new Date(at), language)}`
  const since = of.failing_since ? moment(of.failing_since) : ''
  const soon = of.held_until === null || new Date(of.held_until) <= now
  const failing = soon ? say('failing_soon', { since }) : say('failing', { since, next: moment(of.held_until ?? '') })
  const parts = [
    ...(of.off_because ? [say(`off_${of.off_because}`)] : of.state === 'on' && of.failing_since ? [failing] : []),
    ...(of.old_secret_until && new Date(of.old_secret_until) > now ? [say('both_sign', { until: moment(of.old_secret_until) })] : []),
  ]
  return parts.length === 0 ? null : (
    <p role="status" className={classes.trouble}>
      {parts.join(' ')}
    </p>
  )
}

function Deeds({ of, onChange }: { of: Webhook; onChange: () => void }) {
  const say = useWords(webhooksWords)
  const why = useCodeWords(webhooksWords)
  const client = useQueryClient()
  const navigate = useNavigate()
  const [secret, setSecret] = useState<string>()
  const params = { webhook_id: of.id }
  const fresh = () => void Promise.all([webhookQuery(of.id).queryKey, webhooksQuery.queryKey].map((queryKey) => client.invalidateQueries({ queryKey })))
  const turn = useAct({
    run: () => call(changeWebhook, { params, body: { state: of.state === 'on' ? 'paused' : 'on', version: of.version } }),
    then: fresh,
  })
  const test = useAct({
    run: () => call(tryWebhook, { params, body: {} }),
    then: ({ delivered, status, trouble: code, took_ms }) => {
      if (delivered) notice(say('tried_good', { status: status ?? '', ms: took_ms }))
      else trouble(say('tried_bad', { why: [why(`trouble_${code}`), status ? say('answered', { status }) : ''].filter(Boolean).join(', ') }))
    },
  })
  const rotate = useAct({
    run: () => call(rotateSecret, { params, body: { overlap_hours: 24 } }),
    then: (rotated) => {
      fresh()
      setSecret(rotated.secret)
    },
  })
  const remove = useAct({
    run: () => call(removeWebhook, { params }),
    then: () => {
      notice(say('removed'))
      void client.invalidateQueries({ queryKey: webhooksQuery.queryKey })
      void navigate({ to: '/webhooks' })
    },
  })
  const turnWord = of.state === 'on' ? 'pause' : of.state === 'paused' ? 'go_on' : 'turn_on'
  return (
    <div className={classes.end}>
      <Sure label={say('remove')} question={say('remove_sure', { name: of.title })} loading={remove.isPending} onYes={() => remove.mutate(undefined)} />
      <Sure label={say('rotate')} question={say('rotate_sure')} loading={rotate.isPending} onYes={() => rotate.mutate(undefined)} />
      <Button size="xs" variant="default" loading={test.isPending} onClick={() => test.mutate(undefined)}>
        {say('try')}
      </Button>
      <Button size="xs" variant="default" loading={turn.isPending} onClick={() => turn.mutate(undefined)}>
        {say(turnWord)}
      </Button>
      <Button size="xs" onClick={onChange}>
        {say('edit')}
      </Button>
      {secret === undefined ? null : (
        <SecretOnce
          title={say('secret_title', { name: of.title })}
          lead={say('secret_once')}
          secret={secret}
          done={say('secret_copied')}
          onClose={() => setSecret(undefined)}
        />
      )}
    </div>
  )
}
