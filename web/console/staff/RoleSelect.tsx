import { NativeSelect } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useHasWord, useWords } from '../../ui/words.ts'
import { rolesQuery, useRoleName } from '../shell/roles.ts'
import { staffWords } from './staff.words.ts'

type RoleSelectProps = { value: string; error?: string | undefined; disabled?: boolean; onChange: (role: string) => void }

/** A role of those in use; what the built-in ones are for is said below. */
export function RoleSelect({ value, onChange, ...rest }: RoleSelectProps) {
  const say = useWords(staffWords)
  const has = useHasWord(staffWords)
  const nameOf = useRoleName()
  const { data } = useQuery(rolesQuery)
  const known = (data?.items ?? []).filter((role) => !role.retired || role.code === value).map(({ code }) => code)
  const codes = known.length > 0 ? known : [value]
  return (
    <NativeSelect
      label={say('role')}
      description={has(`role_hint_${value}`) ?? say('role_hint_own')}
      inputWrapperOrder={['label', 'input', 'description', 'error']}
      value={value}
      data={codes.map((code) => ({ value: code, label: nameOf(code) }))}
      onChange={(event) => onChange(event.currentTarget.value)}
      {...rest}
    />
  )
}
