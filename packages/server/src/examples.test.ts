import { readFile, writeFile } from 'node:fs/promises'
import { createEngine, rulebookOf } from '@plimsoll/core'
import { expect, test } from 'vitest'
import { WebSocket } from 'ws'
import { btcLong, type House, house, PRICE } from './testing/house.js'

/**
 * docs/server.md shows what the server really answers. Where an answer has changed on purpose,
 * `WRITE_DOCS=1 npx vitest run packages/server/src/examples.test.ts` writes the page anew.
 */
const PAGE = new URL('../../../docs/server.md', import.meta.url)
const BEGIN = '<!-- The examples below are written by packages/server/src/examples.test.ts. -->'

interface Example {
  readonly title: string
  readonly say: string
  readonly request: readonly [method: 'GET' | 'POST', path: string, body?: object]
}

const EXAMPLES: readonly Example[] = [
  { title: 'Status', say: 'Everything on one page.', request: ['GET', '/v1/status?stateHash=now'] },
  {
    title: 'Accounts',
    say: 'Most in danger first. `sort=healthFactor|equity|id`, `status=warned`, `q=` part of the id, `limit` up to 1,000, `cursor` from the page before.',
    request: ['GET', '/v1/accounts?limit=1'],
  },
  {
    title: 'One account',
    say: 'The same answer as `plimsoll check --json`, with the id and the liquidations in progress; `/v1/accounts/{id}/margin` is the same. `target` is the healthFactor that cures reach.',
    request: ['GET', '/v1/accounts/alice?target=2'],
  },
  {
    title: 'Preview',
    say: 'Tried on a copy: nothing is recorded and nothing changes. `account` may be left out of a command. Events are those of this account.',
    request: [
      'POST',
      '/v1/accounts/alice/preview',
      {
        commands: [
          { type: 'deposit', asset: 'USDT', amount: '500' },
          { type: 'withdraw', asset: 'USDT', amount: '90000' },
        ],
      },
    ],
  },
  { title: 'Prices', say: 'With their age by the clock of the server.', request: ['GET', '/v1/prices'] },
  {
    title: 'Commands',
    say: 'One, or a list that is decided in order. Accepted ones are on disk when the answer comes. A refusal is an answer too: it has a reason and no record.',
    request: [
      'POST',
      '/v1/commands',
      {
        commands: [
          { type: 'price', market: 'BTCUSDT', price: '53500' },
          { type: 'deposit', account: 'nobody', asset: 'USDT', amount: '1' },
        ],
      },
    ],
  },
  { title: 'Liquidations', say: 'Newest first; `account`, `limit`, `cursor`.', request: ['GET', '/v1/liquidations'] },
  { title: 'One liquidation', say: 'With its course, event by event.', request: ['GET', '/v1/liquidations/:first'] },
  {
    title: 'Events',
    say: 'The newest first; the whole history is the journal.',
    request: ['GET', '/v1/events?limit=1'],
  },
  {
    title: 'Health',
    say: '`/livez`: the process runs. `/readyz`: commands are accepted.',
    request: ['GET', '/readyz'],
  },
  { title: 'A problem', say: 'Every error has this form.', request: ['GET', '/v1/accounts/alcie'] },
]

test('the examples of docs/server.md are what the server answers', { timeout: 20_000 }, async () => {
  const at = await house({ engine: createEngine({ rulebooks: [rulebookOf('binance-usdm')] }) })
  await at.command(
    { type: 'fund', venue: 'binance-usdm', asset: 'USDT', amount: '500' },
    PRICE('60000'),
    btcLong('alice'),
    btcLong('bob', '50000'),
    PRICE('58000'),
  )
  const sections: string[] = []
  for (const example of EXAMPLES) sections.push(await section(at, example))
  sections.push(await streamSection(at), await metricsSection(at))
  const page = await readFile(PAGE, 'utf8')
  const prose = page.slice(0, page.indexOf(BEGIN) + BEGIN.length)
  const made = `${prose}\n\n${sections.join('\n\n')}\n`
  if (process.env.WRITE_DOCS === '1') await writeFile(PAGE, made)
  else expect(page).toBe(made)
})

async function section(at: House, { title, say, request }: Example): Promise<string> {
  const [method, pattern, body] = request
  const [first] = at.engine.state.liquidations.keys()
  const path = pattern.replace(':first', first ?? '')
  const answer = method === 'GET' ? await at.get(path) : await at.post(path, body)
  const sent = body === undefined ? '' : `\n\n${laidOut(body)}`
  const json = laidOut(answer.body).replace(
    /"requestId": "[^"]*"/,
    '"requestId": "0d9c6f6e-7a0b-4c55-9f0e-3a5a54d1b0f2"',
  )
  return `### ${title}\n\n${say}\n\n\`${method} ${path}\`\n\n\`\`\`json\n${[sent.trim(), json].filter((part) => part !== '').join('\n```\n\n```json\n')}\n\`\`\``
}

/** JSON with everything on one line that fits there. */
function laidOut(json: unknown, indent = ''): string {
  const flat = inOneLine(json)
  if (typeof json !== 'object' || json === null || indent.length + flat.length <= 132) return flat
  const inner = `${indent}  `
  const lines = Array.isArray(json)
    ? json.map((each) => `${inner}${laidOut(each, inner)}`)
    : Object.entries(json).map(([key, each]) => `${inner}"${key}": ${laidOut(each, inner)}`)
  const [open, close] = Array.isArray(json) ? ['[', ']'] : ['{', '}']
  return `${open}\n${lines.join(',\n')}\n${indent}${close}`
}

function inOneLine(json: unknown): string {
  if (typeof json !== 'object' || json === null) return JSON.stringify(json)
  if (Array.isArray(json)) return `[${json.map(inOneLine).join(', ')}]`
  const pairs = Object.entries(json).map(([key, each]) => `"${key}": ${inOneLine(each)}`)
  return pairs.length === 0 ? '{}' : `{ ${pairs.join(', ')} }`
}

async function streamSection(at: House): Promise<string> {
  const socket = new WebSocket(`${at.url.replace('http', 'ws')}/v1/ws`)
  const frames: string[] = []
  socket.on('message', (frame) => frames.push(String(frame)))
  const request = '{"op":"subscribe","channel":"prices"}'
  socket.on('open', () => socket.send(request))
  await expect.poll(() => frames.length).toBe(1)
  await at.command(PRICE('53400'))
  await expect.poll(() => frames.length).toBe(2)
  socket.terminate()
  return `### Stream\n\n\`ws://127.0.0.1:7546/v1/ws\`, one JSON object a frame: one is sent, two come back.\n\n\`\`\`json\n${[request, ...frames].join('\n```\n\n```json\n')}\n\`\`\``
}

async function metricsSection(at: House): Promise<string> {
  const { body } = await at.get<string>('/metrics')
  const kept =
    /^plimsoll_(?:up|accounts\{venue="binance-usdm",status="(?:healthy|bankrupt|liquidating)"|liquidations_total\{venue="b|insurance|price_age|commands_total)/
  const lines = body.split('\n').filter((line) => kept.test(line))
  return `### Metrics\n\n\`GET /metrics\`, Prometheus text; a few of its lines:\n\n\`\`\`text\n${lines.join('\n')}\n\`\`\``
}
