import { Button, Modal, PasswordInput, TextInput } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import type { FormEvent } from 'react'
import { useState } from 'react'
import { addStaff } from '../../../src/keep/access/contract.ts'
import { call } from '../../ui/api.ts'
import { notice } from '../../ui/notices.tsx'
import { ui } from '../../ui/ui.words.ts'
import { useAct } from '../../ui/useAct.ts'
import { useLanguage, useWords } from '../../ui/words.ts'
import { staffQuery } from './queries.ts'
import { RoleSelect } from './RoleSelect.tsx'
import classes from './Staff.module.css'
import { staffWords } from './staff.words.ts'

/** A colleague: name, address, role and a first password. */
export function AddPerson({ onClose }: { onClose: () => void }) {
  const say = useWords(staffWords)
  const sayUi = useWords(ui)
  const language = useLanguage()
  const client = useQueryClient()
  const [name, setName] = useState('')
  const [email, setEmail] = useState('')
  const [password, setPassword] = useState('')
  const [role, setRole] = useState('clerk')
  const { mutate, isPending } = useAct({
    run: () => call(addStaff, { body: { name, email: email.trim(), password, role, language } }),
    then: () => {
      notice(say('added', { name }))
      void client.invalidateQueries({ queryKey: staffQuery.queryKey })
      onClose()
    },
  })
  const ready = name.trim() !== '' && /.@./.test(email) && password.length >= 10
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (ready) mutate(undefined)
  }
  return (
    <Modal opened onClose={onClose} title={say('add_person')}>
      <form onSubmit={submit} className={classes.form}>
        <TextInput data-autofocus label={say('name')} value={name} autoComplete="off" onChange={(event) => setName(event.currentTarget.value)} />
        <TextInput type="email" label={say('email')} value={email} autoComplete="off" onChange={(event) => setEmail(event.currentTarget.value)} />
        <RoleSelect value={role} onChange={setRole} />
        <PasswordInput
          label={say('first_password')}
          description={say('first_password_hint')}
          value={password}
          autoComplete="new-password"
          onChange={(event) => setPassword(event.currentTarget.value)}
        />
        <div className={classes.buttons}>
          <Button type="button" variant="subtle" color="gray" onClick={onClose}>
            {sayUi('cancel')}
          </Button>
          <Button type="submit" loading={isPending} disabled={!ready}>
            {say('add')}
          </Button>
        </div>
      </form>
    </Modal>
  )
}
