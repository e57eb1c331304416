import { Button, TextInput } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { IconLock, IconMathFunction } from '@tabler/icons-react'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router'
import { type FormEvent, useState } from 'react'
import { addTrait, changeTrait, traitDefinition } from '../../../src/office/audiences/traits/contract.ts'
import { ApiProblem, call } from '../../ui/api.ts'
import { Empty } from '../../ui/Empty.tsx'
import { ErrorBox } from '../../ui/ErrorBox.tsx'
import { Fold } from '../../ui/Fold.tsx'
import { count, dayOf } from '../../ui/formats.ts'
import { Lines } from '../../ui/Loading.tsx'
import { notice } from '../../ui/notices.tsx'
import { useNow } from '../../ui/now.ts'
import { Page } from '../../ui/Page.tsx'
import { whole } from '../../ui/said.ts'
import { TitleInputs } from '../../ui/TitleInputs.tsx'
import { codeOf, inBoth, isSaid, titlesOf } from '../../ui/titles.ts'
import { useAct } from '../../ui/useAct.ts'
import { useSaid } from '../../ui/useExplain.ts'
import { useTroubles } from '../../ui/useTroubles.ts'
import { pick, useLanguage, useWords } from '../../ui/words.ts'
import audiences from '../audiences/Audiences.module.css'
import { ForPurpose } from '../audiences/building/offered.ts'
import { JsonInput } from '../audiences/JsonInput.tsx'
import { useMe } from '../session/session.ts'
import { Deeds, UsedBy } from './Deeds.tsx'
import { DefinitionInputs } from './DefinitionInputs.tsx'
import { type Draft, wholeOf } from './draft.ts'
import { useDefinitionWords } from './inWords.ts'
import { Preview } from './Preview.tsx'
import { type OneTrait, type TraitDefinition, traitQuery, traitsQuery } from './queries.ts'
import classes from './Traits.module.css'
import { useHave } from './TraitsPage.tsx'
import { traitsWords } from './traits.words.ts'

const route = getRouteApi('/shell/traits/$trait')
const nothing: Draft = { of: { bought: {} }, take: 'count' }

/** One computed trait, or a new one: what it counts, and beside it what that gives. */
export default function TraitPage() {
  const say = useWords(traitsWords)
  const { can } = useMe()
  const { trait } = route.useParams()
  if (!can('campaigns.run')) return <Empty whole icon={IconLock} title={say('not_for_role')} text={say('not_for_role_text')} />
  return <ForPurpose value="analysis">{trait === 'new' ? <Open key="new" saved={undefined} /> : <Saved key={trait} trait={trait} />}</ForPurpose>
}

function Saved({ trait }: { trait: string }) {
  const say = useWords(traitsWords)
  const { data, error, refetch } = useQuery(traitQuery(trait))
  if (data) return <Open key={data.version} saved={data} />
  if (error instanceof ApiProblem && error.status === 404)
    return <Empty whole icon={IconMathFunction} title={say('gone')} text={say('gone_text')} action={<Link to="/traits">{say('back')}</Link>} />
  return <Page title={say('title')}>{error ? <ErrorBox error={error} onRetry={refetch} /> : <Lines count={8} />}</Page>
}

const waitMs = 300

function Open({ saved }: { saved: OneTrait | undefined }) {
  const say = useWords(traitsWords)
  const language = useLanguage()
  const inWords = useDefinitionWords()
  const [draft, setDraft] = useState<Draft>(saved?.definition ?? nothing)
  const definition = wholeOf(draft)
  const said = JSON.stringify(definition ?? null)
  const [settled] = useDebouncedValue(said, waitMs)
  const asked: TraitDefinition | null = JSON.parse(settled)
  const changed = saved !== undefined && said !== JSON.stringify(wholeOf(saved.definition) ?? null)
  return (
    <Page
      title={saved ? (pick(saved.title, language) ?? saved.trait) : say('new')}
      lead={<Link to="/traits">← {say('back')}</Link>}
      width="wide"
      actions={saved ? <Deeds of={saved} /> : null}
    >
      {saved?.trouble ? <Trouble sentence={saved.trouble} /> : null}
      {saved ? null : <NewForm definition={definition} />}
      {saved && changed ? <SaveChange of={saved} definition={definition} /> : null}
      <div className={audiences.editor}>
        <div className={audiences.parts}>
          <section className={audiences.card} aria-label={say('what_counts')}>
            <h2>{say('what_counts')}</h2>
            <DefinitionInputs draft={draft} onChange={setDraft} />
            {definition ? (
              <p className="quiet small" data-own-words>
                {inWords(definition)}
              </p>
            ) : null}
          </section>
          <div className={audiences.beside}>
            <Preview definition={definition && (asked ?? undefined)} settled={settled === said} />
            {saved ? <Kept of={saved} /> : null}
            {saved ? <Before of={saved} onTake={setDraft} /> : null}
            {definition ? (
              <Fold title={say('json')} closed>
                <JsonInput
                  key={said}
                  shown={definition}
                  shape={traitDefinition}
                  root="definition"
                  labels={{ text: say('json'), put: say('json_put') }}
                  onPut={setDraft}
                />
              </Fold>
            ) : null}
          </div>
        </div>
      </div>
    </Page>
  )
}

