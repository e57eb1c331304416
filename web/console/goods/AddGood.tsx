import { Autocomplete, Button, NumberInput, TextInput } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { type FormEvent, useState } from 'react'
import { register } from '../../../src/keep/terms/contract.ts'
import { call } from '../../ui/api.ts'
import { ErrorBox } from '../../ui/ErrorBox.tsx'
import { Fold } from '../../ui/Fold.tsx'
import { currencySign, fractionDigits } from '../../ui/formats.ts'
import { useWords } from '../../ui/words.ts'
import { aboutQuery } from '../session/session.ts'
import classes from './Goods.module.css'
import { goodsWords } from './goods.words.ts'

/** Puts a good on the shelf, and leads to its page, which says whom it concerns. */
export function AddGood({ categories }: { categories: readonly string[] }) {
  const say = useWords(goodsWords)
  const client = useQueryClient()
  const navigate = useNavigate()
  const { data: about } = useQuery(aboutQuery)
  const currency = about?.currency ?? 'RUB'
  const [title, setTitle] = useState('')
  const [sku, setSku] = useState('')
  const [category, setCategory] = useState('')
  const [price, setPrice] = useState<number | string>('')
  const add = useMutation({
    mutationFn: () => {
      const price_minor = Math.round(Number(price) * 10 ** fractionDigits(currency))
      return call(register, { body: { products: [{ sku: sku.trim(), title: title.trim(), category: category.trim() || null, price_minor }] } })
    },
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: ['goods'] })
      await navigate({ to: '/goods/$sku', params: { sku: sku.trim() } })
    },
  })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    add.mutate()
  }
  return (
    <Fold title={say('add_title')} closed>
      <form className={classes.form} onSubmit={submit}>
        <TextInput label={say('name')} required value={title} onChange={(event) => setTitle(event.currentTarget.value)} />
        <TextInput label={say('sku')} required value={sku} onChange={(event) => setSku(event.currentTarget.value)} />
        <Autocomplete label={say('category')} data={[...categories]} value={category} onChange={setCategory} />
        <NumberInput label={say('price')} required min={0} rightSection={currencySign(currency)} value={price} onChange={setPrice} />
        {add.error ? <ErrorBox error={add.error} /> : null}
        <Button type="submit" loading={add.isPending} disabled={title.trim() === '' || sku.trim() === '' || !(Number(price) > 0)}>
          {say('save')}
        </Button>
      </form>
    </Fold>
  )
}
