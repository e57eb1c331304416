import { UnstyledButton } from '@mantine/core'
import { count } from '../../ui/formats.ts'
import { Section } from '../../ui/Page.tsx'
import { useLanguage } from '../../ui/words.ts'
import classes from './Touched.module.css'

export type Share = { key: string; title: string; number: number; chosen?: boolean; onChoose?: () => void }

/** Parts of a whole as a list with bars; what can be chosen narrows the page. */
export function Shares({ title, lead, shares, rest }: { title: string; lead?: string; shares: readonly Share[]; rest?: string | undefined }) {
  const language = useLanguage()
  const most = Math.max(1, ...shares.map(({ number }) => number))
  if (shares.length === 0) return null
  const line = ({ title: name, number }: Share) => (
    <>
      <span className={classes.share} style={{ inlineSize: `${Math.max(1, (number / most) * 100)}%` }} aria-hidden="true" />
      <span className={classes.shareName} data-own-words>
        {name}
      </span>
      <span className={classes.shareNumber}>{count(number, language)}</span>
    </>
  )
  return (
    <Section title={title} lead={lead}>
      <ul className={classes.shares}>
        {shares.map((share) => (
          <li key={share.key}>
            {share.onChoose ? (
              <UnstyledButton className={classes.shareLine} aria-pressed={share.chosen === true} onClick={share.onChoose}>
                {line(share)}
              </UnstyledButton>
            ) : (
              <div className={classes.shareLine}>{line(share)}</div>
            )}
          </li>
        ))}
      </ul>
      {rest === undefined ? null : <p className="faint small">{rest}</p>}
    </Section>
  )
}
