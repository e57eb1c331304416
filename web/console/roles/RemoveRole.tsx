import { Button, Modal, NativeSelect } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { retireRole } from '../../../src/keep/access/contract.ts'
import { call } from '../../ui/api.ts'
import { notice } from '../../ui/notices.tsx'
import { ui } from '../../ui/ui.words.ts'
import { useAct } from '../../ui/useAct.ts'
import { useWords } from '../../ui/words.ts'
import { useRoleName } from '../shell/roles.ts'
import { type Role, rolesQuery } from './queries.ts'
import classes from './Roles.module.css'
import { rolesWords } from './roles.words.ts'

/** Takes a role out of use; whoever has it gets another in the same moment. */
export function RemoveRole({ role, roles, onClose }: { role: Role; roles: readonly Role[]; onClose: () => void }) {
  const say = useWords(rolesWords)
  const sayUi = useWords(ui)
  const nameOf = useRoleName()
  const client = useQueryClient()
  const others = roles.filter(({ code }) => code !== role.code)
  const [to, setTo] = useState('')
  const held = role.holders > 0
  const { mutate, isPending } = useAct({
    run: () => call(retireRole, { params: { role: role.code }, body: held ? { to } : {} }),
    then: () => {
      notice(say('retired', { name: nameOf(role.code) }))
      for (const key of [rolesQuery.queryKey, ['staff'], ['purposes']]) void client.invalidateQueries({ queryKey: key })
      onClose()
    },
  })
  return (
    <Modal opened onClose={onClose} title={say('retire_title', { name: nameOf(role.code) })}>
      <form
        className={classes.form}
        onSubmit={(event) => {
          event.preventDefault()
          if (!held || to !== '') mutate(undefined)
        }}
      >
        <p>{say('retire_sure')}</p>
        {held ? (
          <NativeSelect
            data-autofocus
            label={say('retire_to', { count: role.holders })}
            value={to}
            data={[{ value: '', label: say('retire_choose') }, ...others.map(({ code }) => ({ value: code, label: nameOf(code) }))]}
            onChange={(event) => setTo(event.currentTarget.value)}
          />
        ) : null}
        <div className={classes.buttons}>
          <Button type="button" variant="subtle" color="gray" onClick={onClose}>
            {sayUi('cancel')}
          </Button>
          <Button type="submit" color="red" loading={isPending} disabled={held && to === ''}>
            {say('retire')}
          </Button>
        </div>
      </form>
    </Modal>
  )
}
