import { Checkbox, Select, TextInput } from '@mantine/core'
import { useInfiniteQuery } from '@tanstack/react-query'
import { useWords } from '../../ui/words.ts'
import { useMe } from '../session/session.ts'
import { webhooksQuery } from '../webhooks/queries.ts'
import classes from './Exports.module.css'
import { exportsWords } from './exports.words.ts'

/** Who gets the file: nobody outside, or somebody by name. */
export type Given = { out: boolean; name: string; reach: string; webhook: string | null }
export const givenToNobody: Given = { out: false, name: '', reach: '', webhook: null }

const leastName = 2
const leastReach = 3
/** Null: to nobody. Undefined: it is not said to whom. */
export function recipientOf({ out, name, reach, webhook }: Given) {
  if (!out) return null
  const [who, how] = [name.trim(), reach.trim()]
  if (who.length < leastName || (how !== '' && how.length < leastReach)) return undefined
  return { name: who, reach: how === '' ? null : how, webhook_id: webhook }
}

/** Asks whether the file leaves the company, and to whom: each person in it reads the name. */
export function Recipient({ given, onGiven }: { given: Given; onGiven: (given: Given) => void }) {
  const say = useWords(exportsWords)
  const may = useMe().can('webhooks.manage')
  const { data } = useInfiniteQuery({ ...webhooksQuery, enabled: may && given.out })
  const webhooks = (data?.pages ?? []).flatMap(({ items }) => items).map(({ id, title }) => ({ value: id, label: title }))
  return (
    <>
      <Checkbox label={say('given')} checked={given.out} onChange={(event) => onGiven({ ...given, out: event.currentTarget.checked })} />
      {given.out ? (
        <div className={classes.form}>
          <TextInput
            label={say('given_name')}
            description={say('given_name_note')}
            value={given.name}
            maxLength={200}
            onChange={(event) => onGiven({ ...given, name: event.currentTarget.value })}
          />
          <TextInput
            label={say('given_reach')}
            description={say('given_reach_note')}
            value={given.reach}
            maxLength={300}
            onChange={(event) => onGiven({ ...given, reach: event.currentTarget.value })}
          />
          {webhooks.length > 0 ? (
            <Select
              clearable
              label={say('given_webhook')}
              data={webhooks}
              value={given.webhook}
              onChange={(webhook) => onGiven({ ...given, webhook })}
              comboboxProps={{ withinPortal: false }}
            />
          ) : null}
        </div>
      ) : null}
    </>
  )
}
