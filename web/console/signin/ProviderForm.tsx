import { Button, CopyButton, Modal, NativeSelect, PasswordInput, Switch, TextInput } from '@mantine/core'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import type { FormEvent } from 'react'
import { useState } from 'react'
import { addProvider, changeProvider } from '../../../src/keep/access/contract.ts'
import { call } from '../../ui/api.ts'
import { notice } from '../../ui/notices.tsx'
import { ui } from '../../ui/ui.words.ts'
import { useAct } from '../../ui/useAct.ts'
import { useTroubles } from '../../ui/useTroubles.ts'
import { useWords } from '../../ui/words.ts'
import { rolesQuery, useRoleName } from '../shell/roles.ts'
import { codeOf, type Draft, draftOf, saidBy } from './draft.ts'
import { GroupRoles } from './GroupRoles.tsx'
import { type Provider, providersQuery } from './queries.ts'
import classes from './SignIn.module.css'
import { signInWords } from './signin.words.ts'

const places = ['code', 'title', 'issuer', 'client_id', 'secret', 'domains', 'newcomers', 'groups_claim', 'group_roles'] as const

/** How a provider is set up; its answer is waited for before anything is kept. */
export function ProviderForm({ of, onClose }: { of: Provider | undefined; onClose: () => void }) {
  const say = useWords(signInWords)
  const sayUi = useWords(ui)
  const roleName = useRoleName()
  const client = useQueryClient()
  const roles = useQuery(rolesQuery).data?.items.filter((role) => !role.retired) ?? []
  const [draft, setDraft] = useState<Draft>(() => draftOf(of))
  const troubles = useTroubles(places)
  const change = (said: Partial<Draft>) => setDraft((was) => ({ ...was, ...said }))
  const code = of?.code ?? (draft.code || codeOf(draft.title))
  const { mutate, isPending } = useAct({
    run: () =>
      of
        ? call(changeProvider, { params: { provider_id: of.id }, body: { ...saidBy(draft), ...(draft.secret ? { secret: draft.secret } : {}) } })
        : call(addProvider, { body: { ...saidBy(draft), code, secret: draft.secret } }),
    told: troubles.take,
    then: ({ title }) => {
      notice(say(of ? 'changed' : 'added', { title }))
      void client.invalidateQueries({ queryKey: providersQuery.queryKey })
      void client.invalidateQueries({ queryKey: ['session', 'ways'] })
      onClose()
    },
  })
  const ready =
    draft.title.trim() !== '' && draft.issuer.trim() !== '' && draft.client_id.trim() !== '' && (of !== undefined || draft.secret !== '') && code !== ''
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (!ready) return
    troubles.clear()
    mutate(undefined)
  }
  return (
    <Modal opened onClose={onClose} title={say(of ? 'edit_title' : 'add')} size="lg" closeOnClickOutside={false}>
      <form onSubmit={submit} className={classes.form}>
        <TextInput
          data-autofocus
          label={say('name')}
          description={say('name_hint')}
          maxLength={60}
          value={draft.title}
          error={troubles.at('title')}
          onChange={(event) => change({ title: event.currentTarget.value })}
        />
        {of ? null : (
          <TextInput
            label={say('code')}
            description={say('code_hint')}
            maxLength={30}
            value={draft.code}
            placeholder={codeOf(draft.title)}
            error={troubles.at('code')}
            onChange={(event) => change({ code: codeOf(event.currentTarget.value, true) })}
          />
        )}
        <Redirect address={of?.redirect ?? `${window.location.origin}/sign-in/by/${code || '…'}`} />
        <TextInput
          label={say('issuer')}
          description={say('issuer_hint')}
          placeholder="https://login.example.com"
          value={draft.issuer}
          error={troubles.at('issuer')}
          onChange={(event) => change({ issuer: event.currentTarget.value })}
        />
        <div className={classes.pair}>
          <TextInput
            label={say('client_id')}
            autoComplete="off"
            value={draft.client_id}
            error={troubles.at('client_id')}
            onChange={(event) => change({ client_id: event.currentTarget.value })}
          />
          <PasswordInput
            label={say('secret')}
            description={of ? say('secret_stays') : undefined}
            inputWrapperOrder={['label', 'input', 'description', 'error']}
            autoComplete="off"
            visibilityToggleButtonProps={{ 'aria-label': say('secret_show') }}
            value={draft.secret}
            error={troubles.at('secret')}
            onChange={(event) => change({ secret: event.currentTarget.value })}
          />
        </div>
        <TextInput
          label={say('domains')}
          description={say('domains_hint')}
          placeholder="example.com, example.org"
          value={draft.domains}
          error={troubles.at('domains')}
          onChange={(event) => change({ domains: event.currentTarget.value })}
        />
        <NativeSelect
          label={say('newcomers')}
          description={say('newcomers_hint')}
          value={draft.newcomers}
          error={troubles.at('newcomers')}
          data={[
            { value: '', label: say('newcomers_no') },
            ...roles.filter(({ code: role }) => role !== 'admin').map(({ code: role }) => ({ value: role, label: roleName(role) })),
          ]}
          onChange={(event) => change({ newcomers: event.currentTarget.value })}
        />
        <Switch
          label={say('own_factor')}
          description={say(draft.own_factor ? 'own_factor_yes' : 'own_factor_no')}
          checked={draft.own_factor}
          onChange={(event) => change({ own_factor: event.currentTarget.checked })}
        />
        {of ? <Switch label={say('paused')} checked={draft.paused} onChange={(event) => change({ paused: event.currentTarget.checked })} /> : null}
        <GroupRoles
          draft={draft}
          roles={roles.map(({ code: role }) => role)}
          wrong={troubles.at('groups_claim') ?? troubles.at('group_roles')}
          onChange={change}
        />
        <div className={classes.buttons}>
          <Button type="button" variant="subtle" color="gray" onClick={onClose}>
            {sayUi('cancel')}
          </Button>
          <Button type="submit" loading={isPending} disabled={!ready}>
            {say(of ? 'save' : 'add_it')}
          </Button>
        </div>
      </form>
    </Modal>
  )
}

function Redirect({ address }: { address: string }) {
  const say = useWords(signInWords)
  const sayUi = useWords(ui)
  return (
    <div className={classes.redirect}>
      <p className="small">{say('redirect')}</p>
      <div className={classes.copied}>
        <code>{address}</code>
        <CopyButton value={address}>
          {({ copied, copy }) => (
            <Button type="button" size="compact-xs" variant="default" onClick={copy}>
              {sayUi(copied ? 'copied' : 'copy')}
            </Button>
          )}
        </CopyButton>
      </div>
    </div>
  )
}
