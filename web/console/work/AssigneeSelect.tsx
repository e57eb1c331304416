import { Select } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useWords } from '../../ui/words.ts'
import { useMe } from '../session/session.ts'
import { colleaguesForQuery } from './queries.ts'
import { UnseenNote } from './Unseen.tsx'
import { unseenWords } from './unseen.words.ts'
import classes from './Work.module.css'
import { work } from './work.words.ts'

type AssigneeSelectProps = { value: string | null; onChange: (id: string | null) => void; customerId: string | undefined }

/** Who is to do it: oneself, a colleague, nobody yet. Whoever does not see the customer is said so before it is theirs. */
export function AssigneeSelect({ value, onChange, customerId }: AssigneeSelectProps) {
  const say = useWords(work)
  const sayUnseen = useWords(unseenWords)
  const me = useMe()
  const { data: colleagues } = useQuery(colleaguesForQuery(customerId))
  const others = (colleagues?.items ?? []).filter(({ id }) => id !== me.id)
  const chosen = others.find(({ id }) => id === value)
  return (
    <>
      <Select
        label={say('assignee')}
        searchable
        value={value ?? ''}
        data={[
          { value: me.id, label: say('assignee_me') },
          ...others.map(({ id, name }) => ({ value: id, label: name })),
          { value: '', label: say('assignee_nobody') },
        ]}
        renderOption={({ option }) =>
          others.some(({ id, unseen }) => id === option.value && unseen) ? sayUnseen('option', { name: option.label }) : option.label
        }
        onChange={(next) => onChange(next || null)}
      />
      {chosen?.unseen ? (
        <div className={classes.wide}>
          <UnseenNote name={chosen.name} unseen={chosen.unseen} />
        </div>
      ) : null}
    </>
  )
}
