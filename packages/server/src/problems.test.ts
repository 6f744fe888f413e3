import { connect } from 'node:net'
import { describe, expect, test } from 'vitest'
import { house, lived, PRICE } from './testing/house.js'

/** Sends bytes as they are and gives the answer as text. */
function raw(url: string, bytes: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect(Number(new URL(url).port), '127.0.0.1', () => socket.write(bytes))
    let text = ''
    socket.on('data', (chunk) => {
      text += chunk
    })
    socket.on('end', () => resolve(text))
    socket.on('error', reject)
  })
}

describe('errors are problems with a code, a place and a request id', () => {
  test.each([
    ['/v1/acounts', 404, 'route_unknown', 'Did you mean /v1/accounts?'],
    ['/v1/accounts/alice/magrin', 404, 'route_unknown', 'Did you mean /v1/accounts/{id}/margin?'],
    ['/nothing/like/it', 404, 'route_unknown', 'docs/server.md'],
    ['/v1/accounts/alcie', 404, 'unknown_account', 'Did you mean "alice"?'],
    ['/v1/accounts/alcie/margin', 404, 'unknown_account', 'Did you mean "alice"?'],
    ['/v1/liquidations/l-9', 404, 'unknown_liquidation', '/v1/liquidations'],
    ['/v1/accounts?limt=5', 400, 'unknown_key', 'limt is not a known query key. Did you mean "limit"?'],
    ['/v1/prices?x=1', 400, 'unknown_key', 'x is not a known query key.'],
    ['/v1/accounts?limit=0', 400, 'query_invalid', 'limit must be >= 1'],
    ['/v1/accounts?limit=1001', 400, 'query_invalid', 'limit must be <= 1000'],
    ['/v1/accounts?limit=many', 400, 'query_invalid', 'limit must be integer'],
    ['/v1/accounts?status=helthy', 400, 'query_invalid', 'Did you mean "healthy"?'],
    ['/v1/accounts?sort=healthfactor', 400, 'query_invalid', 'Did you mean "healthFactor"?'],
    ['/v1/accounts?cursor=xyz', 400, 'cursor_invalid', 'begin again'],
    [
      `/v1/accounts?sort=id&cursor=${Buffer.from('["equity","1","a"]').toString('base64url')}`,
      400,
      'cursor_invalid',
      'same order',
    ],
    [
      `/v1/accounts?cursor=${Buffer.from('["healthFactor","x","a"]').toString('base64url')}`,
      400,
      'cursor_invalid',
      'begin again',
    ],
    [
      `/v1/liquidations?cursor=${Buffer.from('["liquidations","x"]').toString('base64url')}`,
      400,
      'cursor_invalid',
      'begin again',
    ],
    ['/v1/status?stateHash=later', 400, 'query_invalid', 'stateHash must be now'],
    ['/v1/accounts/alice?target=1e3', 400, 'number_invalid', '1e3'],
    ['/v1/accounts/%E0%A4%A', 400, 'request_invalid', 'URL'],
    [`/v1/accounts/${'x'.repeat(600)}`, 400, 'request_invalid', '500 characters'],
    ['/v1/ws', 426, 'upgrade_required', 'ws://'],
  ])('GET %s', async (path, status, code, detail) => {
    const at = await lived()
    const answer = await at.get(path)
    expect(answer.problem).toMatchObject({ status, code, type: `/docs/ERRORS.md#${code}`, title: expect.any(String) })
    expect(answer.problem.detail).toContain(detail)
    expect(answer.status).toBe(status)
    expect(answer.headers.get('content-type')).toBe('application/problem+json; charset=utf-8')
    expect(answer.problem.instance).toBe(path.split('?')[0])
    expect(answer.problem.requestId).toMatch(/^[0-9a-f-]{36}$/)
  })

  const deep = (depth: number) => `{"commands":${'['.repeat(depth)}${']'.repeat(depth)}}`

  test.each([
    ['/v1/commands', '{"commands":[', 400, 'body_invalid', 'not JSON'],
    ['/v1/commands', '', 400, 'body_invalid', 'empty'],
    ['/v1/commands', '[]', 400, 'document_invalid', 'an object'],
    ['/v1/commands', '{"commands":{}}', 400, 'body_invalid', 'commands must be a list'],
    ['/v1/commands', '{"comands":[]}', 400, 'unknown_key', 'Did you mean "commands"?'],
    [
      '/v1/commands',
      '{"type":"prize","market":"BTCUSDT","price":"1"}',
      400,
      'unknown_command',
      'Did you mean "price"?',
    ],
    ['/v1/commands', '{"type":"price","market":"BTCUSDT","price":58000}', 400, 'document_invalid', 'a decimal string'],
    [
      '/v1/commands',
      `{"type":"price","market":"BTCUSDT","price":"${'9'.repeat(70)}"}`,
      400,
      'number_too_long',
      '60 digits',
    ],
    [
      '/v1/commands',
      '{"type":"price","market":"BTCUSDT","price":"0.1234567890123456789"}',
      400,
      'precision_loss',
      '18 decimals',
    ],
    [
      '/v1/commands',
      '{"type":"price","market":"BTCUSDT","price":"1","__proto__":{"x":1}}',
      400,
      'unknown_key',
      '__proto__',
    ],
    ['/v1/commands', deep(40), 400, 'body_too_deep', '32'],
    ['/v1/commands', deep(500_000), 400, 'body_too_deep', '32'],
    [
      '/v1/commands',
      JSON.stringify({ commands: Array.from({ length: 1001 }, () => ({ type: 'advance' })) }),
      400,
      'too_many_commands',
      '1000',
    ],
    ['/v1/commands', JSON.stringify({ type: 'advance', x: 'y'.repeat(1_100_000) }), 413, 'body_too_large', '1 MB'],
    ['/v1/accounts/alice/preview', '{}', 400, 'body_invalid', 'commands must be a list'],
    [
      '/v1/accounts/alice/preview',
      '{"commands":[{"type":"deposit","asset":"USDT"}]}',
      400,
      'document_invalid',
      'commands[0].amount',
    ],
    ['/v1/accounts/alice/preview', '{"commands":[],"target":2}', 400, 'body_invalid', 'target'],
    [
      '/v1/accounts/alice/preview',
      JSON.stringify({ commands: Array.from({ length: 101 }, () => ({ type: 'advance' })) }),
      400,
      'too_many_commands',
      '100',
    ],
    ['/v1/accounts/alcie/preview', '{"commands":[]}', 404, 'unknown_account', 'Did you mean "alice"?'],
    ['/v1/status', '{}', 405, 'method_not_allowed', 'use GET'],
    ['/v1/comands', '{}', 404, 'route_unknown', '/v1/commands'],
  ])('POST %s %.60s', async (path, body, status, code, detail) => {
    const at = await lived()
    const answer = await at.post(path, body)
    expect([answer.status, answer.problem.code]).toEqual([status, code])
    expect(answer.problem.detail).toContain(detail)
    expect(at.journal.head.seq).toBe(4)
  })

  test.each(['['.repeat(100), `"${'['.repeat(100)}`, `\\${'{'.repeat(100)}`])(
    'brackets inside a string are not depth: %.6s',
    async (market) => {
      const at = await house()
      const { status, body } = await at.post('/v1/commands', { type: 'price', market, price: '1' })
      expect([status, body]).toEqual([200, expect.objectContaining({ journalSeq: 1 })])
    },
  )

  test.each([['text/plain'], ['application/x-www-form-urlencoded'], ['multipart/form-data; boundary=x']])(
    'a body of %s is not read: a form of another page can send it',
    async (type) => {
      const at = await house()
      const body = JSON.stringify(PRICE('1'))
      const { status, problem } = await at.post('/v1/commands', body, { headers: { 'content-type': type } })
      expect([status, problem.code]).toEqual([415, 'media_type_unsupported'])
      expect(at.journal.head.seq).toBe(0)
    },
  )

  test('a method that a route does not take names those that it does', async () => {
    const at = await house()
    const { status, headers } = await at.get('/v1/commands')
    expect([status, headers.get('allow')]).toEqual([405, 'POST'])
  })

  test('a fault of our own says nothing of the inside', async () => {
    const at = await lived()
    at.host.history.events = () => {
      throw new Error('secret path /etc')
    }
    const { status, problem } = await at.get('/v1/events')
    expect([status, problem.code]).toEqual([500, 'internal_error'])
    expect(JSON.stringify(problem)).not.toContain('secret')
  })

  test('what is not HTTP, or has too many header bytes, is answered in the same form', async () => {
    const at = await house()
    expect(await raw(at.url, 'HELLO\r\n\r\n')).toMatch(/^HTTP\/1\.1 400 .*"code":"request_invalid"/s)
    const long = `GET /livez HTTP/1.1\r\nhost: 127.0.0.1\r\nx: ${'y'.repeat(10_000)}\r\n\r\n`
    expect(await raw(at.url, long)).toMatch(/^HTTP\/1\.1 431 .*"code":"headers_too_large"/s)
  })

  test('a request that dawdles is ended', async () => {
    const at = await house({ server: { limits: { headersTimeoutMs: 300, requestTimeoutMs: 400 } } })
    expect(await raw(at.url, 'GET /livez HTTP/1.1\r\nhost: 127.0.0.1\r\n')).toMatch(
      /^HTTP\/1\.1 408 .*request_timeout/s,
    )
  })
})
