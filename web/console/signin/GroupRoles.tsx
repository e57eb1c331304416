import { Button, NativeSelect, TextInput } from '@mantine/core'
import { IconPlus } from '@tabler/icons-react'
import { useWords } from '../../ui/words.ts'
import { useRoleName } from '../shell/roles.ts'
import type { Draft } from './draft.ts'
import classes from './SignIn.module.css'
import { signInWords } from './signin.words.ts'

type GroupRolesProps = { draft: Draft; roles: readonly string[]; wrong: string | undefined; onChange: (said: Partial<Draft>) => void }

/** Which group at the provider has which role here; the first that fits counts. */
export function GroupRoles({ draft, roles, wrong, onChange }: GroupRolesProps) {
  const say = useWords(signInWords)
  const roleName = useRoleName()
  const lines = draft.group_roles
  const set = (at: number, said: Partial<(typeof lines)[number]>) => onChange({ group_roles: lines.map((one, i) => (i === at ? { ...one, ...said } : one)) })
  return (
    <details className={classes.fold} open={lines.length > 0 || wrong !== undefined || undefined}>
      <summary>{say('groups')}</summary>
      <div className={classes.form}>
        <p className="quiet small">{say('groups_lead')}</p>
        <TextInput
          label={say('groups_claim')}
          placeholder="groups"
          value={draft.groups_claim}
          error={wrong}
          onChange={(event) => onChange({ groups_claim: event.currentTarget.value })}
        />
        {lines.map((line, at) => (
          <div key={at} className={classes.line}>
            <TextInput
              aria-label={say('group', { n: at + 1 })}
              placeholder={say('group_hint')}
              value={line.group}
              onChange={(event) => set(at, { group: event.currentTarget.value })}
            />
            <NativeSelect
              aria-label={say('group_role', { n: at + 1 })}
              value={line.role}
              data={roles.map((role) => ({ value: role, label: roleName(role) }))}
              onChange={(event) => set(at, { role: event.currentTarget.value })}
            />
            <Button variant="subtle" color="gray" size="compact-xs" onClick={() => onChange({ group_roles: lines.filter((_, i) => i !== at) })}>
              {say('group_drop')}
            </Button>
          </div>
        ))}
        <div>
          <Button
            variant="default"
            size="xs"
            leftSection={<IconPlus size={14} stroke={1.6} />}
            onClick={() => onChange({ group_roles: [...lines, { group: '', role: 'clerk' }], groups_claim: draft.groups_claim || 'groups' })}
          >
            {say('group_add')}
          </Button>
        </div>
      </div>
    </details>
  )
}
