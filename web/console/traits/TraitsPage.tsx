import { Button } from '@mantine/core'
import { IconLock, IconMathFunction, IconPlus } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { Empty } from '../../ui/Empty.tsx'
import { ErrorBox } from '../../ui/ErrorBox.tsx'
import { count, dayOf } from '../../ui/formats.ts'
import { Lines } from '../../ui/Loading.tsx'
import { useNow } from '../../ui/now.ts'
import { Page } from '../../ui/Page.tsx'
import { pick, useLanguage, useWords } from '../../ui/words.ts'
import audiences from '../audiences/Audiences.module.css'
import { useMe } from '../session/session.ts'
import { useDefinitionWords } from './inWords.ts'
import { type Trait, traitsQuery } from './queries.ts'
import { traitsWords } from './traits.words.ts'

/** Computed traits by their names: what each counts, and how many have one. */
export default function TraitsPage() {
  const say = useWords(traitsWords)
  const { can } = useMe()
  if (!can('campaigns.run')) return <Empty whole icon={IconLock} title={say('not_for_role')} text={say('not_for_role_text')} />
  return <Listed />
}

function Listed() {
  const say = useWords(traitsWords)
  const { data, error, isPending, refetch } = useQuery(traitsQuery)
  const add = (
    <Button leftSection={<IconPlus size={16} stroke={1.8} />} renderRoot={(props) => <Link {...props} to="/traits/$trait" params={{ trait: 'new' }} />}>
      {say('new')}
    </Button>
  )
  const some = data !== undefined && data.items.length > 0
  return (
    <Page
      title={say('title')}
      lead={say('lead')}
      actions={
        <>
          <Button variant="default" renderRoot={(props) => <Link {...props} to="/audiences" />}>
            {say('to_audiences')}
          </Button>
          {some ? add : null}
        </>
      }
    >
      {isPending ? <Lines count={4} /> : null}
      {error ? <ErrorBox error={error} onRetry={refetch} /> : null}
      {data?.items.length === 0 ? <Empty icon={IconMathFunction} title={say('empty')} text={say('empty_text')} action={add} /> : null}
      {some ? (
        <ul className={audiences.list}>
          {data.items.map((each) => (
            <Row key={each.trait} of={each} />
          ))}
        </ul>
      ) : null}
    </Page>
  )
}

function Row({ of }: { of: Trait }) {
  const say = useWords(traitsWords)
  const language = useLanguage()
  const now = useNow()
  const inWords = useDefinitionWords()
  const have = useHave()
  const day = dayOf(new Date(of.created_at), now, language)
  return (
    <li className={audiences.row}>
      <div className={audiences.rowText}>
        <Link to="/traits/$trait" params={{ trait: of.trait }} className={audiences.rowTitle} data-own-words>
          {pick(of.title, language) ?? of.trait}
        </Link>
        <p className="quiet small" data-own-words>
          {inWords(of.definition)}
        </p>
        <p className="faint small">
          <code>{of.trait}</code> · {of.made_by ? say('made_by', { day, name: of.made_by.name }) : say('made', { day })}
        </p>
      </div>
      <div className={audiences.rowEnd}>
        <span className={audiences.rowCount}>{have(of)}</span>
      </div>
    </li>
  )
}

/** How many have one, without telling of few. */
export function useHave(): (of: Pick<Trait, 'have'>) => string {
  const say = useWords(traitsWords)
  const language = useLanguage()
  return ({ have }) => {
    if (have === null) return say('held_by_some')
    return have === 0 ? say('held_by_nobody') : say('have', { count: have, shown: count(have, language) })
  }
}
