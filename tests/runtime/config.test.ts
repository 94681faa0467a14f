import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import * as z from 'zod';
import { CONFIG_VARIABLES, loadConfig } from '#server/config.ts';

const ROOT = join(import.meta.dirname, '../..');
const read = (name: string) => readFileSync(join(ROOT, name), 'utf8');

describe('loadConfig', () => {
  it('needs nothing for the embedded installation', () => {
    expect(loadConfig({})).toMatchObject({
      http: { host: '127.0.0.1', port: 4600, publicUrl: 'http://localhost:4600' },
      database: { kind: 'embedded' },
      storage: { kind: 'disk' },
      dataDir: './data',
    });
  });

  it('says all that is wrong at once', () => {
    const load = () =>
      loadConfig({ PORT: 'eighty', DATABASE_URL: 'postgres://x/y', S3_BUCKET: 'b', SECRET: '' });
    expect(load).toThrow(/PORT/);
    const complete = () => loadConfig({ DATABASE_URL: 'postgres://x/y', S3_BUCKET: 'b' });
    expect(complete).toThrow(
      /SECRET is required[^]*S3_ACCESS_KEY_ID is required[^]*S3_SECRET_ACCESS_KEY is required/,
    );
    expect(() => loadConfig({ DATABASE_URL: 'postgres://x/y', SECRET: 'short' })).toThrow(
      /at least 32 characters/,
    );
  });

  it('switches to external PostgreSQL and S3', () => {
    const config = loadConfig({
      DATABASE_URL: 'postgres://x/y',
      SECRET: 'x'.repeat(32),
      S3_BUCKET: 'b',
      S3_ENDPOINT: 'http://s3:8333',
      S3_ACCESS_KEY_ID: 'k',
      S3_SECRET_ACCESS_KEY: 's',
      PUBLIC_URL: 'https://p.example/',
    });
    expect(config.storage).toMatchObject({ kind: 's3', bucket: 'b', forcePathStyle: true });
    expect(config.http.publicUrl).toBe('https://p.example');
  });
});

const Compose = z.object({
  services: z.record(
    z.string(),
    z.object({
      environment: z.record(z.string(), z.string()).optional(),
      command: z.array(z.string()).optional(),
      image: z.string(),
    }),
  ),
});

describe('what is shipped', () => {
  const compose = Compose.parse(parse(read('docker-compose.yml'), { merge: true }));

  it.each(['server', 'worker'])(
    'gives the %s variables that exist, and that make a valid configuration',
    (name) => {
      const { environment = {} } = compose.services[name] ?? {};
      expect(Object.keys(environment).filter((variable) => !(variable in CONFIG_VARIABLES))).toEqual([]);
      const given = Object.fromEntries(
        Object.entries(environment).map(([variable, value]) => [
          variable,
          fill(value, { PUBLIC_URL: 'https://p.example', S3_PUBLIC_ENDPOINT: 'https://s3.example' }),
        ]),
      );
      expect(loadConfig(given)).toMatchObject({
        database: { kind: 'url' },
        storage: { kind: 's3', bucket: 'playhead' },
      });
    },
  );

  it('has no default secret: each is required by name', () => {
    for (const { environment = {} } of Object.values(compose.services)) {
      for (const [variable, value] of Object.entries(environment)) {
        const isSecret = /SECRET|PASSWORD|ACCESS_KEY/.test(variable);
        expect(isSecret ? /\$\{\w+:\?/.test(value) : true, `${variable} must have no default`).toBe(true);
      }
    }
  });

  it('starts programs that the image holds', () => {
    const dockerfile = read('Dockerfile');
    for (const name of ['server', 'worker']) {
      const [program, script = ''] = compose.services[name]?.command ?? [];
      expect(program).toBe('node');
      expect(read(script)).toContain('loadConfig()');
      expect(dockerfile).toContain(`/app/${script.split('/')[0]} `);
    }
    expect(dockerfile).toContain('FROM node:24');
    expect(dockerfile).toContain('ffmpeg');
  });

  it('is described in the README, variable by variable', () => {
    const readme = read('README.md');
    for (const [name, { about }] of Object.entries(CONFIG_VARIABLES))
      expect(readme).toContain(`| \`${name}\` | ${about}`);
  });
});

/** Fills `${NAME:?…}` and `${NAME:-default}` as compose does. */
function fill(text: string, values: Record<string, string>): string {
  return text.replaceAll(
    /\$\{(\w+):([?-])([^}]*)\}/g,
    (_, name: string, kind: string, rest: string) =>
      values[name] ?? (kind === '-' ? rest : `${name.toLowerCase().padEnd(32, 'x')}`),
  );
}
