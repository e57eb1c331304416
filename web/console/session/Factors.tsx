import { Button, PasswordInput } from '@mantine/core'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import type { FormEvent } from 'react'
import { useState } from 'react'
import { changePassword, endDevice, listDevices, makeRecovery, readFactors, removePasskey } from '../../../src/keep/access/contract.ts'
import { call } from '../../ui/api.ts'
import { ago } from '../../ui/formats.ts'
import { notice } from '../../ui/notices.tsx'
import { useNow } from '../../ui/now.ts'
import { Section } from '../../ui/Page.tsx'
import { Sure } from '../../ui/Sure.tsx'
import { useAct } from '../../ui/useAct.ts'
import { useTroubles } from '../../ui/useTroubles.ts'
import { useLanguage, useWords } from '../../ui/words.ts'
import classes from './Door.module.css'
import { useDevice } from './device.ts'
import { sessionWords } from './session.words.ts'

const factorsKey = ['session', 'factors'] as const
const devicesKey = ['session', 'devices'] as const

/** My passkeys, recovery codes, password and devices. */
export default function Factors() {
  const { data } = useQuery({ queryKey: factorsKey, queryFn: ({ signal }) => call(readFactors, { signal }) })
  return (
    <>
      {data?.passkeys.length ? <Passkeys of={data.passkeys} /> : null}
      {data?.codes ? <Recovery left={data.recovery_left} /> : null}
      <Password />
      <Devices />
    </>
  )
}

function Passkeys({ of }: { of: readonly { id: string; title: string; used_at: string | null }[] }) {
  const say = useWords(sessionWords)
  const client = useQueryClient()
  const language = useLanguage()
  const now = useNow()
  const { mutate, isPending } = useAct({
    run: (id: string) => call(removePasskey, { params: { passkey_id: id } }),
    then: () => {
      notice(say('passkey_removed'))
      void client.invalidateQueries({ queryKey: factorsKey })
    },
  })
  return (
    <ul className={classes.rows}>
      {of.map((one) => (
        <li key={one.id}>
          <span>
            {one.title} {one.used_at ? <span className="quiet small">{say('seen', { ago: ago(new Date(one.used_at), now, language) })}</span> : null}
          </span>
          <Sure label={say('passkey_remove')} question={say('passkey_remove_sure', { title: one.title })} loading={isPending} onYes={() => mutate(one.id)} />
        </li>
      ))}
    </ul>
  )
}

function Recovery({ left }: { left: number }) {
  const say = useWords(sessionWords)
  const client = useQueryClient()
  const { mutate, data, isPending } = useAct({
    run: () => call(makeRecovery, { body: {} }),
    then: () => void client.invalidateQueries({ queryKey: factorsKey }),
  })
  return (
    <Section title={say('recovery')} lead={say('recovery_text')} actions={<span className="quiet small">{say('recovery_left', { count: left })}</span>}>
      {data ? (
        <>
          <p>{say('recovery_once')}</p>
          <code className={classes.secret} style={{ whiteSpace: 'pre-line' }}>
            {data.codes.join('\n')}
          </code>
        </>
      ) : null}
      <div>
        <Button variant="default" loading={isPending} onClick={() => mutate(undefined)}>
          {say('recovery_make')}
        </Button>
      </div>
    </Section>
  )
}

const places = ['password', 'next'] as const

function Password() {
  const say = useWords(sessionWords)
  const [password, setPassword] = useState('')
  const [next, setNext] = useState('')
  const troubles = useTroubles(places)
  const { mutate, isPending } = useAct({
    run: () => call(changePassword, { body: { password, next } }),
    told: troubles.take,
    then: () => {
      notice(say('password_saved'))
      setPassword('')
      setNext('')
    },
  })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    troubles.clear()
    mutate(undefined)
  }
  return (
    <Section title={say('change_password')} lead={say('change_password_text')}>
      <form className={classes.form} style={{ maxWidth: 400 }} onSubmit={submit}>
        <PasswordInput
          visibilityToggleButtonProps={{ 'aria-label': say('show_password') }}
          label={say('old_password')}
          autoComplete="current-password"
          value={password}
          error={troubles.at('password')}
          onChange={(event) => setPassword(event.currentTarget.value)}
        />
        <PasswordInput
          visibilityToggleButtonProps={{ 'aria-label': say('show_password') }}
          label={say('next_password')}
          description={say('password_hint')}
          autoComplete="new-password"
          value={next}
          error={troubles.at('next')}
          onChange={(event) => setNext(event.currentTarget.value)}
        />
        <div>
          <Button type="submit" variant="default" loading={isPending} disabled={password === '' || next.length < 10}>
            {say('password_save')}
          </Button>
        </div>
      </form>
    </Section>
  )
}

function Devices() {
  const say = useWords(sessionWords)
  const language = useLanguage()
  const now = useNow()
  const client = useQueryClient()
  const deviceIn = useDevice()
  const { data } = useQuery({ queryKey: devicesKey, queryFn: ({ signal }) => call(listDevices, { signal }) })
  const { mutate, isPending } = useAct({
    run: async (ids: readonly string[]) => {
      for (const id of ids) await call(endDevice, { params: { session_id: id } })
    },
    then: () => {
      notice(say('device_ended'))
      void client.invalidateQueries({ queryKey: devicesKey })
    },
  })
  const others = (data?.staff ?? []).flatMap(({ id, current }) => (current ? [] : [id]))
  return (
    <Section
      title={say('devices')}
      actions={
        others.length > 1 ? <Sure label={say('devices_end')} question={say('devices_end_sure')} loading={isPending} onYes={() => mutate(others)} /> : null
      }
    >
      <ul className={classes.rows}>
        {data?.staff.map((one) => (
          <li key={one.id}>
            <span>
              {deviceIn(one.device)}{' '}
              <span className="quiet small">{one.current ? say('devices_here') : say('seen', { ago: ago(new Date(one.seen_at), now, language) })}</span>
            </span>
            {one.current ? null : (
              <Sure
                label={say('device_end')}
                question={say('device_end_sure', { device: deviceIn(one.device) })}
                loading={isPending}
                onYes={() => mutate([one.id])}
              />
            )}
          </li>
        ))}
      </ul>
    </Section>
  )
}
