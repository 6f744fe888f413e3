import { expect, test } from 'vitest'
import { lived, PRICE } from './testing/house.js'

test('metrics are Prometheus text in base units, without accounts as labels', async () => {
  const at = await lived()
  await at.command(PRICE('53500'))
  await at.post('/v1/commands', { type: 'deposit', account: 'nobody', asset: 'USDT', amount: '1' })
  at.clock.atMs += 2500
  const { body, headers } = await at.get<string>('/metrics')
  expect(headers.get('content-type')).toBe('text/plain; version=0.0.4; charset=utf-8')
  const samples = parsePrometheus(body)
  expect(samples.get('plimsoll_accounts{venue="binance-usdm",status="liquidating"}')).toBe(1)
  expect(samples.get('plimsoll_liquidations_total{venue="binance-usdm"}')).toBe(1)
  expect(samples.get('plimsoll_open_liquidations{venue="binance-usdm"}')).toBe(1)
  expect(samples.get('plimsoll_insurance_fund_balance{venue="binance-usdm",asset="USDT"}')).toBe(500)
  expect(samples.get('plimsoll_commands_total{type="price",outcome="accepted"}')).toBe(3)
  expect(samples.get('plimsoll_commands_total{type="deposit",outcome="rejected"}')).toBe(1)
  expect(samples.get('plimsoll_price_age_seconds{market="BTCUSDT"}')).toBe(2.5)
  expect(samples.get('plimsoll_http_requests_total{method="POST",route="/v1/commands",status="200"}')).toBe(1)
  expect(samples.get('plimsoll_up')).toBe(1)
  expect(samples.get('plimsoll_log_commit_duration_seconds_count')).toBe(at.journal.commits)
  expect(samples.get('plimsoll_log_commit_duration_seconds_bucket{le="+Inf"}')).toBe(at.journal.commits)
  expect([...samples.keys()].some((name) => name.startsWith('plimsoll_build_info{version="'))).toBe(true)
  expect(body).not.toContain('alice')
})

/** Reads the text format strictly: a sample of a family that was not announced, or a value that is no number, throws. */
function parsePrometheus(text: string): ReadonlyMap<string, number> {
  const families = new Set<string>()
  const samples = new Map<string, number>()
  for (const line of text.split('\n').slice(0, -1)) {
    const announced = /^# (?:HELP (\w+) .+|TYPE (\w+) (?:counter|gauge|histogram))$/.exec(line)
    if (announced !== null) {
      families.add(announced[1] ?? announced[2] ?? '')
      continue
    }
    const sample = /^(\w+)(\{(?:\w+="(?:[^"\\]|\\.)*",?)*\})? (\S+)$/.exec(line)
    if (sample === null) throw new Error(`not a sample: ${line}`)
    const [, name = '', labels = '', value = ''] = sample
    const base = name.replace(/_(?:bucket|sum|count)$/, '')
    if (!families.has(name) && !families.has(base)) throw new Error(`not announced: ${line}`)
    if (Number.isNaN(Number(value))) throw new Error(`not a number: ${line}`)
    if (samples.has(name + labels)) throw new Error(`twice: ${line}`)
    samples.set(name + labels, Number(value))
  }
  if (!text.endsWith('\n')) throw new Error('the last line has no end')
  return samples
}
