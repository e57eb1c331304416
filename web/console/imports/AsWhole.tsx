import { NativeSelect } from '@mantine/core'
import { newRoles } from '../../../src/keep/imports/contract.ts'
import { useWords } from '../../ui/words.ts'
import classes from './Imports.module.css'
import { importsWords } from './imports.words.ts'
import type { Mapping } from './queries.ts'

const rules = ['fill', 'update', 'skip'] as const

/** What holds for every contact: what new people become, and what is done with those who are here. */
export function AsWhole({ mapping, onMapping }: { mapping: Mapping; onMapping: (mapping: Mapping) => void }) {
  const say = useWords(importsWords)
  if (mapping.preset !== 'contacts') return null
  const hasRole = Object.values(mapping.columns).includes('role')
  return (
    <div className={classes.whole}>
      <NativeSelect
        label={say('role')}
        description={say(hasRole ? 'role_column' : 'role_hint')}
        inputWrapperOrder={['label', 'input', 'description']}
        value={mapping.role}
        data={newRoles.map((role) => ({ value: role, label: say(`role_${role}`) }))}
        onChange={(event) => onMapping({ ...mapping, role: newRoles.find((each) => each === event.currentTarget.value) ?? mapping.role })}
      />
      <NativeSelect
        label={say('duplicates')}
        description={say(`duplicates_${mapping.duplicates}_hint`)}
        inputWrapperOrder={['label', 'input', 'description']}
        value={mapping.duplicates}
        data={rules.map((each) => ({ value: each, label: say(`duplicates_${each}`) }))}
        onChange={(event) => onMapping({ ...mapping, duplicates: rules.find((each) => each === event.currentTarget.value) ?? mapping.duplicates })}
      />
    </div>
  )
}
