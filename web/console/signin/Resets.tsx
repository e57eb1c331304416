import { Button, Menu, Modal } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { resetFactors, sendReset } from '../../../src/keep/access/contract.ts'
import { call } from '../../ui/api.ts'
import { notice } from '../../ui/notices.tsx'
import { SecretOnce } from '../../ui/SecretOnce.tsx'
import { ui } from '../../ui/ui.words.ts'
import { useAct } from '../../ui/useAct.ts'
import { useWords } from '../../ui/words.ts'
import { sessionsKey } from './queries.ts'
import classes from './SignIn.module.css'
import { signInWords } from './signin.words.ts'

/** What an administrator does for a colleague who cannot come in: a link for a new password, a lost second step. */
export function Resets({ id, name }: { id: string; name: string }) {
  const say = useWords(signInWords)
  const sayUi = useWords(ui)
  const client = useQueryClient()
  const [link, setLink] = useState<string>()
  const [asking, on] = useDisclosure(false)
  const password = useAct({
    run: () => call(sendReset, { params: { staff_id: id }, body: {} }),
    then: (sent) => (sent.link ? setLink(sent.link) : notice(say('reset_password_sent', { name }))),
  })
  const factor = useAct({
    run: () => call(resetFactors, { params: { staff_id: id } }),
    then: () => {
      notice(say('reset_factor_done', { name }))
      void client.invalidateQueries({ queryKey: ['staff'] })
      void client.invalidateQueries({ queryKey: sessionsKey })
      on.close()
    },
  })
  return (
    <>
      <Menu position="bottom-end">
        <Menu.Target>
          <Button size="compact-xs" variant="subtle" color="gray" loading={password.isPending} aria-label={`${say('resets')}: ${name}`}>
            {say('resets')}
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item onClick={() => password.mutate(undefined)}>{say('reset_password')}</Menu.Item>
          <Menu.Item onClick={on.open}>{say('reset_factor')}</Menu.Item>
        </Menu.Dropdown>
      </Menu>
      {link ? (
        <SecretOnce
          title={say('reset_link')}
          lead={say('reset_link_text', { name })}
          secret={link}
          done={say('reset_link_done')}
          onClose={() => setLink(undefined)}
        />
      ) : null}
      <Modal opened={asking} onClose={on.close} title={say('reset_factor_title')}>
        <div className={classes.form}>
          <p>{say('reset_factor_text', { name })}</p>
          <div className={classes.buttons}>
            <Button variant="subtle" color="gray" onClick={on.close}>
              {sayUi('cancel')}
            </Button>
            <Button color="red" loading={factor.isPending} onClick={() => factor.mutate(undefined)}>
              {say('reset_factor_yes')}
            </Button>
          </div>
        </div>
      </Modal>
    </>
  )
}
