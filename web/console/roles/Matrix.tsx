import { IconCheck, IconEye, IconPencil } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { customersSeen } from '../../../src/keep/access/contract.ts'
import { abilities } from '../../../src/platform/http/abilities.ts'
import { pick, useLanguage, useWords } from '../../ui/words.ts'
import { allPurposesQuery } from '../purposes/queries.ts'
import { useRoleName } from '../shell/roles.ts'
import { categories, levelOf } from './draft.ts'
import { abilityGroups, groupCodes } from './groups.ts'
import type { Role } from './queries.ts'
import classes from './Roles.module.css'
import { rolesWords } from './roles.words.ts'

type MatrixProps = { roles: readonly Role[]; differing: boolean }
type Line = { key: string; title: string; cell(role: Role): ReactNode; said(role: Role): string }

/** One row for each thing a role may be given, one column for each role. */
export function Matrix({ roles, differing }: MatrixProps) {
  const say = useWords(rolesWords)
  const name = useRoleName()
  const shown = useGroups()
    .map(({ lines, ...group }) => ({ ...group, lines: lines.filter(({ said }) => !differing || new Set(roles.map(said)).size > 1) }))
    .filter(({ lines }) => lines.length > 0)
  if (shown.length === 0) return <p className="quiet">{say('same')}</p>
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls sideways is reached by keyboard
    <section className={classes.around} tabIndex={0} aria-label={say('matrix')}>
      <table className={classes.matrix}>
        <thead>
          <tr>
            <td />
            {roles.map((role) => (
              <th key={role.code} scope="col">
                <span className={classes.name}>{name(role.code)}</span>
              </th>
            ))}
          </tr>
        </thead>
        {shown.map(({ key, title, hint, lines }) => (
          <tbody key={key}>
            <tr>
              <th scope="rowgroup" className={classes.group}>
                {title}
              </th>
              <td colSpan={roles.length} className={classes.groupHint}>
                {hint}
              </td>
            </tr>
            {lines.map((line) => (
              <tr key={line.key}>
                <th scope="row">{line.title}</th>
                {roles.map((role) => (
                  <td key={role.code}>
                    <span title={line.said(role)}>
                      {line.cell(role)}
                      <span className={classes.said}>{line.said(role)}</span>
                    </span>
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        ))}
      </table>
    </section>
  )
}

/** All rows, in the groups they are read in. */
function useGroups(): { key: string; title: string; hint?: string; lines: Line[] }[] {
  const say = useWords(rolesWords)
  const language = useLanguage()
  const { data } = useQuery(allPurposesQuery)
  const tick = <IconCheck size={16} stroke={2} className={classes.yes} aria-hidden="true" />
  const none = <span className={classes.no} aria-hidden="true" />
  const yesNo = (has: (role: Role) => boolean) => ({ cell: (role: Role) => (has(role) ? tick : none), said: (role: Role) => say(has(role) ? 'yes' : 'no') })
  const levels = {
    nothing: none,
    see: <IconEye size={16} stroke={1.6} aria-hidden="true" />,
    change: <IconPencil size={16} stroke={1.6} className={classes.yes} aria-hidden="true" />,
  }
  const able = (one: keyof typeof abilities): Line => ({
    key: one,
    title: abilities[one][language],
    ...yesNo((role) => role.abilities.includes(one)),
  })
  return [
    ...groupCodes.map((group) => ({ key: group, title: say(`group_${group}`), lines: abilityGroups[group].map(able) })),
    {
      key: 'sees',
      title: say('sees'),
      hint: say('sees_hint'),
      lines: categories.map((one) => ({
        key: one,
        title: say(one),
        cell: (role: Role) => levels[levelOf(role, one)],
        said: (role: Role) => say(levelOf(role, one)),
      })),
    },
    {
      key: 'purposes',
      title: say('purposes'),
      lines: (data?.items ?? [])
        .filter((purpose) => !purpose.retired)
        .map((purpose) => ({
          key: purpose.code,
          title: pick(purpose.title, language) ?? purpose.code,
          ...yesNo((role) => role.purposes.includes(purpose.code)),
        })),
    },
    {
      key: 'seen',
      title: say('customers'),
      lines: customersSeen.map((one) => ({ key: one, title: say(`customers_${one}`), ...yesNo((role) => role.customers === one) })),
    },
    {
      key: 'units',
      title: say('units'),
      lines: [{ key: 'all', title: say('all_units'), ...yesNo((role) => role.scope === 'all') }],
    },
  ]
}
