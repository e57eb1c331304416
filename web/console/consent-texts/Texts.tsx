import { useLanguage, useWords } from '../../ui/words.ts'
import classes from './ConsentTexts.module.css'
import { consentTextsWords } from './consentTexts.words.ts'
import type { ConsentText } from './queries.ts'

/** A version in each language, with the hash a consent names. */
export function Texts({ texts, sha256 }: Pick<ConsentText, 'texts' | 'sha256'>) {
  const say = useWords(consentTextsWords)
  const language = useLanguage()
  const names = new Intl.DisplayNames([language], { type: 'language' })
  return (
    <div className={classes.texts}>
      {Object.entries(texts).map(([code, body]) => (
        <figure key={code} className={classes.text}>
          <figcaption className="quiet small">{names.of(code) ?? code}</figcaption>
          <blockquote lang={code}>{body}</blockquote>
          <p className={`${classes.hash} faint`}>
            {say('hash')} <code>{sha256[code]}</code>
          </p>
        </figure>
      ))}
    </div>
  )
}
