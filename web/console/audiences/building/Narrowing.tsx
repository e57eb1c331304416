import { ActionIcon, MultiSelect, NativeSelect, TagsInput } from '@mantine/core'
import { IconX } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { channelWords } from '../../../ui/channel.words.ts'
import { pick, useCodeWords, useLanguage, useWords } from '../../../ui/words.ts'
import { kindsQuery } from '../../purposes/queries.ts'
import classes from './Building.module.css'
import { buildWords } from './build.words.ts'
import { useOffered } from './offered.ts'

type Goods = { sku?: string[] | undefined; category?: string[] | undefined }

/** Which products, which categories; neither until somebody asks for it. */
export function GoodsInputs({ of, onChange }: { of: Goods; onChange: (of: Goods) => void }) {
  const say = useWords(buildWords)
  const { products = [], categories = [] } = useOffered() ?? {}
  const titles = new Map(products.map(({ sku, title }) => [sku, title]))
  const missing = [
    ...(of.sku ? [] : [{ value: 'sku', label: say('narrow_sku') }]),
    ...(of.category ? [] : [{ value: 'category', label: say('narrow_category') }]),
  ]
  return (
    <>
      {of.sku ? (
        <Narrowed title={say('narrow_sku')} onRemove={() => onChange({ ...of, sku: undefined })}>
          <TagsInput
            size="xs"
            aria-label={say('narrow_sku')}
            placeholder={of.sku.length === 0 ? say('choose') : ''}
            data={[...titles.keys()]}
            renderOption={({ option }) => `${titles.get(option.value) ?? ''} · ${option.value}`}
            filter={({ options, search }) => options.filter((option) => 'value' in option && fits(`${titles.get(option.value)} ${option.value}`, search))}
            limit={50}
            maxTags={200}
            value={of.sku}
            onChange={(sku) => onChange({ ...of, sku })}
          />
        </Narrowed>
      ) : null}
      {of.category ? (
        <Narrowed title={say('narrow_category')} onRemove={() => onChange({ ...of, category: undefined })}>
          <TagsInput
            size="xs"
            aria-label={say('narrow_category')}
            placeholder={of.category.length === 0 ? say('choose') : ''}
            data={categories}
            maxTags={50}
            value={of.category}
            onChange={(category) => onChange({ ...of, category })}
          />
        </Narrowed>
      ) : null}
      <Narrow offered={missing} onPick={(value) => onChange({ ...of, [value]: [] })} />
    </>
  )
}

const fits = (text: string, search: string) => text.toLocaleLowerCase().includes(search.trim().toLocaleLowerCase())

type Happens = { kind: string; channel?: string[] | undefined; where?: { attribute: string; one_of: string[] }[] | undefined }

/** By which channels something happened, and with which of its attributes. */
export function HappenedInputs<T extends Happens>({ of, onChange }: { of: T; onChange: (of: T) => void }) {
  const say = useWords(buildWords)
  const language = useLanguage()
  const channel = useCodeWords(channelWords)
  const { data } = useQuery(kindsQuery)
  const kind = data?.items.find(({ code }) => code === of.kind)
  const attributes = Object.entries(kind?.attributes ?? {}).filter(([, { type }]) => type !== 'number')
  const titleOf = (attribute: string) => pick(kind?.attributes[attribute]?.title, language) ?? attribute
  const where = of.where ?? []
  const missing = [
    ...(of.channel ? [] : [{ value: 'channel', label: say('narrow_channel') }]),
    ...attributes
      .filter(([attribute]) => !where.some((each) => each.attribute === attribute))
      .map(([attribute]) => ({ value: `where ${attribute}`, label: say('narrow_where', { title: titleOf(attribute) }) })),
  ]
  const pickOne = (value: string) =>
    onChange(value === 'channel' ? { ...of, channel: [] } : { ...of, where: [...where, { attribute: value.slice('where '.length), one_of: [] }] })
  return (
    <>
      {of.channel ? (
        <Narrowed title={say('narrow_channel')} onRemove={() => onChange({ ...of, channel: undefined })}>
          <MultiSelect
            size="xs"
            aria-label={say('narrow_channel')}
            placeholder={of.channel.length === 0 ? say('choose') : ''}
            data={Object.keys(channelWords.en).map((value) => ({ value, label: channel(value) }))}
            value={of.channel}
            onChange={(next) => onChange({ ...of, channel: next })}
          />
        </Narrowed>
      ) : null}
      {where.map((each) => {
        const title = titleOf(each.attribute)
        const put = (one_of: string[]) => onChange({ ...of, where: where.map((one) => (one === each ? { ...each, one_of } : one)) })
        const shared = {
          size: 'xs',
          'aria-label': title,
          placeholder: each.one_of.length === 0 ? say('choose') : '',
          value: each.one_of,
          onChange: put,
        } as const
        const declared = kind?.attributes[each.attribute]
        const codes = declared?.type === 'code' ? declared.codes : undefined
        return (
          <Narrowed
            key={each.attribute}
            title={title}
            onRemove={() => onChange({ ...of, where: where.length > 1 ? where.filter((one) => one !== each) : undefined })}
          >
            {codes ? <MultiSelect {...shared} searchable data={[...new Set([...codes, ...each.one_of])]} /> : <TagsInput {...shared} maxTags={50} />}
          </Narrowed>
        )
      })}
      {where.length < mostAttributes || !of.channel ? <Narrow offered={missing} onPick={pickOne} /> : null}
    </>
  )
}

const mostAttributes = 5

function Narrowed({ title, onRemove, children }: { title: string; onRemove: () => void; children: ReactNode }) {
  const say = useWords(buildWords)
  return (
    <div className={classes.narrowed}>
      <span className={classes.narrowedTitle}>{title}</span>
      {children}
      <ActionIcon size="sm" aria-label={say('narrow_remove', { title })} onClick={onRemove}>
        <IconX size={14} stroke={1.7} />
      </ActionIcon>
    </div>
  )
}

function Narrow({ offered, onPick }: { offered: readonly { value: string; label: string }[]; onPick: (value: string) => void }) {
  const say = useWords(buildWords)
  if (offered.length === 0) return null
  return (
    <NativeSelect
      size="xs"
      w={130}
      variant="unstyled"
      className={classes.narrow ?? ''}
      aria-label={say('narrow')}
      value=""
      data={[{ value: '', label: say('narrow') }, ...offered]}
      onChange={(event) => (event.currentTarget.value ? onPick(event.currentTarget.value) : undefined)}
    />
  )
}
