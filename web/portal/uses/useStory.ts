import { channelWords } from '../../ui/channel.words.ts'
import { deedWords } from '../../ui/deed.words.ts'
import { fieldWords } from '../../ui/field.words.ts'
import { lower, pick, useCodeWords, useLanguage, useWords } from '../../ui/words.ts'
import { sentenceOf, type Use } from './sentence.ts'
import { myReasonWords, usesWords } from './uses.words.ts'

const mostFields = 4

/** A receipt told as a person would: who did what with which data and what for; and if not, why not. */
export function useStory(): (of: Use) => { sentence: string; because: string } {
  const say = useWords(deedWords)
  const sayUses = useWords(usesWords)
  const word = useCodeWords(deedWords)
  const field = useCodeWords(fieldWords)
  const channel = useCodeWords(channelWords)
  const reason = useCodeWords(myReasonWords)
  const language = useLanguage()

  const who = ({ actor, recipients: [program] }: Use) => {
    if (actor.kind === 'api' && program) return say('who_program', { program })
    if (actor.role === 'guardian') return say('who_guardian')
    if (actor.role === 'related') return say('who_related')
    if (actor.kind !== 'staff') return say(`who_${actor.kind}`)
    const role = (['clerk', 'admin', 'marketer', 'privacy', 'analyst'] as const).find((each) => each === actor.role)
    const person = role ? say(`who_staff_${role}`) : say('who_staff')
    const unit = pick(actor.unit, language)
    return unit ? say('who_unit', { who: person, unit }) : person
  }
  const why = ({ purpose }: Use) => {
    const known = (['service', 'marketing', 'analysis', 'accounting', 'security', 'own_view'] as const).find((each) => each === purpose.code)
    return known ? say(`why_${known}`) : say('why_named', { purpose: pick(purpose.title, language) ?? purpose.code })
  }
  const fields = ({ fields: codes }: Use) => {
    const named = codes.slice(0, mostFields).map((code) => lower(`f_${code}` in deedWords.en ? word(`f_${code}`) : field(code)))
    return codes.length > mostFields ? `${named.join(', ')}…` : named.join(', ')
  }
  const list = new Intl.ListFormat(language, { type: 'conjunction' })
  const data = ({ categories }: Use) =>
    categories.length > 0 ? list.format(categories.map((code) => (`data_${code}` in deedWords.en ? word(`data_${code}`) : code))) : say('data_card')
  const act = ({ activity }: Use) => {
    const known = (['case', 'task', 'campaign'] as const).find((each) => each === activity?.type)
    return known && activity?.title ? say(`act_${known}`, { title: activity.title }) : ''
  }
  return (of) => {
    const values = { who: who(of), why: why(of), act: act(of), data: data(of), fields: fields(of), channel: of.channel ? lower(channel(of.channel)) : '' }
    const refused = of.decision !== 'allow'
    const said = of.reason ? reason(of.reason) : ''
    return {
      sentence: say(sentenceOf(of), values),
      because: refused && said ? sayUses(of.decision === 'later' ? 'later' : 'refusal_because', { reason: said }) : '',
    }
  }
}
