import { Button, CopyButton, Modal } from '@mantine/core'
import { IconMailPlus } from '@tabler/icons-react'
import { useInfiniteQuery, useQueryClient } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { useState } from 'react'
import { inviteAgain, revokeInvitation } from '../../../src/keep/access/contract.ts'
import { call } from '../../ui/api.ts'
import { ErrorBox } from '../../ui/ErrorBox.tsx'
import { dayOf } from '../../ui/formats.ts'
import { Mark } from '../../ui/Mark.tsx'
import { More } from '../../ui/More.tsx'
import { notice } from '../../ui/notices.tsx'
import { useNow } from '../../ui/now.ts'
import { Section } from '../../ui/Page.tsx'
import { Sure } from '../../ui/Sure.tsx'
import { ui } from '../../ui/ui.words.ts'
import { useAct } from '../../ui/useAct.ts'
import { useLanguage, useWords } from '../../ui/words.ts'
import { useRoleName } from '../shell/roles.ts'
import { Invite } from './Invite.tsx'
import { type Invitation, invitationsQuery } from './queries.ts'
import classes from './Staff.module.css'
import { staffWords } from './staff.words.ts'

const route = getRouteApi('/shell/staff')

/** Open invitations, and a way to send one. */
export function Invitations() {
  const say = useWords(staffWords)
  const inviting = route.useSearch().do === 'invite'
  const navigate = route.useNavigate()
  const [link, setLink] = useState<string>()
  const pages = useInfiniteQuery(invitationsQuery)
  const { data, error, refetch } = pages
  const open = data?.pages.flatMap(({ items }) => items) ?? []
  return (
    <Section
      title={say('invitations')}
      lead={say('invitations_lead')}
      actions={
        <Button size="xs" leftSection={<IconMailPlus size={15} stroke={1.6} />} onClick={() => void navigate({ search: { do: 'invite' } })}>
          {say('invite')}
        </Button>
      }
    >
      {error ? <ErrorBox error={error} onRetry={refetch} /> : null}
      {open.length > 0 ? (
        <ul className={classes.list}>
          {open.map((one) => (
            <One key={one.id} of={one} onLink={setLink} />
          ))}
        </ul>
      ) : null}
      <More of={pages} />
      {inviting ? <Invite onClose={() => void navigate({ search: {}, replace: true })} onLink={setLink} /> : null}
      {link ? <Link link={link} onClose={() => setLink(undefined)} /> : null}
    </Section>
  )
}

function One({ of, onLink }: { of: Invitation; onLink: (link: string) => void }) {
  const say = useWords(staffWords)
  const roleName = useRoleName()
  const language = useLanguage()
  const now = useNow()
  const client = useQueryClient()
  const again = () => void client.invalidateQueries({ queryKey: invitationsQuery.queryKey })
  const params = { invitation_id: of.id }
  const send = useAct({
    run: () => call(inviteAgain, { params, body: {} }),
    then: ({ link }) => {
      notice(say('invited', { email: of.email }))
      if (link) onLink(link)
      again()
    },
  })
  const revoke = useAct({
    run: () => call(revokeInvitation, { params }),
    then: () => {
      notice(say('invite_revoked'))
      again()
    },
  })
  return (
    <li className={classes.row} data-invitation>
      <div className={classes.text}>
        <p>{of.email}</p>
        {of.invited_by ? <p className="quiet small">{say('invite_by', { name: of.invited_by })}</p> : null}
      </div>
      <span className={classes.role}>{roleName(of.role)}</span>
      <Mark>{of.expired ? say('invite_expired') : say('invite_until', { day: dayOf(new Date(of.expires_at), now, language) })}</Mark>
      <div className={classes.end}>
        <Button size="compact-xs" variant="subtle" color="gray" loading={send.isPending} onClick={() => send.mutate(undefined)}>
          {say('invite_again')}
        </Button>
        <Sure
          label={say('invite_revoke')}
          question={say('invite_revoke_sure', { email: of.email })}
          loading={revoke.isPending}
          onYes={() => revoke.mutate(undefined)}
        />
      </div>
    </li>
  )
}

/** Shown once, where no letter would arrive. */
function Link({ link, onClose }: { link: string; onClose: () => void }) {
  const say = useWords(staffWords)
  const sayUi = useWords(ui)
  return (
    <Modal opened onClose={onClose} title={say('invite_link')} closeOnClickOutside={false}>
      <div className={classes.form}>
        <p>{say('invite_link_text')}</p>
        <code className={classes.secret}>{link}</code>
        <div className={classes.buttons}>
          <CopyButton value={link}>
            {({ copied, copy }) => (
              <Button variant="default" onClick={copy}>
                {sayUi(copied ? 'copied' : 'copy')}
              </Button>
            )}
          </CopyButton>
          <Button onClick={onClose}>{say('key_copied')}</Button>
        </div>
      </div>
    </Modal>
  )
}
