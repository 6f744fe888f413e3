import {
  differenceOf,
  exact,
  type Price,
  productOf,
  type Quantity,
  type Ratio,
  type Rational,
  smallestOf,
  sumOf,
  toValueCeil,
  UNIT,
  type Value,
} from '../../../number/index.js'
import { intrinsicAt, type OptionTerms, outOfTheMoney } from './contract.js'
import type { NakedRates } from './naked.js'
import { nakedPerShare, type ShortOption } from './naked.js'

/** Stock that stands beside an option: its price and how many shares. */
export interface HedgedStock {
  readonly stock: Price
  readonly shares: Quantity
}

/**
 * Opening a covered call: the stock's Regulation T part, and what of it the premium received leaves to pay. The call itself asks for
 * nothing.
 *
 *   stock = ⌈S × shares × rate⌉; netOfPremium = stock − premium × shares
 */
export function coveredCallInitial(
  held: HedgedStock,
  options: { readonly rate: Ratio; readonly premium: Price },
): { readonly stock: Value; readonly netOfPremium: Value } {
  const shares = exact(held.shares)
  const own = productOf(exact(held.stock), shares, exact(options.rate))
  return {
    stock: toValueCeil(own),
    netOfPremium: toValueCeil(differenceOf(own, productOf(exact(options.premium), shares))),
  }
}

/** Opening a protective put: the stock's Regulation T part and the whole premium, ⌈S × shares × rate + premium × shares⌉. */
export function protectivePutInitialCeil(
  held: HedgedStock,
  options: { readonly rate: Ratio; readonly premium: Price },
): Value {
  const perShare = sumOf(productOf(exact(held.stock), exact(options.rate)), exact(options.premium))
  return toValueCeil(productOf(perShare, exact(held.shares)))
}

/** Opening a covered put: the short stock's whole credit, proceeds included, ⌈S × shares × (1 + rate)⌉; the put itself asks for nothing. */
export function coveredPutTotalCeil(held: HedgedStock, rate: Ratio): Value {
  return toValueCeil(productOf(exact(held.stock), exact(held.shares), sumOf(UNIT, exact(rate))))
}

/**
 * A collar: long stock, a long put, a short call of a higher strike.
 *
 *   initial = (S × rate + [S − Kcall]⁺) × shares; maintenance = min(0.10 × Kput + [S − Kput]⁺, 0.25 × Kcall) × shares
 *
 * Source: FINRA Rule 4210(f)(2)(H)(v); checked against broker statements in an open engine's tests (read 2026-11).
 */
export function collarMargin(
  held: HedgedStock,
  collar: { readonly putStrike: Price; readonly callStrike: Price },
  rates: HedgeRates,
): { readonly initial: Value; readonly maintenance: Value } {
  const shares = exact(held.shares)
  const initial = sumOf(
    productOf(exact(held.stock), exact(rates.initial)),
    intrinsicAt({ right: 'call', strike: collar.callStrike }, exact(held.stock)),
  )
  return {
    initial: toValueCeil(productOf(initial, shares)),
    maintenance: toValueCeil(productOf(collarMaintenance(held.stock, collar, rates), shares)),
  }
}

/** Shares of strikes that hedged stock keeps. */
export interface HedgeRates {
  /** 0.5: Regulation T's part of the stock. */
  readonly initial: Ratio
  /** 0.10: of a protecting option's strike. */
  readonly ofStrike: Ratio
  /** 0.25: of the call strike that caps a collar. */
  readonly ofCallStrike: Ratio
}

/** Per share, exact: the maintenance of a collar. */
export function collarMaintenance(
  stock: Price,
  collar: { readonly putStrike: Price; readonly callStrike: Price },
  rates: HedgeRates,
): Rational {
  return smallestOf(
    protectedPerShare(stock, { right: 'put', strike: collar.putStrike }, exact(rates.ofStrike)),
    productOf(exact(rates.ofCallStrike), exact(collar.callStrike)),
  )
}

/** Per share, exact: what stock keeps whose loss an own option stops: ofStrike × K + out of the money. */
export function protectedPerShare(stock: Price, option: OptionTerms, ofStrike: Rational): Rational {
  return sumOf(productOf(ofStrike, exact(option.strike)), outOfTheMoney(option, stock))
}

/**
 * A conversion (long stock, long put, short call of one strike) or a reverse conversion (short stock, short put, long call).
 *
 *   t = [S − K]⁺ for a conversion, [K − S]⁺ for a reverse; initial = (S × rate + t) × shares; maintenance = (0.10 × K + t) × shares
 *
 * Source: FINRA Rule 4210(f)(2)(H)(v); a broker's statement adds t to the conversion (read 2026-11).
 */
export function conversionMargin(
  held: HedgedStock,
  conversion: { readonly side: 'conversion' | 'reverse'; readonly strike: Price },
  rates: HedgeRates,
): { readonly initial: Value; readonly maintenance: Value } {
  const shares = exact(held.shares)
  const right = conversion.side === 'conversion' ? 'call' : 'put'
  const turned = intrinsicAt({ right, strike: conversion.strike }, exact(held.stock))
  const initial = sumOf(productOf(exact(held.stock), exact(rates.initial)), turned)
  const maintenance = sumOf(productOf(exact(rates.ofStrike), exact(conversion.strike)), turned)
  return {
    initial: toValueCeil(productOf(initial, shares)),
    maintenance: toValueCeil(productOf(maintenance, shares)),
  }
}

/**
 * A short option that outlives its long one gets no relief: the long is paid in full, the short is naked.
 *
 *   margin = (longPrice + nakedPerShare) × shares, up
 */
export function shortOutlivesLongCeil(
  pair: { readonly longPrice: Price; readonly short: ShortOption },
  rates: NakedRates,
  shares: Quantity,
): Value {
  return toValueCeil(productOf(sumOf(exact(pair.longPrice), nakedPerShare(pair.short, rates)), exact(shares)))
}
