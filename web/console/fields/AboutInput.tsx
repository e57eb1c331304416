import { NativeSelect } from '@mantine/core'
import { type DataKind, dataKinds, isDelicate } from '../../../src/keep/customers/shapes.ts'
import { aboutWords } from '../../ui/about.words.ts'
import { useCodeWords, useWords } from '../../ui/words.ts'
import { aboutFieldWords } from './aboutField.words.ts'
import classes from './Fields.module.css'

type AboutInputProps = {
  about: DataKind | null
  /** It was not chosen but guessed. */
  guessed: boolean
  /** Of something that exists: whether it is delicate, which stays. */
  bound?: boolean | undefined
  /** Text is sealed whatever it tells. */
  text: boolean
  error?: string | undefined
  onChange: (about: DataKind | null) => void
}

const kinds = Object.keys(dataKinds).filter((kind): kind is DataKind => kind in dataKinds)

/** What something tells of people: in words, with an example and with what follows from it. */
export function AboutInput({ about, guessed, bound, text, error, onChange }: AboutInputProps) {
  const say = useWords(aboutFieldWords)
  const example = useCodeWords(aboutFieldWords)
  const word = useCodeWords(aboutWords)
  const items = (delicate: boolean) =>
    kinds
      .filter((kind) => isDelicate(kind) === delicate)
      .map((kind) => ({ value: kind, label: word(kind), disabled: bound !== undefined && bound !== delicate }))
  const follows = isDelicate(about) ? say('so_delicate') : say(text ? 'so_text' : 'so_plain')
  return (
    <div>
      <NativeSelect
        label={say('about')}
        description={guessed ? say('guessed') : undefined}
        value={about ?? ''}
        error={error}
        data={[
          { value: '', label: say('choose') },
          { group: say('ordinary'), items: items(false) },
          { group: say('delicate'), items: items(true) },
        ]}
        onChange={(event) => onChange(kinds.find((kind) => kind === event.currentTarget.value) ?? null)}
      />
      {about ? (
        <p className={classes.follows} data-delicate={isDelicate(about) || undefined} role="status">
          {say('eg', { examples: example(`eg_${about}`) })} {follows}
        </p>
      ) : null}
      {bound === undefined ? null : <p className={classes.follows}>{say('stays')}</p>}
    </div>
  )
}
