import { Checkbox, NativeSelect, Radio, Select, Textarea, TextInput } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { alwaysChecked, categories, channels, checkedOnConsent, checks, dpvPurposes, forThemselves, legalBases } from '../../../src/keep/terms/contract.ts'
import { channelWords } from '../../ui/channel.words.ts'
import { fieldWords } from '../../ui/field.words.ts'
import { basisWords } from '../../ui/purpose.words.ts'
import { inTree } from '../../ui/purposeTree.ts'
import { capital, pick, useCodeWords, useLanguage, useWords } from '../../ui/words.ts'
import { fieldsQuery } from '../fields/index.ts'
import { rolesQuery, useRoleName } from '../shell/roles.ts'
import { dpvWords } from './dpv.words.ts'
import type { PartProps } from './draft.ts'
import classes from './Purposes.module.css'
import { personalFields } from './parts.ts'
import { purposeFormWords } from './purposeForm.words.ts'
import { purposesQuery } from './queries.ts'
import { RetentionFields } from './RetentionFields.tsx'

/** What it is called and what it is, in the company's words and in the vocabulary's. */
export function Naming({ draft, set, at, fresh }: PartProps & { fresh: boolean }) {
  const say = useWords(purposeFormWords)
  const term = useCodeWords(dpvWords)
  const language = useLanguage()
  const { data } = useQuery(purposesQuery)
  const wider = inTree((data?.items ?? []).filter((each) => each.code !== draft.code && !each.above.includes(draft.code)))
  return (
    <>
      <div className={classes.pair}>
        <TextInput
          data-autofocus
          label={say('title_en')}
          value={draft.title.en}
          maxLength={100}
          error={at('title')}
          onChange={(event) => set({ title: { ...draft.title, en: event.currentTarget.value } })}
        />
        <TextInput
          label={say('title_ru')}
          value={draft.title.ru}
          maxLength={100}
          onChange={(event) => set({ title: { ...draft.title, ru: event.currentTarget.value } })}
        />
      </div>
      {fresh ? (
        <TextInput
          label={say('code')}
          description={say('code_hint')}
          value={draft.code}
          maxLength={40}
          error={at('code')}
          onChange={(event) => set({ code: event.currentTarget.value.toLowerCase() })}
        />
      ) : null}
      <div className={classes.pair}>
        <Textarea
          label={say('description_en')}
          value={draft.description.en}
          maxLength={500}
          error={at('description')}
          onChange={(event) => set({ description: { ...draft.description, en: event.currentTarget.value } })}
        />
        <Textarea
          label={say('description_ru')}
          value={draft.description.ru}
          maxLength={500}
          onChange={(event) => set({ description: { ...draft.description, ru: event.currentTarget.value } })}
        />
      </div>
      <Select
        searchable
        label={say('dpv')}
        description={say('dpv_hint')}
        placeholder={say('choose')}
        nothingFoundMessage={say('dpv_none')}
        value={draft.dpv || null}
        data={dpvPurposes.map((each) => ({ value: each, label: term(each) }))}
        filter={({ options, search }) =>
          options.filter((each) => 'value' in each && `${each.label} ${each.value}`.toLocaleLowerCase().includes(search.trim().toLocaleLowerCase()))
        }
        renderOption={({ option }) => (
          <span className={classes.term}>
            {option.label} <code className="faint">{option.value}</code>
          </span>
        )}
        error={at('dpv')}
        onChange={(next) => set({ dpv: next ?? '' })}
      />
      <NativeSelect
        label={say('parent')}
        description={say('parent_hint')}
        value={draft.parent ?? ''}
        data={[
          { value: '', label: say('parent_none') },
          ...wider.map(({ purpose, depth }) => ({ value: purpose.code, label: `${'\u2014 '.repeat(depth)}${pick(purpose.title, language) ?? purpose.code}` })),
        ]}
        error={at('parent')}
        onChange={(event) => set({ parent: event.currentTarget.value || null })}
      />
    </>
  )
}