function Trouble({ sentence }: { sentence: string }) {
  const say = useWords(traitsWords)
  const said = useSaid()
  const [, told = sentence] = /^[^:]+: (.*)$/.exec(sentence) ?? []
  return (
    <p>
      {say('trouble')} {whole(said(told))}
    </p>
  )
}

const places = ['trait', 'title', 'definition'] as const

function NewForm({ definition }: { definition: TraitDefinition | undefined }) {
  const say = useWords(traitsWords)
  const language = useLanguage()
  const client = useQueryClient()
  const navigate = useNavigate()
  const troubles = useTroubles(places)
  const [title, setTitle] = useState(titlesOf(undefined))
  const [typed, setTyped] = useState<string>()
  const code = typed ?? codeOf(title)
  const { mutate, isPending } = useAct({
    run: (whole: TraitDefinition) => call(addTrait, { body: { trait: code, title: inBoth(title), definition: whole } }),
    told: troubles.take,
    then: async (made) => {
      await client.invalidateQueries({ queryKey: traitsQuery.queryKey })
      notice(say('saved', { title: pick(made.title, language) ?? made.trait }))
      void navigate({ to: '/traits/$trait', params: { trait: made.trait } })
    },
  })
  const ready = definition !== undefined && isSaid(title) && code !== ''
  const submit = (event: FormEvent) => {
    event.preventDefault()
    troubles.clear()
    if (ready) mutate(definition)
  }
  return (
    <form className={classes.name} onSubmit={submit}>
      <TitleInputs title={title} labels={{ en: say('name_en'), ru: say('name_ru') }} most={200} error={troubles.at('title')} onChange={setTitle} />
      <p className="quiet small">{say('name_seen')}</p>
      <TextInput
        className={classes.code ?? ''}
        label={say('code')}
        description={say('code_hint')}
        value={code}
        maxLength={63}
        autoComplete="off"
        error={troubles.at('trait')}
        onChange={(event) => setTyped(event.currentTarget.value.toLowerCase())}
      />
      {troubles.at('definition') ? <p role="alert">{troubles.at('definition')}</p> : null}
      <div>
        <Button type="submit" loading={isPending} disabled={!ready}>
          {say('save')}
        </Button>
      </div>
    </form>
  )
}

function SaveChange({ of, definition }: { of: OneTrait; definition: TraitDefinition | undefined }) {
  const say = useWords(traitsWords)
  const language = useLanguage()
  const client = useQueryClient()
  const { mutate, isPending } = useAct({
    run: (whole: TraitDefinition) => call(changeTrait, { params: { trait: of.trait }, body: { definition: whole, version: of.version } }),
    then: async (made) => {
      notice(say('changed', { title: pick(made.title, language) ?? made.trait }))
      await client.invalidateQueries({ queryKey: traitsQuery.queryKey })
    },
  })
  return (
    <div className={audiences.above}>
      <Button loading={isPending} disabled={definition === undefined} onClick={() => definition && mutate(definition)}>
        {say('change')}
      </Button>
      <p className="quiet small">{say('change_text')}</p>
    </div>
  )
}

/** What is kept of it now, when that was compared last, and who asks it. */
function Kept({ of }: { of: OneTrait }) {
  const say = useWords(traitsWords)
  const language = useLanguage()
  const now = useNow()
  const have = useHave()
  const day = of.compared_at === null ? '' : dayOf(new Date(of.compared_at), now, language)
  return (
    <section className={audiences.card} aria-label={say('kept')}>
      <h2>{say('kept')}</h2>
      <p>{have(of)}</p>
      {of.waiting > 0 ? <p className="quiet small">{say('waiting')}</p> : null}
      {of.compared_at === null ? <p className="quiet small">{say('not_compared')}</p> : null}
      {of.compared_at !== null ? (
        <p className="quiet small">
          {of.differing === 0 ? say('compared', { day }) : say('differing', { day, count: of.differing, shown: count(of.differing, language) })}
        </p>
      ) : null}
      <p className="faint small">
        <code>{of.trait}</code> · {say('version', { version: of.version })}
      </p>
      <h2>{say('used_by')}</h2>
      {of.used_by.length === 0 ? <p className="quiet small">{say('not_used')}</p> : null}
      <UsedBy of={of} />
    </section>
  )
}

function Before({ of, onTake }: { of: OneTrait; onTake: (definition: TraitDefinition) => void }) {
  const say = useWords(traitsWords)
  const language = useLanguage()
  const now = useNow()
  const inWords = useDefinitionWords()
  if (of.before.length === 0) return null
  return (
    <Fold title={say('before')} closed>
      <ul className={audiences.words}>
        {of.before.map(({ version, definition, until }) => (
          <li key={version}>
            <span data-own-words>{inWords(definition)}</span>{' '}
            <span className="faint small">
              {say('version', { version })}, {say('until', { day: dayOf(new Date(until), now, language) })}
            </span>{' '}
            <Button size="compact-xs" variant="subtle" onClick={() => onTake(definition)}>
              {say('take_up')}
            </Button>
          </li>
        ))}
      </ul>
    </Fold>
  )
}
