import { ActionIcon, Menu } from '@mantine/core'
import { IconCopy, IconDots, IconHistory, IconPencil, IconTrash } from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import { Mark } from '../../ui/Mark.tsx'
import { lower, useWords } from '../../ui/words.ts'
import { useMe } from '../session/session.ts'
import { useRoleName } from '../shell/roles.ts'
import type { Role } from './queries.ts'
import classes from './Roles.module.css'
import { rolesWords } from './roles.words.ts'

type RoleRowProps = { role: Role; onCopy(): void; onEdit(): void; onHistory(): void; onRemove(): void }

/** One role, who has it, and what can be done with it; what cannot is there and says why. */
export function RoleRow({ role, onCopy, onEdit, onHistory, onRemove }: RoleRowProps) {
  const say = useWords(rolesWords)
  const name = useRoleName()(role.code)
  const me = useMe()
  const may = me.can('roles.manage')
  const notCopied = may ? undefined : say('only')
  const notChanged = role.built_in ? say('built_in') : may ? (me.role === role.code ? say('own_role') : undefined) : say('only')
  return (
    <li className={classes.row}>
      <div className={classes.about}>
        <p className={classes.name}>{name}</p>
        <p className="quiet small">
          {say('abilities', { count: role.abilities.length })} · {say(role.scope === 'all' ? 'all_units' : 'own_units')}
          {role.customers === 'all' ? null : ` · ${say('customers')}: ${lower(say(`customers_${role.customers}`))}`}
        </p>
      </div>
      {role.built_in ? <Mark>{say('locked')}</Mark> : <Mark tone="good">{say('own')}</Mark>}
      <span className="quiet small">
        {me.can('staff.manage') && role.holders > 0 ? (
          <Link to="/staff">{say('people', { count: role.holders })}</Link>
        ) : (
          say('people', { count: role.holders })
        )}
      </span>
      <Menu position="bottom-end" width={300} withinPortal>
        <Menu.Target>
          <ActionIcon variant="subtle" color="gray" aria-label={say('menu', { name })}>
            <IconDots size={18} stroke={1.6} />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          <Deed icon={<IconPencil size={16} stroke={1.6} />} label={say('edit')} why={notChanged} run={onEdit} />
          <Deed icon={<IconCopy size={16} stroke={1.6} />} label={say('copy')} why={notCopied} run={onCopy} />
          <Deed icon={<IconHistory size={16} stroke={1.6} />} label={say('history')} why={role.built_in ? say('built_in') : undefined} run={onHistory} />
          <Deed icon={<IconTrash size={16} stroke={1.6} />} label={say('retire')} why={notChanged} run={onRemove} />
        </Menu.Dropdown>
      </Menu>
    </li>
  )
}

function Deed({ icon, label, why, run }: { icon: React.ReactNode; label: string; why: string | undefined; run(): void }) {
  return (
    <Menu.Item
      leftSection={icon}
      aria-disabled={why !== undefined}
      data-disabled={why === undefined ? undefined : true}
      closeMenuOnClick={why === undefined}
      onClick={why === undefined ? run : undefined}
    >
      {label}
      {why === undefined ? null : <span className={classes.why}>{why}</span>}
    </Menu.Item>
  )
}
