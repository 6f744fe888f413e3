import { mkdtemp, writeFile } from 'node:fs/promises'
import { request } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { createHost } from './host.js'
import { createServer } from './server.js'
import { house, lived, NOON_MS, PRICE, testEngine, testJournal } from './testing/house.js'
import type { StatusReply } from './wire.js'

function statusWithHeaders(url: string, headers: Record<string, string>): Promise<number> {
  return new Promise((resolve, reject) => {
    request(url, { headers }, (response) => {
      response.resume()
      resolve(response.statusCode ?? 0)
    })
      .on('error', reject)
      .end()
  })
}

describe('who may ask', () => {
  test.each([
    [{ host: 'evil.example' }, 421],
    [{ host: 'evil.example:80' }, 421],
    [{ host: '127.0.0.1.evil.example' }, 421],
    [{ host: 'localhost:1234' }, 200],
    [{ host: '[::1]:1234' }, 200],
    [{ origin: 'https://evil.example' }, 403],
    [{ origin: 'null' }, 403],
    [{ origin: 'http://localhost:5173' }, 200],
  ])('%j is answered with %i', async (headers, status) => {
    const at = await house()
    expect(await statusWithHeaders(`${at.url}/v1/status`, headers as Record<string, string>)).toBe(status)
  })

  test('an address that others can reach is refused unless that was said', async () => {
    const host = createHost({ engine: testEngine(), journal: testJournal(), clock: { nowMs: () => NOON_MS } })
    const refused = createServer({ host, bind: '0.0.0.0', port: 0, logLevel: 'silent' })
    await expect(refused.listen()).rejects.toMatchObject({
      code: 'bind_refused',
      message: expect.stringContaining('allowRemote'),
    })
    await refused.close()
    const allowed = createServer({ host, bind: '0.0.0.0', port: 0, allowRemote: true, logLevel: 'silent' })
    const { port } = await allowed.listen()
    expect((await fetch(`http://127.0.0.1:${port}/livez`)).status).toBe(200)
    await allowed.close()
  })

  test('a port that is taken says so and what to do', async () => {
    const at = await house()
    const port = Number(new URL(at.url).port)
    const second = createServer({ host: at.host, port, logLevel: 'silent' })
    await expect(second.listen()).rejects.toMatchObject({
      code: 'port_in_use',
      message: expect.stringContaining('another port'),
    })
    await second.close()
  })
})

describe('running it', () => {
  test('readyz is 503 once the host is closed, livez is not', async () => {
    const at = await lived()
    expect((await at.get('/readyz')).body).toEqual({ status: 'ok' })
    await at.host.close()
    expect((await at.get('/readyz')).problem).toMatchObject({ status: 503, code: 'server_stopping' })
    expect((await at.get('/livez')).body).toEqual({ status: 'ok' })
    expect((await at.post('/v1/commands', PRICE('1'))).problem.code).toBe('server_stopping')
  })

  test('a restart from the journal shows the same state', async () => {
    const at = await lived()
    await at.command(PRICE('53500'))
    const before = (await at.get<StatusReply>('/v1/status?stateHash=now')).body
    const again = await house({ journal: testJournal(at.journal.records) })
    const after = (await again.get<StatusReply>('/v1/status')).body
    expect({ ...after, startedAt: '' }).toEqual({ ...before, startedAt: '' })
    expect((await again.get('/v1/liquidations')).body).toEqual((await at.get('/v1/liquidations')).body)
    expect((await again.get('/v1/accounts')).body).toEqual((await at.get('/v1/accounts')).body)
  })

  test('files of the dashboard are served beside the routes, never instead of them', async () => {
    const staticDir = await mkdtemp(join(tmpdir(), 'plimsoll-static-'))
    await writeFile(join(staticDir, 'index.html'), '<!doctype html><title>Plimsoll</title>')
    const at = await house({ server: { staticDir } })
    const page = await at.get<string>('/')
    expect([page.status, page.body]).toEqual([200, '<!doctype html><title>Plimsoll</title>'])
    expect(page.headers.get('content-security-policy')).toContain("default-src 'self'")
    expect((await at.get('/v1/status')).status).toBe(200)
    expect((await at.get('/v1/statsu')).problem.detail).toContain('/v1/status')
    expect((await at.get('/../package.json')).status).toBe(404)
  })
})
