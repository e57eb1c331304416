import { Checkbox, Switch } from '@mantine/core'
import { IconPlus } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { ErrorBox } from '../../ui/ErrorBox.tsx'
import { Lines } from '../../ui/Loading.tsx'
import { MayButton } from '../../ui/MayButton.tsx'
import { Page, Section } from '../../ui/Page.tsx'
import { useWords } from '../../ui/words.ts'
import { useMe } from '../session/session.ts'
import { useRoleName } from '../shell/roles.ts'
import { type Draft, draftOf } from './draft.ts'
import { History } from './History.tsx'
import { Matrix } from './Matrix.tsx'
import { type Role, rolesQuery } from './queries.ts'
import { RemoveRole } from './RemoveRole.tsx'
import { RoleForm } from './RoleForm.tsx'
import { RoleRow } from './RoleRow.tsx'
import classes from './Roles.module.css'
import { rolesWords } from './roles.words.ts'

type Asked = { what: 'history' | 'remove'; role: Role }

/** The roles with who has them, and beside each other: what each may do, sees, and acts for. */
export default function RolesPage() {
  const say = useWords(rolesWords)
  const name = useRoleName()
  const may = useMe().can('roles.manage')
  const { data, error, isPending, refetch } = useQuery(rolesQuery)
  const [draft, setDraft] = useState<Draft>()
  const [asked, setAsked] = useState<Asked>()
  const roles = (data?.items ?? []).filter((role) => !role.retired)
  const copy = (role: Role) =>
    setDraft(
      draftOf(role, {
        en: say('copy_of', { name: role.title?.['en'] ?? name(role.code) }),
        ru: say('copy_of', { name: role.title?.['ru'] ?? name(role.code) }),
      }),
    )
  return (
    <Page
      title={say('title')}
      lead={say('lead')}
      width="wide"
      actions={
        <MayButton may={may} why={say('only')} leftSection={<IconPlus size={16} stroke={1.6} />} onClick={() => setDraft(draftOf(undefined))}>
          {say('add')}
        </MayButton>
      }
    >
      {isPending ? <Lines count={6} /> : null}
      {error ? <ErrorBox error={error} onRetry={refetch} /> : null}
      {roles.length > 0 ? (
        <>
          <ul className={classes.list}>
            {roles.map((role) => (
              <RoleRow
                key={role.code}
                role={role}
                onCopy={() => copy(role)}
                onEdit={() => setDraft(draftOf(role))}
                onHistory={() => setAsked({ what: 'history', role })}
                onRemove={() => setAsked({ what: 'remove', role })}
              />
            ))}
          </ul>
          <Compared roles={roles} />
        </>
      ) : null}
      {draft ? <RoleForm key={draft.code} start={draft} onClose={() => setDraft(undefined)} /> : null}
      {asked?.what === 'history' ? <History role={asked.role} onClose={() => setAsked(undefined)} /> : null}
      {asked?.what === 'remove' ? <RemoveRole role={asked.role} roles={roles} onClose={() => setAsked(undefined)} /> : null}
    </Page>
  )
}

function Compared({ roles }: { roles: readonly Role[] }) {
  const say = useWords(rolesWords)
  const name = useRoleName()
  const [left, setLeft] = useState<readonly string[]>([])
  const [differing, setDiffering] = useState(false)
  return (
    <Section title={say('matrix')}>
      <fieldset className={classes.compare} aria-label={say('compare')}>
        {roles.map(({ code }) => (
          <Checkbox
            key={code}
            size="xs"
            label={name(code)}
            checked={!left.includes(code)}
            onChange={(event) => setLeft(event.currentTarget.checked ? left.filter((one) => one !== code) : [...left, code])}
          />
        ))}
        <Switch size="xs" label={say('differences')} checked={differing} onChange={(event) => setDiffering(event.currentTarget.checked)} />
      </fieldset>
      <Matrix roles={roles.filter(({ code }) => !left.includes(code))} differing={differing} />
    </Section>
  )
}
