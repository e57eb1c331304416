import { useDebouncedValue } from '@mantine/hooks'
import { useQuery } from '@tanstack/react-query'
import { type ReactNode, useEffect } from 'react'
import { ApiProblem } from '../../ui/api.ts'
import { ErrorBox } from '../../ui/ErrorBox.tsx'
import { count } from '../../ui/formats.ts'
import { apart, whole } from '../../ui/said.ts'
import { useSaid } from '../../ui/useExplain.ts'
import { useLanguage, useWords } from '../../ui/words.ts'
import classes from './Audiences.module.css'
import { audiencesWords } from './audiences.words.ts'
import { useConditionTitle } from './building/choices.ts'
import { type Box, isBox, type Leaf, whatStandsAt } from './building/draft.ts'
import { ForPurpose, OwnId } from './building/offered.ts'
import { RuleBuilder } from './building/RuleBuilder.tsx'
import { type Editing, useRule } from './building/useRule.ts'
import { useRuleWords } from './inWords.ts'
import { LeaveOut } from './LeaveOut.tsx'
import { NotChosen } from './NotChosen.tsx'
import { countQuery, type Rule } from './queries.ts'

type EditorProps = {
  rule: Rule
  purpose: string
  /** The audience that is being changed. */
  id?: string
  onRule: (rule: Rule) => void
  children?: (editing: Editing) => ReactNode
}

/** The builder with what it means beside it: how many it chooses now, who not and why, and the rule in words. */
export function RuleEditor({ id, ...props }: EditorProps) {
  return (
    <ForPurpose value={props.purpose}>
      <OwnId value={id}>
        <Editor {...props} />
      </OwnId>
    </ForPurpose>
  )
}

const waitMs = 300

function Editor({ rule, purpose, onRule, children }: EditorProps) {
  const say = useWords(audiencesWords)
  const editing = useRule(rule)
  const said = JSON.stringify(editing.compiled.rule)
  useEffect(() => {
    if (said !== JSON.stringify(rule)) onRule(editing.compiled.rule)
  }, [said])
  const [settled] = useDebouncedValue(said, waitMs)
  const asked: Rule = JSON.parse(settled)
  const { data, error, isFetching, refetch } = useQuery(countQuery(asked, purpose))
  const wrong = useWrong(settled === said ? error : null, editing)
  const parts = useRuleWords()(editing.compiled.rule)
  return (
    <div className={classes.editor}>
      <div className={classes.parts}>
        <RuleBuilder editing={editing} wrong={wrong} />
        <div className={classes.beside}>
          <section className={classes.card} aria-label={say('size')}>
            <div role="status" data-old={isFetching || settled !== said || undefined} className={classes.live}>
              {error && wrong ? <p className="quiet">{say('cannot_count')}</p> : null}
              {error || !data ? null : <Size of={data} />}
              {error || data ? null : <p>{say('counting')}</p>}
              {data && !error ? <NotChosen of={data} /> : null}
            </div>
            {error && !wrong ? <ErrorBox error={error} onRetry={refetch} /> : null}
          </section>
          <section className={classes.card} aria-label={say('in_words')}>
            <h2>{say('in_words')}</h2>
            <ul className={classes.words}>
              {parts.map((part, i) => (
                <li key={i}>{part}</li>
              ))}
            </ul>
          </section>
          <LeaveOut editing={editing} />
          {children?.(editing)}
        </div>
      </div>
    </div>
  )
}

function Size({ of }: { of: { count: number } }) {
  const say = useWords(audiencesWords)
  const language = useLanguage()
  return <p className={classes.count}>{say('count_live', { count: of.count, shown: count(of.count, language) })}</p>
}

/** What the server finds wrong with one part: its sentence, with other parts called by their names. Undefined when it is about no part. */
function useWrong(error: unknown, { compiled, root }: Editing): { id: number; sentence: string } | undefined {
  const said = useSaid()
  const titleOf = useConditionTitle()
  if (!(error instanceof ApiProblem) || error.status !== 400 || error.place === undefined) return undefined
  const id = whatStandsAt(compiled.places, error.place)
  if (id === undefined) return undefined
  const named = (place: string) => {
    const leaf = leafAt(root, whatStandsAt(compiled.places, place))
    return leaf ? `“${titleOf(leaf.condition)}”` : place
  }
  const sentence = said(apart(error.detail, error.place).sentence).replaceAll(/rule(?:\.(?:all|any|none)\[\d+\])+/g, named)
  return { id, sentence: whole(sentence) }
}

function leafAt(box: Box, id: number | undefined): Leaf | undefined {
  for (const node of box.of) {
    const found = isBox(node) ? leafAt(node, id) : node.id === id ? node : undefined
    if (found) return found
  }
  return undefined
}
