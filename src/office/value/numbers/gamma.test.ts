import assert from 'node:assert/strict'
import { test } from 'node:test'
import { digamma, gammaTail, lnBeta, lnGamma, logSumExp } from './gamma.ts'
import { hypergeometric, hypergeometricOfMinus } from './hypergeometric.ts'

const close = (found: number, expected: number, within: number, what: string) =>
  assert.ok(Math.abs(found - expected) <= within * Math.max(1, Math.abs(expected)), `${what}: ${found}, not ${expected}`)

test('ln Γ has its published values (Abramowitz and Stegun, tables 6.1 to 6.4, and factorials)', () => {
  close(lnGamma(0.5), 0.5 * Math.log(Math.PI), 1e-14, 'Γ(½) = √π')
  close(lnGamma(1), 0, 1e-14, 'Γ(1)')
  close(lnGamma(2), 0, 1e-14, 'Γ(2)')
  close(Math.exp(lnGamma(1.5)), 0.886_226_925_452_758, 1e-14, 'Γ(1.5)')
  close(lnGamma(101), 363.739_375_555_563_5, 1e-14, '100!')
  close(lnGamma(1e-8), -Math.log(1e-8), 1e-8, 'near nothing')
  close(lnBeta(2, 3), Math.log(1 / 12), 1e-13, 'B(2, 3)')
})

test('ψ has its published values and is the slope of ln Γ', () => {
  close(digamma(1), -0.577_215_664_901_532_9, 1e-14, 'minus Euler’s constant')
  close(digamma(0.5), -1.963_510_026_021_423_5, 1e-14, 'ψ(½)')
  for (const x of [0.01, 0.3, 1.7, 9.99, 10.01, 250]) close(digamma(x), (lnGamma(x + 1e-5) - lnGamma(x - 1e-5)) / 2e-5, 1e-4 / x, `ψ(${x})`)
})

test('sums of exponents neither overflow nor vanish', () => {
  close(logSumExp(1000, 1000), 1000 + Math.LN2, 1e-15, 'two large')
  assert.equal(logSumExp(Number.NEGATIVE_INFINITY, 3), 3)
  assert.equal(logSumExp(Number.NEGATIVE_INFINITY, Number.NEGATIVE_INFINITY), Number.NEGATIVE_INFINITY)
})

test('the tail of a gamma is that of an exponential for shape 1 and of a χ² for halves', () => {
  for (const x of [0.1, 1, 1.9, 2.1, 30]) close(gammaTail(1, x), Math.exp(-x), 1e-13, `Q(1, ${x})`)
  close(gammaTail(0.5, 3.841_458_820_694_124 / 2), 0.05, 1e-12, 'χ² of one degree at 5 %')
  close(gammaTail(5, 18.307_038_053_275_14 / 2), 0.05, 1e-12, 'χ² of ten degrees at 5 %')
  assert.equal(gammaTail(2, 0), 1)
})

test('2F1 is what it is where it is elementary', () => {
  for (const z of [0.01, 0.3, 0.7, 0.97]) {
    close(hypergeometric(1, 1, 2, z), -Math.log1p(-z) / z, 1e-12, `−ln(1−${z})/${z}`)
    close(hypergeometric(40, 3, 3, z), (1 - z) ** -40, 1e-11, `(1−${z})^−40`)
    close(hypergeometric(0.5, 0.5, 1.5, z * z), Math.asin(z) / z, 1e-12, `arcsin ${z}`)
    close(hypergeometricOfMinus(1, 1, 2, z), Math.log1p(z) / z, 1e-12, `ln(1+${z})/${z}`)
  }
  close(hypergeometricOfMinus(0.5, 1, 1.5, 25), Math.atan(5) / 5, 1e-12, 'arctan 5')
})
