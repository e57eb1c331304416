import { Button, NativeSelect, Switch, TextInput } from '@mantine/core'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import type { z } from 'zod'
import { noticeKinds, type readChoices, writeChoices } from '../../../src/office/notices/contract.ts'
import { call } from '../../ui/api.ts'
import { ErrorBox } from '../../ui/ErrorBox.tsx'
import { Lines } from '../../ui/Loading.tsx'
import { notice } from '../../ui/notices.tsx'
import { Page, Section } from '../../ui/Page.tsx'
import { ui } from '../../ui/ui.words.ts'
import { useAct } from '../../ui/useAct.ts'
import { useTroubles } from '../../ui/useTroubles.ts'
import { useWords } from '../../ui/words.ts'
import { ownTimeZone, timeZones } from '../session/places.ts'
import classes from './Choices.module.css'
import { noticeWords } from './notices.words.ts'
import { choicesQuery } from './queries.ts'

type Wishes = z.output<typeof readChoices.output>
const mails = ['no', 'digest', 'at_once'] as const

/** What I want to be told, and when not. */
export default function ChoicesPage() {
  const say = useWords(noticeWords)
  const { data, error, isPending, refetch } = useQuery(choicesQuery)
  return (
    <Page title={say('choices')} lead={say('choices_lead')}>
      {isPending ? <Lines count={8} /> : null}
      {error ? <ErrorBox error={error} onRetry={refetch} /> : null}
      {data ? (
        <>
          <Section title={say('kinds')} lead={say('mail_lead')}>
            <Kinds wishes={data} />
          </Section>
          <Section title={say('quiet')} lead={say('quiet_lead')}>
            <Quiet wishes={data} />
          </Section>
        </>
      ) : null}
    </Page>
  )
}

function useSave() {
  const say = useWords(noticeWords)
  const client = useQueryClient()
  const troubles = useTroubles(['quiet.from', 'quiet.to', 'quiet.time_zone'])
  const save = useAct({
    run: (body: z.input<NonNullable<typeof writeChoices.body>>) => call(writeChoices, { body }),
    then: () => {
      troubles.clear()
      notice(say('saved'))
      void client.invalidateQueries({ queryKey: ['notices'] })
    },
    told: troubles.take,
  })
  return { save, troubles }
}

function Kinds({ wishes }: { wishes: Wishes }) {
  const say = useWords(noticeWords)
  const { save } = useSave()
  return (
    <ul className={classes.kinds}>
      {noticeKinds.map((kind) => {
        const choice = wishes.choices.find((c) => c.kind === kind)
        const [inApp, mail] = [choice?.in_app ?? true, choice?.mail ?? 'no']
        const set = (next: { in_app?: boolean; mail?: typeof mail }) => save.mutate({ choices: [{ kind, in_app: inApp, mail, ...next }] })
        return (
          <li key={kind}>
            <Switch
              label={say(`kind_${kind}`)}
              checked={inApp}
              disabled={save.isPending}
              onChange={({ currentTarget: { checked } }) => set({ in_app: checked })}
            />
            <NativeSelect
              size="xs"
              aria-label={say('mail_of', { kind: say(`kind_${kind}`) })}
              value={mail}
              disabled={save.isPending}
              data={mails.map((each) => ({ value: each, label: say(`mail_${each}`) }))}
              onChange={(event) => set({ mail: mails.find((each) => each === event.currentTarget.value) ?? mail })}
            />
          </li>
        )
      })}
    </ul>
  )
}

function Quiet({ wishes }: { wishes: Wishes }) {
  const say = useWords(noticeWords)
  const sayUi = useWords(ui)
  const { save, troubles } = useSave()
  const [draft, setDraft] = useState(wishes.quiet ?? { from: '21:00', to: '08:00', time_zone: ownTimeZone() })
  const [on, setOn] = useState(wishes.quiet !== null)
  return (
    <form
      className={classes.quiet}
      onSubmit={(event) => {
        event.preventDefault()
        save.mutate({ quiet: on ? draft : null })
      }}
    >
      <Switch label={say('quiet_on')} checked={on} onChange={(event) => setOn(event.currentTarget.checked)} />
      {on ? (
        <div className={classes.times}>
          <TextInput
            type="time"
            required
            label={say('quiet_from')}
            value={draft.from}
            error={troubles.at('quiet.from')}
            onChange={(event) => setDraft({ ...draft, from: event.currentTarget.value })}
          />
          <TextInput
            type="time"
            required
            label={say('quiet_to')}
            value={draft.to}
            error={troubles.at('quiet.to')}
            onChange={(event) => setDraft({ ...draft, to: event.currentTarget.value })}
          />
          <NativeSelect
            label={say('quiet_zone')}
            value={draft.time_zone}
            data={timeZones()}
            error={troubles.at('quiet.time_zone')}
            onChange={(event) => setDraft({ ...draft, time_zone: event.currentTarget.value })}
          />
        </div>
      ) : null}
      <div>
        <Button type="submit" loading={save.isPending}>
          {sayUi('save')}
        </Button>
      </div>
    </form>
  )
}
