import { Button, Checkbox, ColorSwatch, Menu, Modal, Select, TextInput } from '@mantine/core'
import { IconTags } from '@tabler/icons-react'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import type { FormEvent } from 'react'
import { useState } from 'react'
import { addTag, changeTag, mergeTags, restoreTag, retireTag } from '../../../src/office/ownership/contract.ts'
import { tagColours } from '../../../src/office/ownership/shapes.ts'
import { call } from '../../ui/api.ts'
import { Empty } from '../../ui/Empty.tsx'
import { ErrorBox } from '../../ui/ErrorBox.tsx'
import { count } from '../../ui/formats.ts'
import { Lines } from '../../ui/Loading.tsx'
import { notice } from '../../ui/notices.tsx'
import { Page } from '../../ui/Page.tsx'
import { useAct } from '../../ui/useAct.ts'
import { useTroubles } from '../../ui/useTroubles.ts'
import { useLanguage, useWords } from '../../ui/words.ts'
import { useMe } from '../session/session.ts'
import classes from './Ownership.module.css'
import { ownershipWords } from './ownership.words.ts'
import { type CountedTag, tagsQuery } from './queries.ts'
import { TagChip } from './TagChip.tsx'

/** The company's tags: made, renamed, coloured, merged and retired. */
export default function TagsPage() {
  const say = useWords(ownershipWords)
  const keeps = useMe().can('registers.keep')
  const [retired, setRetired] = useState(false)
  const { data, error, isPending, refetch } = useQuery(tagsQuery(retired))
  const sorted = data?.items.toSorted((a, b) => a.title.localeCompare(b.title))
  return (
    <Page title={say('page')} lead={say('page_lead')}>
      <Make />
      <Checkbox label={say('with_retired')} checked={retired} onChange={(event) => setRetired(event.currentTarget.checked)} />
      {keeps ? null : <p className="quiet small">{say('only_keep')}</p>}
      {isPending ? <Lines count={4} /> : null}
      {error ? <ErrorBox error={error} onRetry={refetch} /> : null}
      {sorted?.length === 0 ? <Empty small icon={IconTags} title={say('none')} text={say('none_text')} /> : null}
      <ul className={classes.list}>
        {sorted?.map((tag) => (
          <Row key={tag.id} tag={tag} others={sorted.filter((each) => each.id !== tag.id && !each.retired)} keeps={keeps} />
        ))}
      </ul>
    </Page>
  )
}

function useRenew(): () => void {
  const client = useQueryClient()
  return () => {
    void client.invalidateQueries({ queryKey: ['tags'] })
    void client.invalidateQueries({ queryKey: ['card'] })
  }
}

function Make() {
  const say = useWords(ownershipWords)
  const may = useMe().can('customers.tag')
  const renew = useRenew()
  const [title, setTitle] = useState('')
  const troubles = useTroubles(['title'])
  const make = useAct({
    run: () => call(addTag, { body: { title } }),
    told: troubles.take,
    then: () => {
      setTitle('')
      renew()
    },
  })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    troubles.clear()
    if (title.trim()) make.mutate(undefined)
  }
  if (!may) return null
  return (
    <form className={classes.make} onSubmit={submit}>
      <TextInput label={say('new')} value={title} maxLength={40} error={troubles.at('title')} onChange={(event) => setTitle(event.currentTarget.value)} />
      <Button type="submit" loading={make.isPending} disabled={!title.trim()}>
        {say('make_it')}
      </Button>
    </form>
  )
}

function Row({ tag, others, keeps }: { tag: CountedTag; others: readonly CountedTag[]; keeps: boolean }) {
  const say = useWords(ownershipWords)
  const language = useLanguage()
  const renew = useRenew()
  const [editing, setEditing] = useState(false)
  const [merging, setMerging] = useState(false)
  const params = { tag_id: tag.id }
  const switched = useAct({ run: () => call(tag.retired ? restoreTag : retireTag, { params, body: {} }), then: renew })
  return (
    <li className={classes.row}>
      {editing ? (
        <Edit tag={tag} onDone={() => setEditing(false)} />
      ) : (
        <>
          <TagChip tag={tag} />
          <span className="faint small num">
            {say('customers', { count: tag.customers, shown: count(tag.customers, language) })}
            {tag.retired ? ` · ${say('retired')}` : ''}
          </span>
          {keeps ? (
            <Menu position="bottom-end">
              <Menu.Target>
                <Button size="compact-xs" variant="default" aria-label={say('change', { title: tag.title })}>
                  …
                </Button>
              </Menu.Target>
              <Menu.Dropdown>
                <Menu.Item onClick={() => setEditing(true)}>{say('change', { title: tag.title })}</Menu.Item>
                {others.length > 0 ? <Menu.Item onClick={() => setMerging(true)}>{say('merge')}</Menu.Item> : null}
                <Menu.Item onClick={() => switched.mutate(undefined)}>{say(tag.retired ? 'restore' : 'retire')}</Menu.Item>
              </Menu.Dropdown>
            </Menu>
          ) : null}
        </>
      )}
      {merging ? <Merge tag={tag} others={others} onDone={() => setMerging(false)} /> : null}
    </li>
  )
}

function Edit({ tag, onDone }: { tag: CountedTag; onDone: () => void }) {
  const say = useWords(ownershipWords)
  const renew = useRenew()
  const [title, setTitle] = useState(tag.title)
  const [colour, setColour] = useState(tag.colour)
  const troubles = useTroubles(['title'])
  const change = useAct({
    run: () => call(changeTag, { params: { tag_id: tag.id }, body: { title, colour } }),
    told: troubles.take,
    then: () => {
      renew()
      onDone()
    },
  })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    troubles.clear()
    change.mutate(undefined)
  }
  return (
    <form className={classes.edit} onSubmit={submit} onKeyDown={(event) => (event.key === 'Escape' ? onDone() : undefined)}>
      <TextInput
        autoFocus
        label={say('title')}
        value={title}
        maxLength={40}
        error={troubles.at('title')}
        onChange={(event) => setTitle(event.currentTarget.value)}
      />
      <fieldset className={classes.colours}>
        <legend>{say('colour')}</legend>
        {tagColours.map((each) => (
          <ColorSwatch
            key={each}
            component="button"
            type="button"
            size={22}
            color={`var(--mantine-color-${each}-6)`}
            aria-label={say(each)}
            aria-pressed={each === colour}
            className={classes.swatch}
            onClick={() => setColour(each)}
          />
        ))}
      </fieldset>
      <Button type="submit" size="xs" loading={change.isPending} disabled={!title.trim()}>
        OK
      </Button>
    </form>
  )
}

function Merge({ tag, others, onDone }: { tag: CountedTag; others: readonly CountedTag[]; onDone: () => void }) {
  const say = useWords(ownershipWords)
  const renew = useRenew()
  const [into, setInto] = useState<string | null>(null)
  const merge = useAct({
    run: (to: string) => call(mergeTags, { params: { tag_id: tag.id }, body: { into: to } }),
    then: ({ moved }) => {
      notice(say('merged', { count: moved }))
      renew()
      onDone()
    },
  })
  return (
    <Modal opened onClose={onDone} title={say('merge')}>
      <p>{say('merge_hint', { title: tag.title })}</p>
      <Select
        mt="sm"
        searchable
        label={say('merge_into')}
        value={into}
        data={others.map(({ id, title }) => ({ value: id, label: title }))}
        onChange={setInto}
      />
      <Button mt="md" disabled={into === null} loading={merge.isPending} onClick={() => (into ? merge.mutate(into) : undefined)}>
        {say('merge_now')}
      </Button>
    </Modal>
  )
}
