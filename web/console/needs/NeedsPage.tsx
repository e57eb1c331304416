import { NativeSelect } from '@mantine/core'
import { IconSearch } from '@tabler/icons-react'
import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { bands, endsOf, needKinds, needStages } from '../../../src/keep/needs/shapes.ts'
import { Empty } from '../../ui/Empty.tsx'
import { ErrorBox } from '../../ui/ErrorBox.tsx'
import { Rows } from '../../ui/Loading.tsx'
import { More } from '../../ui/More.tsx'
import { Page } from '../../ui/Page.tsx'
import { pick, useLanguage, useWords } from '../../ui/words.ts'
import { NeedRow } from './NeedRow.tsx'
import classes from './Needs.module.css'
import { needsWords } from './needs.words.ts'
import { needCountsQuery, needsQuery } from './queries.ts'
import type { NeedsSearch } from './search.ts'
import { useBand } from './useBand.ts'

const route = getRouteApi('/shell/needs')

/** What customers look for, wish and worry about, and our answers. */
export default function NeedsPage() {
  const say = useWords(needsWords)
  const language = useLanguage()
  const search = route.useSearch()
  const navigate = route.useNavigate()
  const pages = useInfiniteQuery({ ...needsQuery(search), placeholderData: (old) => old })
  const { data: counts } = useQuery(needCountsQuery)
  const choices = pages.data?.pages[0]?.choices
  const currency = choices?.currency ?? 'EUR'
  const band = useBand(currency)
  const rows = pages.data?.pages.flatMap(({ items }) => items) ?? []
  const set = (part: { [K in keyof NeedsSearch]: NeedsSearch[K] | undefined }) => void navigate({ search: clean({ ...search, ...part }), replace: true })
  const counted = (stage: (typeof needStages)[number]) => (counts && stage !== 'over' ? ` ${counts[stage]}` : '')
  return (
    <Page
      title={say('title')}
      lead={say('lead')}
      toolbar={
        <div className={classes.toolbar}>
          <NativeSelect
            aria-label={say('stages')}
            value={search.stage ?? ''}
            data={[
              { value: '', label: say('stage_all') },
              ...needStages.map((stage) => ({ value: stage, label: `${say(`stage_${stage}`)}${counted(stage)}` })),
            ]}
            onChange={(event) => set({ stage: needStages.find((each) => each === event.currentTarget.value) })}
          />
          <NativeSelect
            aria-label={say('kind')}
            value={search.kind ?? ''}
            data={[{ value: '', label: say('any_kind') }, ...needKinds.map((kind) => ({ value: kind, label: say(`kind_${kind}`) }))]}
            onChange={(event) => set({ kind: needKinds.find((each) => each === event.currentTarget.value) })}
          />
          <NativeSelect
            aria-label={say('topic')}
            value={search.topic ?? ''}
            data={[
              { value: '', label: say('any_topic') },
              ...(choices?.topics ?? []).map(({ code, title }) => ({ value: code, label: pick(title, language) ?? code })),
            ]}
            onChange={(event) => set({ topic: event.currentTarget.value || undefined })}
          />
          <NativeSelect
            aria-label={say('band')}
            value={search.band ?? ''}
            data={[
              { value: '', label: say('any_band') },
              ...bands.map((code) => ({ value: code, label: band({ code, ...(endsOf(code) ?? { from: 0, to: null }) }) })),
            ]}
            onChange={(event) => set({ band: bands.find((each) => each === event.currentTarget.value) })}
          />
          <NativeSelect
            aria-label={say('name')}
            value={search.anonymous ?? ''}
            data={[
              { value: '', label: say('any_name') },
              { value: 'false', label: say('with_name') },
              { value: 'true', label: say('without_name') },
            ]}
            onChange={(event) => set({ anonymous: (['true', 'false'] as const).find((each) => each === event.currentTarget.value) })}
          />
        </div>
      }
    >
      {pages.isPending ? <Rows /> : null}
      {pages.error ? <ErrorBox error={pages.error} onRetry={() => void pages.refetch()} /> : null}
      {pages.data && rows.length === 0 ? <Empty icon={IconSearch} title={say('none')} text={say('none_text')} /> : null}
      {rows.length > 0 ? (
        <ul className={classes.list}>
          {rows.map((need) => (
            <NeedRow key={need.id} need={need} currency={currency} />
          ))}
        </ul>
      ) : null}
      <More of={pages} />
    </Page>
  )
}

/** What is not asked does not stand in the address. */
const clean = ({ kind, stage, band, topic, anonymous }: { [K in keyof NeedsSearch]: NeedsSearch[K] | undefined }): NeedsSearch => ({
  ...(kind && { kind }),
  ...(stage && { stage }),
  ...(band && { band }),
  ...(topic && { topic }),
  ...(anonymous && { anonymous }),
})
