import { isNegative } from '../number/decimal.js'
import { accountAddress } from '../router.js'

/** Which way a position goes: sea for long, sail for short, and the word. */
export function SideWord({ quantity }: { readonly quantity: string }) {
  return isNegative(quantity) ? <span class="sail">short</span> : <span class="sea">long</span>
}

/** An account's name; its link covers the row. */
export function AccountLink({ id }: { readonly id: string }) {
  return (
    <a class="id" data-row href={accountAddress(id)} title={id}>
      {shortId(id)}
    </a>
  )
}

/** Long ids keep both ends; the whole one is in the tooltip and on the account's page. */
export function shortId(id: string): string {
  return id.length <= 18 ? id : `${id.slice(0, 8)}…${id.slice(-6)}`
}
