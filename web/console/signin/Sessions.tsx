import { NativeSelect } from '@mantine/core'
import { useInfiniteQuery, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { endStaffSession, endStaffSessions } from '../../../src/keep/access/contract.ts'
import { call } from '../../ui/api.ts'
import { ErrorBox } from '../../ui/ErrorBox.tsx'
import { ago } from '../../ui/formats.ts'
import { Lines } from '../../ui/Loading.tsx'
import { Mark } from '../../ui/Mark.tsx'
import { MayButton } from '../../ui/MayButton.tsx'
import { More } from '../../ui/More.tsx'
import { notice } from '../../ui/notices.tsx'
import { useNow } from '../../ui/now.ts'
import { Section } from '../../ui/Page.tsx'
import { Face } from '../../ui/Person.tsx'
import { Sure } from '../../ui/Sure.tsx'
import { useAct } from '../../ui/useAct.ts'
import { useHasWord, useLanguage, useWords } from '../../ui/words.ts'
import { useDevice } from '../session/device.ts'
import { useMe } from '../session/session.ts'
import { allStaffQuery, type StaffSession, sessionsKey, sessionsQuery } from './queries.ts'
import classes from './SignIn.module.css'
import { signInWords } from './signin.words.ts'

/** Where everybody of the staff is signed in now. */
export function Sessions() {
  const say = useWords(signInWords)
  const me = useMe()
  const client = useQueryClient()
  const [whose, setWhose] = useState('')
  const pages = useInfiniteQuery(sessionsQuery(whose))
  const people = useQuery(allStaffQuery).data?.items.filter((one) => one.status === 'active') ?? []
  const { data, error, isPending, refetch } = pages
  const sessions = data?.pages.flatMap(({ items }) => items)
  const name = people.find((one) => one.id === whose)?.name ?? ''
  const all = useAct({
    run: () => call(endStaffSessions, { params: { staff_id: whose } }),
    then: ({ ended }) => {
      notice(say('ended_all', { name, count: ended }))
      void client.invalidateQueries({ queryKey: sessionsKey })
    },
  })
  const toolbar = (
    <>
      {whose !== '' && whose !== me.id && sessions?.[0]?.may_end ? (
        <Sure label={say('end_all')} question={say('end_all_sure', { name })} loading={all.isPending} onYes={() => all.mutate(undefined)} />
      ) : null}
      <NativeSelect
        size="xs"
        aria-label={say('whose')}
        value={whose}
        data={[{ value: '', label: say('everybody') }, ...people.map((one) => ({ value: one.id, label: one.name }))]}
        onChange={(event) => setWhose(event.currentTarget.value)}
      />
    </>
  )
  return (
    <Section title={say('sessions')} lead={say('sessions_lead')} actions={toolbar}>
      {isPending ? <Lines count={3} /> : null}
      {error ? <ErrorBox error={error} onRetry={refetch} /> : null}
      {sessions?.length === 0 ? <p className="quiet">{say('sessions_none')}</p> : null}
      {sessions && sessions.length > 0 ? (
        <ul className={classes.list}>
          {sessions.map((one) => (
            <One key={one.id} of={one} />
          ))}
        </ul>
      ) : null}
      <More of={pages} />
    </Section>
  )
}

function One({ of }: { of: StaffSession }) {
  const say = useWords(signInWords)
  const has = useHasWord(signInWords)
  const deviceIn = useDevice()
  const language = useLanguage()
  const now = useNow()
  const client = useQueryClient()
  const { mutate, isPending } = useAct({
    run: () => call(endStaffSession, { params: { session_id: of.id } }),
    then: () => {
      notice(say('ended', { name: of.staff.name }))
      void client.invalidateQueries({ queryKey: sessionsKey })
    },
  })
  const way = of.way === null ? undefined : has(`way_${of.way}`)
  const device = deviceIn(of.device)
  const parts = [device, way, say('since', { ago: ago(new Date(of.made_at), now, language) })]
  return (
    <li className={classes.row}>
      <Face who={{ kind: 'person', name: { full: of.staff.name, short: of.staff.name } }} size={32} />
      <div className={classes.text}>
        <p className={classes.name}>
          {of.staff.name}
          {of.current ? (
            <Mark tone="good">{say('here')}</Mark>
          ) : (
            <span className="quiet small">{say('seen', { ago: ago(new Date(of.seen_at), now, language) })}</span>
          )}
        </p>
        <p className="quiet small">{parts.filter(Boolean).join(' · ')}</p>
      </div>
      <div className={classes.acts}>
        {of.current ? null : !of.may_end ? (
          <MayButton may={false} why={say('may_more')} size="compact-xs" variant="subtle" color="gray" onClick={() => {}}>
            {say('end')}
          </MayButton>
        ) : (
          <Sure label={say('end')} question={say('end_sure', { name: of.staff.name, device })} loading={isPending} onYes={() => mutate(undefined)} />
        )}
      </div>
    </li>
  )
}
