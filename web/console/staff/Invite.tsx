import { Button, Modal, NativeSelect, TextInput } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import type { FormEvent } from 'react'
import { useState } from 'react'
import { invite } from '../../../src/keep/access/contract.ts'
import { call } from '../../ui/api.ts'
import { notice } from '../../ui/notices.tsx'
import { ui } from '../../ui/ui.words.ts'
import { useAct } from '../../ui/useAct.ts'
import { useTroubles } from '../../ui/useTroubles.ts'
import { useLanguage, useWords } from '../../ui/words.ts'
import { invitationsQuery } from './queries.ts'
import { RoleSelect } from './RoleSelect.tsx'
import classes from './Staff.module.css'
import { staffWords } from './staff.words.ts'
import { UnitsSelect } from './UnitsSelect.tsx'

const places = ['email', 'role', 'units'] as const

/** Whom to invite, as what, and in which language to write. */
export function Invite({ onClose, onLink }: { onClose: () => void; onLink: (link: string) => void }) {
  const say = useWords(staffWords)
  const sayUi = useWords(ui)
  const client = useQueryClient()
  const own = useLanguage()
  const [email, setEmail] = useState('')
  const [role, setRole] = useState('clerk')
  const [units, setUnits] = useState<readonly string[]>([])
  const [language, setLanguage] = useState<'en' | 'ru'>(own)
  const troubles = useTroubles(places)
  const { mutate, isPending } = useAct({
    run: () => call(invite, { body: { email: email.trim(), role, units: [...units], language } }),
    told: troubles.take,
    then: ({ link }) => {
      notice(say('invited', { email: email.trim() }))
      void client.invalidateQueries({ queryKey: invitationsQuery.queryKey })
      onClose()
      if (link) onLink(link)
    },
  })
  const ready = /.@./.test(email)
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (!ready) return
    troubles.clear()
    mutate(undefined)
  }
  return (
    <Modal opened onClose={onClose} title={say('invite')}>
      <form onSubmit={submit} className={classes.form}>
        <TextInput
          data-autofocus
          type="email"
          label={say('email')}
          value={email}
          autoComplete="off"
          error={troubles.at('email')}
          onChange={(event) => setEmail(event.currentTarget.value)}
        />
        <RoleSelect value={role} error={troubles.at('role')} onChange={setRole} />
        <UnitsSelect value={units} error={troubles.at('units')} onChange={setUnits} />
        <NativeSelect
          label={say('invite_language')}
          value={language}
          data={[
            { value: 'en', label: 'English' },
            { value: 'ru', label: 'Русский' },
          ]}
          onChange={(event) => setLanguage(event.currentTarget.value === 'ru' ? 'ru' : 'en')}
        />
        <div className={classes.buttons}>
          <Button type="button" variant="subtle" color="gray" onClick={onClose}>
            {sayUi('cancel')}
          </Button>
          <Button type="submit" loading={isPending} disabled={!ready}>
            {say('invite_send')}
          </Button>
        </div>
      </form>
    </Modal>
  )
}
