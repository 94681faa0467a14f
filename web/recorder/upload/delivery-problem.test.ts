import { expect, it } from 'vitest';
import { ApiError } from '../../api/api-error.ts';
import { PutError } from '../../api/put-object.ts';
import { UnreachableError } from '../../api/reach.ts';
import { askedWait, problemOf } from './delivery-problem.ts';

const api = (status: number, code: ApiError['code']) =>
  new ApiError(status, { code, message: '', requestId: '' });

it('tells what holds an upload up', () => {
  const kind = (error: unknown, isOnline = true) => problemOf(error, isOnline).kind;
  expect(kind(new UnreachableError(null), false)).toBe('offline');
  expect(kind(new UnreachableError(null))).toBe('unreachable');
  expect(kind(new PutError(0))).toBe('unreachable');
  expect(kind(new PutError(413))).toBe('tooLarge');
  expect(kind(new PutError(403))).toBe('refused');
  expect(kind(new PutError(502))).toBe('unreachable');
  expect(kind(api(429, 'rate_limited'))).toBe('busy');
  expect(kind(api(401, 'unauthenticated'))).toBe('signedOut');
  expect(kind(api(404, 'not_found'))).toBe('otherAccount');
  expect(kind(api(410, 'gone'))).toBe('gone');
});

it('waits as long as it was asked to', () => {
  expect(askedWait(new PutError(429, 7000))).toBe(7000);
  expect(askedWait(new UnreachableError(null))).toBeNull();
});