/** On what ground people are reached for it, by which channels, by whom of the staff. */
export function Reaching({ draft, set, at }: PartProps) {
  const say = useWords(purposeFormWords)
  const roleName = useRoleName()
  const { data: roles } = useQuery(rolesQuery)
  const basis = useCodeWords(basisWords)
  const channel = useCodeWords(channelWords)
  const choose = (next: string) => set({ basis: next, checks: next === 'consent' ? withAll(draft.checks, checkedOnConsent) : draft.checks })
  return (
    <>
      <Radio.Group label={say('basis')} value={draft.basis} error={at('legal_basis')} onChange={choose}>
        <div className={classes.choices}>
          {legalBases.map((each) => (
            <Radio key={each} value={each} label={capital(basis(each))} description={say(`basis_${each}`)} />
          ))}
        </div>
      </Radio.Group>
      <Checkbox.Group
        label={say('channels')}
        description={say('channels_hint')}
        value={[...draft.channels]}
        error={at('channels')}
        onChange={(next) => set({ channels: next })}
      >
        <div className={classes.columns}>
          {channels.map((each) => (
            <Checkbox key={each} value={each} label={channel(each)} />
          ))}
        </div>
      </Checkbox.Group>
      <Checkbox.Group
        label={say('roles')}
        description={say('roles_hint')}
        value={[...draft.roles]}
        error={at('roles')}
        onChange={(next) => set({ roles: next })}
      >
        <div className={classes.columns}>
          {everyRole(draft.roles, roles?.items ?? []).map((each) => (
            <Checkbox key={each} value={each} label={capital(roleName(each))} />
          ))}
        </div>
      </Checkbox.Group>
    </>
  )
}

/** The roles in use, and those retired ones that the purpose names still. */
const everyRole = (named: readonly string[], roles: readonly { code: string; retired: boolean }[]) =>
  roles.filter(({ code, retired }) => !retired || named.includes(code)).map(({ code }) => code)

/** Which data it may open, and how long they are kept for it. */
export function Opening({ draft, set, at }: PartProps) {
  const say = useWords(purposeFormWords)
  const word = useCodeWords(fieldWords)
  const language = useLanguage()
  const { data } = useQuery(fieldsQuery)
  const own = (data?.items ?? []).filter((each) => !each.retired || draft.fields.includes(each.code))
  const offered = [
    ...(draft.categories.includes('contact') ? personalFields.contact : []),
    ...(draft.categories.includes('profile') ? personalFields.profile : []),
  ].map((code) => ({ code, label: word(code) }))
  const ofOurs = draft.categories.includes('profile') ? own.map((each) => ({ code: each.code, label: pick(each.title, language) ?? each.code })) : []
  return (
    <>
      <Checkbox.Group label={say('categories')} value={[...draft.categories]} error={at('categories')} onChange={(next) => set({ categories: next })}>
        <div className={classes.columns}>
          {categories.map((each) => (
            <Checkbox key={each} value={each} label={capital(word(each))} />
          ))}
        </div>
      </Checkbox.Group>
      <Radio.Group label={say('fields')} value={draft.allFields ? 'all' : 'these'} onChange={(next) => set({ allFields: next === 'all' })}>
        <div className={classes.choices}>
          <Radio value="all" label={capital(say('fields_all'))} />
          <Radio value="these" label={capital(say('fields_these'))} />
        </div>
      </Radio.Group>
      {draft.allFields ? null : (
        <Checkbox.Group
          label={say('fields_which')}
          description={say('fields_hint')}
          value={[...draft.fields]}
          error={at('fields')}
          onChange={(next) => set({ fields: next })}
        >
          <div className={classes.columns}>
            {[...offered, ...ofOurs].map((each) => (
              <Checkbox key={each.code} value={each.code} label={each.label} />
            ))}
          </div>
        </Checkbox.Group>
      )}
      <RetentionFields retention={draft.retention} error={at('retention')} onChange={(retention) => set({ retention })} />
    </>
  )
}

/** What the gate looks at before anything is done for it; some it always looks at. */
export function Checking({ draft, set, at }: PartProps) {
  const say = useWords(purposeFormWords)
  const fixed: readonly string[] = [
    'present',
    ...alwaysChecked.filter((each) => each !== 'standing' || `dpv:${draft.dpv}` !== forThemselves),
    ...(draft.basis === 'consent' ? checkedOnConsent : []),
    ...(draft.needs.length > 0 ? ['agreement'] : []),
    ...(draft.weighs ? ['context'] : []),
  ]
  return (
    <Checkbox.Group
      label={say('checks')}
      description={say(draft.basis === 'consent' ? 'checks_hint_consent' : 'checks_hint')}
      value={[...draft.checks]}
      error={at('checks')}
      onChange={(next) => set({ checks: withAll(next, fixed) })}
    >
      <div className={classes.twoColumns}>
        {checks.map((each) => (
          <Checkbox key={each} value={each} label={say(`check_${each}`)} disabled={fixed.includes(each)} />
        ))}
      </div>
    </Checkbox.Group>
  )
}

const withAll = (list: readonly string[], more: readonly string[]): string[] => [...new Set([...list, ...more])]
