import { Button } from '@mantine/core'
import { IconEye } from '@tabler/icons-react'
import { useMutation, useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { sampleRule } from '../../../src/office/audiences/contract.ts'
import { call } from '../../ui/api.ts'
import { ErrorBox } from '../../ui/ErrorBox.tsx'
import { Face, Name } from '../../ui/Person.tsx'
import { reasonWords } from '../../ui/reason.words.ts'
import { lower, pick, useCodeWords, useLanguage, useWords } from '../../ui/words.ts'
import { purposesQuery } from '../purposes/queries.ts'
import classes from './Audiences.module.css'
import { audiencesWords } from './audiences.words.ts'
import type { Rule } from './queries.ts'

/** Some of those the rule chooses, by name. Opened only when asked, for each of them finds it in their journal. */
export function Sample({ rule, purpose }: { rule: Rule; purpose: string }) {
  const say = useWords(audiencesWords)
  const language = useLanguage()
  const reason = useCodeWords(reasonWords)
  const { data: purposes } = useQuery(purposesQuery)
  const { mutate, data, error, isPending, variables, reset } = useMutation({
    mutationFn: (asked: { rule: Rule; purpose: string }) => call(sampleRule, { body: asked }),
  })
  const title = lower(pick(purposes?.items.find(({ code }) => code === purpose)?.title, language)) ?? purpose
  const old = variables !== undefined && JSON.stringify(variables) !== JSON.stringify({ rule, purpose })
  return (
    <section className={classes.card} aria-label={say('sample')}>
      <h2>{say('sample')}</h2>
      <p className="quiet small">{say('sample_text', { purpose: title })}</p>
      <Button
        size="xs"
        variant="default"
        leftSection={<IconEye size={15} stroke={1.7} />}
        loading={isPending}
        onClick={() => {
          reset()
          mutate({ rule, purpose })
        }}
      >
        {say(data ? 'sample_again' : 'sample_open')}
      </Button>
      {error ? <ErrorBox error={error} /> : null}
      {data?.items.length === 0 ? <p className="quiet small">{say('sample_none')}</p> : null}
      {data && data.items.length > 0 ? (
        <>
          {old ? <p className="quiet small">{say('sample_old')}</p> : null}
          <ul className={classes.people}>
            {data.items.map((who) => (
              <li key={who.id}>
                <Link to="/customers/$customerId" params={{ customerId: who.id }} preload={false} className={classes.person}>
                  <Face who={who} size={24} />
                  <Name who={who} />
                </Link>
                {who.hidden ? <span className="quiet small">{reason(who.hidden)}</span> : null}
              </li>
            ))}
          </ul>
        </>
      ) : null}
    </section>
  )
}
